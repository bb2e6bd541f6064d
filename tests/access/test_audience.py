"""Audiences: which labels they are, how they are stored, what they refuse."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.access.audience import (
    Audience,
    Circle,
    knows_readers,
    labels_of_draft,
    labels_of_open,
    labels_of_submitted,
)
from tests.access.table import VIEWERS

LABELS = [
    ("public", (), {"public", "secretariat"}),
    ("network", (), {"network", "secretariat"}),
    ("group", ("WEOG", "GRULAC"), {"group:WEOG", "group:GRULAC", "secretariat"}),
    ("organisation", ("EU",), {"org:EU", "secretariat"}),
    ("members", ("GHA",), {"member:GHA", "secretariat"}),
    ("offices", ("abc", "xyz"), {"office:abc", "office:xyz", "secretariat"}),
    ("secretariat", (), {"secretariat"}),
]
codes = st.lists(st.from_regex(r"[A-Z]{2,8}", fullmatch=True), min_size=1, max_size=5)


@pytest.mark.parametrize(("circle", "chosen", "labels"), LABELS)
def test_the_labels_of_each_circle(circle, chosen, labels):
    assert Audience.of(circle, chosen).labels == labels


def test_the_table_of_circles_is_complete():
    assert [row[0] for row in LABELS] == list(Circle)


@pytest.mark.parametrize("circle", ["group", "organisation", "members", "offices"])
def test_a_circle_that_needs_codes_refuses_none(circle):
    with pytest.raises(ValueError, match="at least one"):
        Audience.of(circle, [])


@pytest.mark.parametrize(
    "stored",
    [
        "", "everyone", "PUBLIC", "group", "members:", "group:,", "members:GHA;", "public;told",
        "public;members:GHA", "members:GHA;network", "network:GHA;members:GHA", "told", ";told",
    ],
)  # fmt: skip
def test_unknown_or_incomplete_audiences_are_refused(stored):
    with pytest.raises(ValueError, match=r"Circle|at least one"):
        Audience.parse(stored)


@given(st.sampled_from(Circle), codes)
def test_what_is_stored_reads_back_the_same(circle, chosen):
    made = Audience.of(circle, chosen)

    assert Audience.parse(str(made)) == made
    assert Audience.of(circle, reversed([*chosen, *chosen])) == made


def test_codes_that_a_circle_does_not_need_are_dropped():
    assert Audience.of("public", ["GHA"]) == Audience(Circle.PUBLIC)


def test_several_sets_are_one_audience_and_one_value():
    sets = [("offices", "abc"), ("members", "DNK"), ("group", "african"), ("members", "CRI")]
    made = Audience.chosen(sets)

    assert str(made) == "group:african;members:CRI,DNK;offices:abc"
    assert Audience.chosen([*reversed(sets), sets[0]]) == made
    assert made.codes(Circle.MEMBERS) == ("CRI", "DNK")
    assert made.labels == {
        "group:african", "member:CRI", "member:DNK", "office:abc", "secretariat",
    }  # fmt: skip


@given(
    st.lists(
        st.tuples(st.sampled_from(["group", "organisation", "members", "offices"]), codes),
        min_size=1,
    ),
    st.booleans(),
)
def test_sets_that_are_stored_read_back_the_same(sets, told):
    made = Audience.chosen(((kind, one) for kind, some in sets for one in some), told=told)

    assert Audience.parse(str(made)) == made


@pytest.mark.parametrize("stored", ["public", "network", "secretariat", "group:a,b", "members:A"])
def test_what_was_stored_before_there_were_several_sets_stays_as_it_is(stored):
    found = Audience.parse(stored)

    assert (str(found), found.told) == (stored, False)


def test_readers_may_know_only_that_they_were_chosen_until_the_owner_tells():
    stored = "group:african;offices:abc"

    assert Audience.parse(stored).public == "chosen"
    assert Audience.parse(f"{stored};told").public == f"{stored};told"
    assert [Audience.parse(one).public for one in ("public", "network", "secretariat")] == [
        "public", "network", "secretariat",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "knows"),
    [
        ("public", False), ("stranger", False), ("owner", True), ("owner's alternate", True),
        ("owner's adviser", False), ("other", False), ("organisation", False), ("editor", True),
        ("administrator", True),
    ],
)  # fmt: skip
def test_owners_and_the_secretariat_know_whom_they_chose(name, knows):
    assert knows_readers(VIEWERS[name], {"GHA"}) is knows


def test_work_is_seen_by_its_owners_then_the_secretariat_then_its_readers():
    owners = ["GHA", "DNK"]

    assert labels_of_draft(owners) == {"member:GHA", "member:DNK"}
    assert labels_of_submitted(owners) == {"member:GHA", "member:DNK", "secretariat"}
    assert labels_of_open(owners, Audience.of("group", ["WEOG"])) == {
        "member:GHA", "member:DNK", "group:WEOG", "secretariat",
    }  # fmt: skip


def test_a_draft_without_owners_is_seen_by_nobody():
    assert labels_of_draft([]) == frozenset()
