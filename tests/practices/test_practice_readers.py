"""Chosen readers: an office alone, several sets together, what each of them learns of others."""

from datetime import date

import pytest
from sqlalchemy import update

from app.access.viewer import OfficeKind
from app.core.db import table
from app.directory.models import Appointment
from tests.support.people import settle_as

ADVISER = "denmark_adviser"
HIDDEN = (
    "Read by you and others whom the office that wrote it (Ghana) chose, and by the Secretariat."
    " Never public."
)
KNOWN = (
    "Chosen: African Group, Costa Rica and Denmark (Adviser). The office that wrote it (Ghana) and"
    " the Secretariat read it too. Never public."
)
READERS = {"costa_rica", "senegal", ADVISER}
NAMES = {"African Group", "Senegal", "Costa Rica", "Adviser"}
OWN_NAME = {"costa_rica": "Costa Rica", "senegal": "Senegal"}
"""What is said of a reader's own office, as whom it would sign a comment."""

KNOWERS = {"ghana", "ghana_alternate", "editor", "administrator"}
OTHERS = {"denmark", "timor", "eu", "stranger", "kenya_mission"}


@pytest.fixture
def people(cast, portal):
    """The cast, and three more of whom only one was chosen alone."""
    more = {
        ADVISER: ("DNK", OfficeKind.ADVISER),
        "senegal": ("SEN", OfficeKind.ALTERNATE),
        "kenya_mission": ("KEN", OfficeKind.MISSION_CONTACT),
    }
    with portal.db.unit_of_work() as db:
        for name, seat in more.items():
            cast[name] = settle_as(db, portal.settings, name, seat)
    return cast


@pytest.fixture
def several(written, people):
    """Return a function that publishes for several sets, beside what is for others."""

    def publish(told: str = "") -> str:
        office = people[ADVISER].viewer.office.id
        written("ghana", audience="members:TLS", title="For Timor-Leste alone")
        written("denmark", audience="public", title="For everybody")
        audience = f"group:african;members:CRI;offices:{office}{told}"
        return written("ghana", audience=audience, title="Zebra crossing")

    return publish


def test_each_set_reads_and_nobody_beside_on_every_way(browse, several):
    item = several()
    for who in sorted(READERS | KNOWERS | OTHERS):
        sees = who not in OTHERS
        client = browse(who)
        client.get(f"/practices/{item}", status=200 if sees else 404)
        client.get(f"/api/v1/practices/{item}", status=200 if sees else 404)
        assert ("Zebra" in client.get("/practices").text) is sees, who
        hits = client.get("/api/v1/search?q=zebra").json()["hits"]
        assert [hit["title"] for hit in hits] == ["Zebra crossing"] * sees, who
        found = client.get("/api/v1/practices?q=zebra").json()
        assert found["total"] == sees, who
    assert "Zebra" not in browse().get("/practices").text


@pytest.mark.parametrize("who", sorted(READERS))
def test_who_was_chosen_learns_of_no_other(browse, several, who):
    item = several()
    client = browse(who)
    for _ in range(2):  # as made, and as kept
        page = client.get(f"/practices/{item}")
        assert HIDDEN in page.text
        shown = " ".join(page.words(".head, article > section, aside"))
        assert [name for name in NAMES - {OWN_NAME.get(who)} if name in shown] == []
    assert client.get(f"/api/v1/practices/{item}").json()["audience"] == "chosen"
    listed = client.get("/api/v1/practices?q=zebra").json()["practices"]
    assert [one["audience"] for one in listed] == ["chosen"]
    hits = client.get("/api/v1/search?q=zebra").json()["hits"]
    assert [one["audience"] for one in hits] == ["chosen"]
    assert "Chosen readers" in client.get("/search?q=zebra").words(".aud")


@pytest.mark.parametrize("who", sorted(KNOWERS))
def test_who_chose_and_the_secretariat_know_all(browse, several, people, who):
    item = several()
    browse("costa_rica").get(f"/practices/{item}")  # a view is kept for those who know less
    client = browse(who)

    assert KNOWN in client.get(f"/practices/{item}").text
    office = people[ADVISER].viewer.office.id
    stored = f"group:african;members:CRI;offices:{office}"
    assert client.get(f"/api/v1/practices/{item}").json()["audience"] == stored


@pytest.mark.parametrize("who", sorted(READERS))
def test_the_owner_may_let_the_readers_know_each_other(browse, several, who):
    item = several(told=";told")
    client = browse(who)

    assert KNOWN in client.get(f"/practices/{item}").text
    assert client.get(f"/api/v1/practices/{item}").json()["audience"].endswith(";told")


def test_an_adviser_who_was_chosen_reads_the_comments_and_writes_none(browse, several, written):
    item, other = several(), written("denmark", audience="network", title="Of the network")
    for address, who in ((item, "costa_rica"), (other, "ghana")):
        sent = {"version": "3", "comment": f"A word of {who}"}
        browse(who).post(f"/practices/{address}/comments", sent)
    adviser = browse(ADVISER)

    page = adviser.get(f"/practices/{item}")
    assert page.words("article.say p")[1:] == ["A word of costa_rica"]
    assert page.soup.select("textarea[name=comment]") == []
    adviser.post(f"/practices/{item}/comments", {"comment": "A word"}, status=403)
    adviser.get(f"/practices/{other}", status=404)


def test_an_office_that_is_left_reads_no_more_and_the_next_holder_does(
    browse, several, people, portal
):
    item = several()
    adviser = people[ADVISER].viewer
    browse(ADVISER).get(f"/practices/{item}")
    held = table(Appointment)
    with portal.db.unit_of_work() as db:
        own = held.c.person_id == adviser.person_id
        db.execute(update(held).where(own).values(ends=date(2020, 6, 1)))
        people["next"] = settle_as(db, portal.settings, "next", ("DNK", OfficeKind.ADVISER))

    browse(ADVISER).get(f"/practices/{item}", status=404)
    browse("next").get(f"/practices/{item}")
