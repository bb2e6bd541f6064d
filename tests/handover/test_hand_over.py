"""An office is handed over in one act: the work stays, the note reaches the next holder alone."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.access.viewer import OfficeKind
from app.assistance.counterparts import holder_changed
from app.assistance.rules import Stage
from app.assistance.waits import News
from app.core import clock
from app.core.db import table
from app.directory import leaving
from app.directory.loading import office_of
from app.directory.models import Appointment, HandOver, Invitation
from app.identity.models import PortalSession
from app.notifications.models import Notice
from tests.assistance.sample import Maker
from tests.support.rows import dump

CANARY = "kolibri"
NOTE = f"Call the department of treaties first. {CANARY}\n\nDenmark waits for our dates."
PAPER = {"authority": "The Minister", "evidence": "Note verbale 12/2027"}


def rows(database, model, **wanted: str) -> list[dict]:
    found = table(model)
    chosen = select(found).where(*(found.c[k] == v for k, v in wanted.items()))
    with database.read() as conn:
        return [dict(row) for row in conn.execute(chosen).mappings()]


@pytest.fixture
def office(cast) -> str:
    """The office of Ghana's Focal Point."""
    return cast["ghana"].viewer.office.id


def the_address(page) -> str:
    return page.words("code.address")[0].removeprefix("http://testserver")


def take_over(browse, database, office: str, page, who: str = "stranger"):
    """Let ``who`` use the successor's invitation and the administrator verify the appointment."""
    successor = browse(who)
    successor.post(the_address(page), {"member": "Ghana"})
    (proposed,) = rows(database, Appointment, office_id=office, stage="proposed")
    browse("administrator").post(f"/appointments/{proposed['id']}/verify", PAPER)
    return successor


def test_a_leaver_hands_over_and_nothing_is_lost(browse, database, portal, cast, office):
    with database.unit_of_work() as db:
        maker = Maker(db, portal, cast)
        talks, draft = maker.request(Stage.IN_TALKS), maker.request(Stage.DRAFT)
    ghana = browse("ghana")
    before = ghana.get("/assistance").words("#requests h3")

    page = ghana.post(f"/hand-over/{office}", {"note": NOTE, "successor": "B"}, status=200)

    assert page.words("h1") == ["The office is handed over"]
    assert "You are signed out" in page.text
    ghana.get("/home", status=303)
    assert rows(database, PortalSession, person_id=cast["ghana"].viewer.person_id) == []
    (ended,) = rows(database, Appointment, office_id=office)
    assert (ended["stage"], ended["ends"]) == ("ended", clock.today())
    assert ended["why_ended"] == leaving.HANDED_OVER

    successor = take_over(browse, database, office, page)
    assert "You took this office over." in successor.get("/home").text
    inherited = successor.get(f"/hand-over/{office}/inherited")
    assert inherited.words(".read p") == [
        f"Call the department of treaties first. {CANARY}",
        "Denmark waits for our dates.",
    ]
    assert "Written by ghana (test)." in inherited.text
    assert successor.get("/assistance").words("#requests h3") == before
    for request_id in (talks, draft):
        successor.get(f"/assistance/{request_id}")

    successor.post(f"/hand-over/{office}/inherited")
    assert "You took this office over." not in successor.get("/home").text
    successor.get(f"/hand-over/{office}/inherited", status=404)


def test_the_note_is_for_the_next_holder_of_this_office_alone(browse, database, office):
    page = browse("ghana").post(
        f"/hand-over/{office}", {"note": NOTE, "successor": "B"}, status=200
    )
    take_over(browse, database, office, page)

    stored = "".join("".join(lines) for lines in dump(database).values())
    assert CANARY not in stored
    address = f"/hand-over/{office}/inherited"
    for who in ("ghana_alternate", "denmark", "administrator", "editor"):
        assert CANARY not in browse(who).get(address, status=403).text
    browse().get(address, status=303)
    assert CANARY in browse("stranger").get(address).text


def test_the_other_side_learns_of_the_new_holder_and_nobody_else(browse, database, portal, cast):
    with database.unit_of_work() as db:
        maker = Maker(db, portal, cast)
        asked = maker.request(Stage.IN_TALKS)
        helped = maker.request(Stage.AGREED, owner="costa_rica", helper="ghana")
        maker.request(Stage.OPEN)
        maker.request(Stage.CLOSED)
        maker.request(Stage.IN_TALKS, owner="timor", helper="denmark")
        holder_changed(db, "GHA")

    told = rows(database, Notice, what=News.NEW_HOLDER)
    assert {(one["item_id"], one["label"]) for one in told} == {
        (asked, "member:DNK"),
        (helped, "member:CRI"),
    }
    sentence = "The office on the other side has a new holder, who reads on from here."
    assert sentence in browse("denmark").get("/home").text
    assert sentence not in browse("timor").get("/home").text


def test_they_learn_in_the_act_that_lets_the_new_holder_in(browse, database, portal, cast, office):
    with database.unit_of_work() as db:
        Maker(db, portal, cast).request(Stage.IN_TALKS)
    page = browse("ghana").post(f"/hand-over/{office}", {"successor": "B"}, status=200)
    assert rows(database, Notice, what=News.NEW_HOLDER) == []

    take_over(browse, database, office, page)

    assert [one["label"] for one in rows(database, Notice, what=News.NEW_HOLDER)] == ["member:DNK"]


def test_without_the_leavers_help_the_next_holder_finds_the_work_all_the_same(
    browse, database, portal, cast, office
):
    with database.unit_of_work() as db:
        Maker(db, portal, cast).request(Stage.IN_TALKS)
    (held,) = rows(database, Appointment, office_id=office)
    admin = browse("administrator")
    admin.post(f"/appointments/{held['id']}/end", {"how": "revoke", "why": "Gone."})
    page = admin.post(f"/offices/{office}/invite", {"name": "B", **PAPER}, status=200)
    successor = browse("stranger")
    successor.post(the_address(page), {"member": "Ghana"})

    found = successor.get(f"/hand-over/{office}/inherited")
    assert "No note was left" in found.text
    assert "ghana (test)" in found.text
    assert len(found.words("section[aria-labelledby=h-waits] h3")) >= 1


@pytest.mark.parametrize("who", ["ghana_alternate", "administrator"])
def test_the_alternate_or_the_secretariat_hands_over_for_a_holder_who_cannot(
    browse, database, cast, office, who
):
    asked = browse(who)
    page = asked.get(f"/hand-over/{office}")
    assert page.words(".facts dd") == ["ghana (test)"]

    done = asked.post(f"/hand-over/{office}", {"note": NOTE}, status=200)

    assert "You are signed out" not in done.text
    assert rows(database, PortalSession, person_id=cast["ghana"].viewer.person_id) == []
    (left,) = rows(database, HandOver)
    assert left["person_id"] == cast[who].viewer.person_id
    asked.get("/home")


def test_the_last_day_may_lie_ahead(browse, database, office):
    later = clock.today() + timedelta(days=14)
    ghana = browse("ghana")

    ghana.post(f"/hand-over/{office}", {"last_day": later.isoformat(), "note": NOTE}, status=200)

    (held,) = rows(database, Appointment, office_id=office)
    assert (held["stage"], held["ends"]) == ("verified", later)
    ghana.get("/practices/new")


@pytest.mark.parametrize(("last_day", "days"), [("", -1), ("", 400), ("soon", 0)])
def test_what_is_wrong_keeps_every_word(browse, database, office, last_day, days):
    sent = last_day or (clock.today() + timedelta(days=days)).isoformat()

    page = browse("ghana").post(
        f"/hand-over/{office}", {"last_day": sent, "note": NOTE, "successor": "B"}, status=422
    )

    assert len(page.words(".err")) == 1
    assert page.soup.select_one("#f-last_day")["value"] == sent
    assert page.soup.select_one("#f-note").get_text().strip() == NOTE
    assert page.soup.select_one("#f-successor")["value"] == "B"
    assert rows(database, HandOver) == []
    assert rows(database, Invitation) == []
    assert rows(database, Appointment, office_id=office)[0]["stage"] == "verified"


@pytest.mark.parametrize(("who", "status"), [("denmark", 403), ("editor", 403), ("stranger", 403)])
def test_nobody_else_hands_it_over(browse, database, office, who, status):
    asked = browse(who)
    asked.get(f"/hand-over/{office}", status=status)
    asked.post(f"/hand-over/{office}", {"note": NOTE}, status=status)
    assert rows(database, HandOver) == []
    browse("ghana").get("/home")


def test_a_vacant_office_takes_a_note_too(browse, database):
    with database.unit_of_work() as db:
        vacant = office_of(db, "GHA", OfficeKind.ADVISER).id
    page = browse("ghana").get(f"/hand-over/{vacant}")
    assert page.words(".facts dd") == ["Nobody holds this office at present."]

    browse("ghana").post(f"/hand-over/{vacant}", {"note": NOTE}, status=200)

    assert len(rows(database, HandOver, office_id=vacant)) == 1
    browse("ghana").get("/home")


def test_a_first_holder_inherits_nothing(browse, office):
    assert "You took this office over." not in browse("ghana").get("/home").text
    browse("ghana").get(f"/hand-over/{office}/inherited", status=404)
    browse("ghana").get("/hand-over/none", status=404)
