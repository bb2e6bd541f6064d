"""Viewers: by which labels each of them sees."""

import dataclasses

import pytest

from app.access.proof import Proof
from app.access.viewer import ANYONE, Office, OfficeKind, Viewer
from tests.access.table import VIEWERS

SEES = {
    "public": ("public",),
    "stranger": ("person:stranger", "public"),
    "owner": (
        "group:AFRICAN", "member:GHA", "network", "office:GHA-focal_point",
        "person:focal_point-GHA", "public",
    ),
    "owner's alternate": (
        "group:AFRICAN", "member:GHA", "network", "office:GHA-alternate", "person:alternate-GHA",
        "public",
    ),
    "owner's alternate alone": (
        "group:AFRICAN", "member:GHA", "network", "office:GHA-alternate", "person:alternate-GHA",
        "public",
    ),
    "owner's stand-in": (
        "group:AFRICAN", "member:GHA", "network", "office:GHA-focal_point",
        "person:mission_contact-GHA", "public",
    ),
    "owner's adviser": ("office:GHA-adviser", "person:adviser-GHA", "public"),
    "owner's mission": ("office:GHA-mission_contact", "person:mission_contact-GHA", "public"),
    "reading mission": ("office:DNK-mission_contact", "person:mission_contact-DNK", "public"),
    "other": (
        "group:WEOG", "member:DNK", "network", "office:DNK-focal_point", "person:focal_point-DNK",
        "public",
    ),
    "other's alternate": (
        "group:WEOG", "member:DNK", "network", "office:DNK-alternate", "person:alternate-DNK",
        "public",
    ),
    "other's alternate alone": (
        "group:WEOG", "member:DNK", "network", "office:DNK-alternate", "person:alternate-DNK",
        "public",
    ),
    "organisation": (
        "member:EU", "network", "office:EU-focal_point", "person:focal_point-EU", "public",
    ),
    "UN entity": (
        "member:UN-DEMO", "office:UN-DEMO-entity_contact", "person:entity_contact-UN-DEMO",
        "public",
    ),
    "editor": ("network", "person:editor-SEC", "public", "secretariat"),
    "administrator": ("network", "person:administrator-SEC", "public", "secretariat"),
    "director": ("person:director-SEC", "public"),
}  # fmt: skip


@pytest.mark.parametrize("name", VIEWERS)
def test_the_labels_of_each_viewer(name):
    assert VIEWERS[name].labels == SEES[name]


def test_a_reading_mission_reads_by_one_label_more_and_others_by_their_own():
    for name, viewer in VIEWERS.items():
        more = ("network",) if name == "reading mission" else ()
        assert viewer.reads_by == tuple(sorted({*more, *SEES[name]}))
        weak = dataclasses.replace(viewer, reads_only=True)
        assert weak.reads_by == weak.labels
    reading = VIEWERS["reading mission"].office
    stands_in = reading.stood_in_for("DNK-focal_point", OfficeKind.FOCAL_POINT)
    assert stands_in.reads_until is None


def test_the_member_is_known_only_of_the_network_and_of_entities():
    members = {name: viewer.member for name, viewer in VIEWERS.items() if viewer.member}

    assert members == {
        "owner": "GHA", "owner's alternate": "GHA", "owner's alternate alone": "GHA",
        "owner's stand-in": "GHA",
        "other": "DNK", "other's alternate": "DNK", "other's alternate alone": "DNK",
        "organisation": "EU",
        "UN entity": "UN-DEMO",
    }  # fmt: skip


def test_one_acts_for_one_office_at_a_time():
    ghana = Office("a", OfficeKind.FOCAL_POINT, "GHA", "Ghana", "AFRICAN")
    secretariat = Office("b", OfficeKind.EDITOR, "SEC", "Secretariat")
    acting = Viewer("p", "Both", ghana, (ghana, secretariat), proof=Proof.TWO)

    assert "secretariat" not in acting.labels
    assert dataclasses.replace(acting, office=secretariat).labels == (
        "network", "person:p", "public", "secretariat",
    )  # fmt: skip


def test_viewers_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        ANYONE.person_id = "me"  # type: ignore[misc] # the very point
