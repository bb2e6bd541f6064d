"""Answers short of an offer: a no without a reason, a colleague who answers, several at once."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from app.assistance import answering, reminding
from app.assistance.dealt import answering as rows
from app.assistance.rules import Act, Stage
from app.core import clock
from app.core.errors import Conflict
from app.notifications.queries import what_happened, what_waits
from tests.assistance.sample import OFFER
from tests.assistance.test_journey import version

PLACE = "/assistance/to-answer"
NO = "Cannot help this time"


def waits(database, viewer) -> list[str]:
    """Return why things wait for somebody."""
    with database.read() as conn:
        return sorted(one.what for one in what_waits(conn, viewer))


def letters(database, words: str) -> list[str]:
    """Return to whom a letter with such a subject was written."""
    found = text("SELECT person_id FROM letter WHERE subject LIKE :words")
    with database.read() as conn:
        return list(conn.execute(found, {"words": f"%{words}%"}).scalars())


def ticked(page) -> list[str]:
    """Return which requests can be ticked."""
    return [box["value"] for box in page.soup.select("input[name=id]")]


def test_a_no_is_read_by_who_asked_and_the_secretariat_and_ends_reminders(
    browse, asked, cast, database, portal
):
    item, other = asked(Stage.OPEN), asked(Stage.OPEN, owner="timor")
    denmark, timor = cast["denmark"].viewer, cast["timor"].viewer
    assert waits(database, denmark) == ["request-open"] * 2
    page = browse("denmark").get(f"/assistance/{item}")
    assert "If you cannot help" in page.words("h2")

    browse("denmark").post(f"/assistance/{item}/cannot")
    assert waits(database, denmark) == ["request-open"]
    assert waits(database, timor) == ["request-open"]
    for who, names in {"ghana": ["Denmark"], "editor": ["Denmark"]}.items():
        seen = browse(who).get(f"/assistance/{item}")
        assert seen.words("section[aria-labelledby=h-passed] p")[0] == names[0]
    for who in ("timor", "denmark"):
        assert NO not in browse(who).get(f"/assistance/{item}").words("h2")
    assert "Denmark" not in browse("timor").get(f"/assistance/{item}").text
    assert NO not in browse("ghana").get(f"/assistance/{other}").words("h2")
    with database.read() as conn:
        told = [one.what for one in what_happened(conn, cast["ghana"].viewer)]
    assert told.count("request-passed") == 1

    with clock.moved(timedelta(days=10)):
        assert reminding.look_after(portal) == 2
    said = letters(database, "An answer is still wanted")
    people = [cast[who].viewer.person_id for who in ("denmark", "costa_rica")]
    assert [said.count(person) for person in people] == [1, 2]


def test_said_again_it_changes_nothing_and_an_offer_takes_it_back(browse, asked, cast, database):
    item = asked(Stage.OPEN)
    for _ in range(2):
        browse("denmark").post(f"/assistance/{item}/cannot")
    with database.read() as conn:
        told = [one.what for one in what_happened(conn, cast["ghana"].viewer)]
        recorded = text("SELECT count(*) FROM audit_record WHERE event LIKE '%request:passed'")
        assert conn.execute(recorded).scalar_one() == 1
    assert told.count("request-passed") == 1
    page = browse("denmark").get(f"/assistance/{item}")
    assert "Your office answered on" in page.text
    assert "We cannot help this time" not in page.words("button")

    browse("denmark").post(f"/assistance/{item}/offers", OFFER)
    with database.read() as conn:
        assert conn.execute(select(rows)).all() == []
    assert NO not in browse("ghana").get(f"/assistance/{item}").words("h2")
    late = browse("denmark").post(f"/assistance/{item}/cannot", status=409)
    assert "Your office has offered help for this request already." in late.text


def test_a_colleague_answers(browse, asked, cast, database):
    item = asked(Stage.OPEN, owner="timor")
    own, other = cast["ghana"].viewer, cast["ghana_alternate"].viewer
    page = browse("ghana").get(f"/assistance/{item}")
    offices = [one["value"] for one in page.soup.select("select[name=office] option")]
    assert offices == [other.office.id]
    browse("ghana").post(f"/assistance/{item}/hand", {"office": other.office.id})
    assert waits(database, own) == []
    assert waits(database, other) == ["request-handed"]
    assert letters(database, "A colleague left a request") == [other.person_id]
    assert "Left to be answered by: Alternate" in browse("ghana").get(f"/assistance/{item}").text
    assert "Left to" not in browse("denmark").get(f"/assistance/{item}").text
    assert "Left to" not in browse("timor").get(f"/assistance/{item}").text
    as_seen = f"/assistance/{item}/audience?office={own.office.id}"
    assert "Left to" not in browse("timor").get(as_seen).text

    browse("ghana_alternate").post(f"/assistance/{item}/offers", OFFER)
    assert waits(database, other) == []


def test_nobody_leaves_it_to_an_office_of_others_or_to_none(browse, asked, cast):
    item = asked(Stage.OPEN, owner="timor")
    for office in ("", "no-such", cast["denmark"].viewer.office.id, cast["ghana"].viewer.office.id):
        page = browse("ghana").post(f"/assistance/{item}/hand", {"office": office}, status=409)
        assert "Choose the office that answers." in page.text


def test_what_one_office_alone_reads_is_left_to_nobody(asked, cast, browse):
    office = cast["ghana"].viewer.office.id
    item = asked(Stage.OPEN, audience=f"offices:{office}", owner="timor")
    other = cast["ghana_alternate"].viewer.office.id
    page = browse("ghana").post(f"/assistance/{item}/hand", {"office": other}, status=409)
    assert "That office does not read this request" in page.text


@pytest.mark.parametrize("part", ["cannot", "hand"])
def test_who_is_not_asked_says_nothing(browse, asked, cast, part):
    office = {"office": cast["ghana_alternate"].viewer.office.id}
    item = asked(Stage.OPEN)
    narrow = asked(Stage.OPEN, audience="members:TLS")
    agreed = asked(Stage.AGREED)
    browse("ghana").post(f"/assistance/{item}/{part}", office, status=403)
    browse("editor").post(f"/assistance/{item}/{part}", office, status=403)
    browse("denmark").post(f"/assistance/{narrow}/{part}", office, status=404)
    browse("timor").post(f"/assistance/{agreed}/{part}", office, status=409)


def test_several_are_answered_in_one_press_and_late_ones_hold_up_none(browse, asked, cast):
    first, second, third = (asked(Stage.OPEN, owner="timor") for _ in range(3))
    theirs, offered = asked(Stage.OPEN, audience="members:TLS", owner="denmark"), asked(Stage.OPEN)
    page = browse("ghana").get(PLACE)
    assert sorted(ticked(page)) == sorted([first, second, third])
    assert ticked(browse("timor").get(PLACE)) == [offered, theirs]
    browse("timor").post(
        f"/assistance/{third}/withdraw",
        {
            "version": version(browse("timor").get(f"/assistance/{third}")),
            "why": "No need any more.",
        },
    )

    went = browse("ghana").post(PLACE, {"id": [first, third, theirs, "no-such"], "act": "cannot"})
    assert went.location == f"{PLACE}?did=1&late=3"
    page = browse("ghana").get(went.location)
    assert ticked(page) == [second]
    assert page.words(".note p") == ["1 request answered. 3 requests take no answer any more."]
    assert page.words("section[aria-labelledby=h-passed] h3") != []

    other = cast["ghana_alternate"].viewer.office.id
    went = browse("ghana").post(PLACE, {"id": [second], "act": "hand", "office": other})
    assert went.location == f"{PLACE}?did=1&late=0"
    assert "Left to: Alternate" in browse("ghana").get(PLACE).text


def test_what_is_missing_is_said_and_what_was_ticked_stays(browse, asked):
    item = asked(Stage.OPEN, owner="timor")
    page = browse("ghana").post(PLACE, {"act": "cannot"}, status=422)
    assert "Tick at least one request." in page.text
    page = browse("ghana").post(PLACE, {"id": [item], "act": "hand"}, status=422)
    assert "Choose the office that answers." in page.text
    assert page.soup.select_one("input[name=id]").has_attr("checked")


def test_an_empty_page_says_what_would_stand_there_and_the_secretariat_has_none(browse):
    assert "No request waits for your answer now" in browse("denmark").get(PLACE).text
    browse("editor").get(PLACE, status=404)


def test_asked_anew_everybody_is_asked(browse, asked, portal, cast):
    item = asked(Stage.OPEN)
    browse("denmark").post(f"/assistance/{item}/cannot")
    for days in (25, 36, 47):
        with clock.moved(timedelta(days=days)):
            reminding.look_after(portal)
    with clock.moved(timedelta(days=60)):
        reminding.look_after(portal)
        now = browse("ghana").get(f"/assistance/{item}")
        browse("ghana").post(f"/assistance/{item}/again", {"version": version(now)})
    assert "request-open" in waits(portal.db, cast["denmark"].viewer)
    with portal.db.read() as conn:
        assert conn.execute(select(rows)).all() == []


def test_open_again_it_does_not_wait_for_who_said_no(making, database, cast):
    with making() as maker:
        item = maker.request(Stage.OPEN)
        by = maker.by("timor")
        answering.cannot(maker.db, by, maker.matter("timor", item))
        maker.step("offer", item, "ghana", "denmark")
        maker.step("accept", item, "ghana", "denmark")
        maker.answer(item, maker.offer_id, "denmark", Act.TAKE_BACK)
    assert waits(database, cast["timor"].viewer) == []


def test_an_offer_that_stands_is_not_a_no(making):
    with making() as maker:
        item = maker.request(Stage.IN_TALKS)
        with pytest.raises(Conflict, match="offered help"):
            answering.cannot(maker.db, maker.by("denmark"), maker.matter("denmark", item))
