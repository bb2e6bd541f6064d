"""The talk about an offer: who says, reads and decides what, and what is kept from whom."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from app.archive.assistance import Opened
from app.archive.sight import Sight
from app.assistance import actions, ending, reminding
from app.assistance.rules import Act, Stage
from app.assistance.talks import saying
from app.core import clock
from app.directory.models import Office
from app.directory.seats import seat_of
from tests.assistance.sample import CANARY, NOTE

HOURS = timedelta(hours=1)


@pytest.fixture
def talk(making):
    """Return the address of the talk about an offer in talks, and the ids of request and offer."""
    with making() as maker:
        item = maker.request(Stage.IN_TALKS)
        offer_id = maker.offer_id
    return f"/assistance/{item}/offers/{offer_id}/talk", item, offer_id


def said(words: str, **more: str) -> dict[str, str]:
    return {"text": f"{words} {CANARY}", "language": "en", **more}


def ids(database, rows: str = "assistance_word", order: str = "at, id") -> list[str]:
    asked = text(f"SELECT id FROM {rows} ORDER BY {order}")  # noqa: S608 - our own words
    with database.read() as conn:
        return list(conn.execute(asked).scalars())


def letters(database, words: str) -> int:
    found = text("SELECT count(*) FROM letter WHERE subject LIKE :words")
    with database.read() as conn:
        return int(conn.execute(found, {"words": f"%{words}%"}).scalar_one())


def apart(talk, browse) -> None:
    here = talk[0]
    browse("ghana").post(f"{here}/change", {"change": "apart"})
    browse("denmark").post(f"{here}/change/agree", {"change": "apart"})


def test_two_sides_talk_and_nobody_else_reads(talk, browse, database):
    here, item, _ = talk
    browse("denmark").post(here, said("May we ask first?"))
    browse("ghana").post(here, said("Please do."))
    for who in ("ghana", "ghana_alternate", "denmark", "editor"):
        page = browse(who).get(here)
        assert "May we ask first?" in page.text
        assert "Please do." in page.text
        assert "Ghana, Denmark and the Secretariat read what is written here" in page.text
    for who in ("costa_rica", "timor", "stranger"):
        assert "May we ask first?" not in browse(who).get(here, status=404).text
        browse(who).post(here, said("No"), status=404)
    browse("editor").post(here, said("No"), status=403)
    with database.read() as conn:
        rows = conn.execute(text("SELECT text FROM assistance_word")).scalars().all()
        assert len(rows) == 2
        assert all(CANARY.encode() not in bytes(one) for one in rows)
        bodies = conn.execute(text("SELECT subject, body FROM letter")).all()
        assert not any(CANARY in f"{one.subject}{one.body}" for one in bodies)
    assert f"/assistance/{item}/offers" in browse("ghana").get(f"/assistance/{item}").text


def test_what_is_new_is_counted_for_who_reads_it_and_told_once(talk, browse, database):
    here, item, _ = talk
    request = f"/assistance/{item}"
    for n in range(3):
        browse("denmark").post(here, said(f"Word {n}"))
    assert letters(database, "wrote to you about an offer") == 2  # Ghana and its alternate, once
    assert "Talk: 3 new" in browse("ghana").get(request).text
    assert "Talk: 3 new" not in browse("denmark").get(request).text
    page = browse("ghana").get(here)
    until = page.soup.select_one("input[name=until]")["value"]
    browse("denmark").post(here, said("Word 4"))
    browse("ghana").post(f"{here}/read", {"until": until})
    assert "Talk: 1 new" in browse("ghana").get(request).text
    browse("ghana").post(f"{here}/read", {"until": "soon"}, status=400)
    browse("ghana").post(f"{here}/read", {"until": "2026-01-01"}, status=400)


def test_the_secretariat_reads_no_more_once_both_agree(talk, browse, database):
    here, item, _ = talk
    browse("denmark").post(here, said("Read by three"))
    browse("ghana").post(f"{here}/change", {"change": "apart"})
    browse("ghana").post(f"{here}/change/agree", {"change": "apart"}, status=409)
    assert "and the Secretariat read" in browse("editor").get(here).text
    browse("denmark").post(f"{here}/change/agree", {"change": "apart"})
    assert "alone read what is written here" in browse("editor").get(here).text
    browse("denmark").post(here, said("Read by two", apart="yes"))
    staff = browse("editor").get(here)
    assert "Read by three" in staff.text
    assert "Read by two" not in staff.text
    assert "Between the two offices alone" not in staff.text
    assert "Talk: 2 new" not in browse("editor").get(f"/assistance/{item}").text
    assert "Talk: 1 new" in browse("editor").get(f"/assistance/{item}").text
    for who in ("ghana", "denmark"):
        assert "Read by two" in browse(who).get(here).text
    with database.read() as conn:
        alone = conn.execute(text("SELECT apart_id FROM assistance_talk")).scalar_one()
        labels = text("SELECT label FROM item_label WHERE item_id = :id ORDER BY label")
        assert list(conn.execute(labels, {"id": alone}).scalars()) == ["member:DNK", "member:GHA"]
        keys = text("SELECT party FROM record_key WHERE record = :id ORDER BY party")
        assert list(conn.execute(keys, {"id": alone}).scalars()) == ["member:DNK", "member:GHA"]
    assert "Word written" not in browse("editor").get(f"/assistance/{item}/history").text or (
        browse("editor").get(f"/assistance/{item}/history").text.count("Word written") <= 1
    )


def test_switching_back_uncovers_nothing(talk, browse):
    here, *_ = talk
    apart(talk, browse)
    browse("ghana").post(here, said("Kept apart", apart="yes"))
    browse("denmark").post(f"{here}/change", {"change": "shared"})
    browse("ghana").post(f"{here}/change", {"change": "shared"})
    browse("denmark").post(here, said("Read again"))
    staff = browse("editor").get(here).text
    assert "Read again" in staff
    assert "Kept apart" not in staff
    assert "Between the two offices alone" in browse("ghana").get(here).text


def test_a_word_meant_for_two_is_never_sent_to_three(talk, browse, database):
    here, *_ = talk
    apart(talk, browse)
    browse("denmark").post(f"{here}/change", {"change": "shared"})
    browse("ghana").post(f"{here}/change/agree", {"change": "shared"})
    page = browse("ghana").post(here, said("For two", apart="yes"), status=409)
    assert "Who reads this talk was changed" in page.text
    assert "For two" in page.text
    assert ids(database) == []
    browse("ghana").post(f"{here}/change", {"change": "shared"}, status=409)


def test_a_proposal_is_left_or_replaced(talk, browse, database):
    here, _, offer_id = talk
    browse("ghana").post(f"{here}/change", {"change": "apart"})
    browse("denmark").post(f"{here}/change/leave", {"change": "apart"})
    browse("denmark").post(f"{here}/change/agree", {"change": "apart"}, status=409)
    browse("ghana").post(f"{here}/change", {"change": "mail"})
    browse("denmark").post(f"{here}/change", {"change": "telephone"})
    browse("denmark").post(f"{here}/change/agree", {"change": "mail"}, status=409)
    waits = text("SELECT label FROM waiting WHERE item_id = :id AND what = 'offer-talk-asks'")
    with database.read() as conn:
        assert list(conn.execute(waits, {"id": offer_id}).scalars()) == ["member:GHA"]
    browse("ghana").post(f"{here}/change/agree", {"change": "telephone"})
    page = browse("ghana").get(here)
    assert "By telephone or video" in page.text
    assert page.soup.select_one("textarea[name=text]") is None
    browse("ghana").post(here, said("No"), status=409)
    browse("ghana").post(f"{here}/change", {"change": ""}, status=422)
    browse("ghana").post(f"{here}/change", {"change": "other"}, status=422)
    browse("denmark").post(f"{here}/here", {})
    browse("denmark").post(f"{here}/here", {}, status=409)
    browse("denmark").post(here, said("Here again"))


def test_a_decision_is_called_and_confirmed_by_the_other(talk, browse, database):
    here, item, _ = talk
    browse("denmark").post(here, said("Two talks in January"))
    (one,) = ids(database)
    at = f"{here}/words/{one}"
    browse("ghana").post(at, {"what": "confirm"}, status=409)
    browse("ghana").post(at, {"what": "call"})
    browse("ghana").post(at, {"what": "confirm"}, status=409)
    browse("denmark").post(at, {"what": "call"}, status=409)
    browse("editor").post(at, {"what": "confirm"}, status=403)
    browse("denmark").post(at, {"what": "undo"})
    browse("denmark").post(at, {"what": "call"})
    browse("ghana").post(at, {"what": "confirm"})
    browse("ghana").post(at, {"what": "undo"}, status=409)
    browse("ghana").post(at, {"what": "other"}, status=400)
    browse("ghana").post(f"{here}/words/unknown", {"what": "call"}, status=404)
    pinned = browse("editor").get(here).soup.select_one("section[aria-labelledby=h-decisions]")
    assert "Two talks in January" in pinned.get_text()
    assert (
        "Decision with Denmark confirmed by Ghana"
        in browse("ghana").get(f"/assistance/{item}").text
    )
    with database.read() as conn:
        waits = text("SELECT count(*) FROM waiting WHERE what = 'offer-decision'")
        assert conn.execute(waits).scalar_one() == 0


def test_the_talk_ends_with_the_offer_and_stays_readable(talk, browse, making):
    here, item, offer_id = talk
    browse("denmark").post(here, said("Before"))
    with making() as maker:
        maker.answer(item, offer_id, "ghana", Act.DECLINE)
    for who in ("ghana", "denmark"):
        page = browse(who).get(here)
        assert "Before" in page.text
        assert page.soup.select_one("textarea[name=text]") is None
        browse(who).post(here, said("After"), status=409)
        browse(who).post(f"{here}/change", {"change": "apart"}, status=409)
        day = str(clock.today() + timedelta(days=9))
        dates = {"day_1": day, "time_1": "10:00", "minutes": "60"}
        browse(who).post(f"{here}/dates", dates, status=409)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "x" * 2001}, "text"),
        ({"text": "a\u202eb"}, "text"),
        ({"language": ""}, "language"),
        ({"language": "xx"}, "language"),
    ],
)
def test_a_bad_word_is_refused_at_its_field(talk, browse, database, wrong, field):
    page = browse("ghana").post(talk[0], said("Kept words") | wrong, status=422)
    assert page.soup.select_one(f"#f-{field}-e") is not None
    assert ids(database) == []
    if field != "text":
        assert "Kept words" in page.text


def test_a_helper_never_reads_the_talk_of_another(making, browse, database):
    with making() as maker:
        item = maker.request(Stage.IN_TALKS)
        first = maker.offer_id
        maker.offer(item, "costa_rica")
    here = f"/assistance/{item}/offers/{first}/talk"
    with database.read() as conn:
        wanted = text("SELECT item_id FROM assistance_offer WHERE member = 'CRI'")
        theirs = conn.execute(wanted).scalar_one()
    browse("denmark").post(here, said("For Ghana"))
    browse("costa_rica").get(here, status=404)
    there = f"/assistance/{item}/offers/{theirs}/talk"
    assert "For Ghana" not in browse("costa_rica").get(there).text
    (one,) = ids(database)
    browse("costa_rica").post(f"{there}/words/{one}", {"what": "call"}, status=404)
    browse("ghana").post(f"{there}/words/{one}", {"what": "call"}, status=404)
    browse("denmark").get(f"/assistance/{item}/offers/{theirs}/talk", status=404)
    assert "Talk: 1 new" not in browse("costa_rica").get(f"/assistance/{item}").text


def test_older_words_stand_on_pages_before(talk, browse):
    here, *_ = talk
    for n in range(33):
        with clock.moved(HOURS * n):
            browse("ghana" if n % 2 else "denmark").post(here, said(f"Number {n:02d}."))
    with clock.moved(HOURS * 34):
        page = browse("ghana").get(here)
        assert "Number 32." in page.text
        assert "Number 02." not in page.text
        older = page.soup.find("a", string="What was said before")["href"]
        page = browse("ghana").get(older)
        assert [f"Number {n:02d}." in page.text for n in (0, 1, 2, 3)] == [True, True, True, False]
        assert "Number 32." in browse("ghana").get(f"{here}?before=unknown").text


def test_words_of_both_kinds_go_with_those_of_the_request(talk, browse, database):
    here, item, _ = talk
    browse("ghana").post(here, said("One"))
    apart(talk, browse)
    browse("ghana").post(here, said("Two", apart="yes"))
    with database.unit_of_work() as db:
        records = ending.records_of(db.connection(), item)
        assert len(records) == 3
        assert ending.empty(db.connection(), item)
    with database.read() as conn:
        assert set(conn.execute(text("SELECT text FROM assistance_word")).scalars()) == {None}
    assert "destroyed, or that you cannot open" in browse("ghana").get(here).text


def test_closing_ends_what_waits_of_a_talk(making, browse, database):
    with making() as maker:
        item = maker.request(Stage.UNDER_WAY)
        offer_id = maker.offer_id
    here = f"/assistance/{item}/offers/{offer_id}/talk"
    browse("ghana").post(f"{here}/change", {"change": "apart"})
    with making() as maker:
        actions.close(
            maker.db, maker.by("ghana"), maker.matter("ghana", item), result="met", note=NOTE
        )
    with database.read() as conn:
        waits = text("SELECT count(*) FROM waiting WHERE what = 'offer-talk-asks'")
        assert conn.execute(waits).scalar_one() == 0
    browse("denmark").post(f"{here}/change/agree", {"change": "apart"}, status=409)


def test_a_talk_is_full_at_some_number(talk, browse, monkeypatch):
    monkeypatch.setattr(saying, "MOST_WORDS", 1)
    browse("ghana").post(talk[0], said("One"))
    assert "This talk is full" in browse("ghana").post(talk[0], said("Two"), status=409).text


def test_the_file_of_the_office_has_decisions_and_words(talk, browse, database, cast, portal):
    here, *_ = talk
    browse("denmark").post(here, said("Two hours"))
    (one,) = ids(database)
    browse("denmark").post(f"{here}/words/{one}", {"what": "call"})
    browse("ghana").post(f"{here}/words/{one}", {"what": "confirm"})
    apart(talk, browse)
    browse("ghana").post(here, said("Kept apart", apart="yes"))
    for who, reads in (("ghana", True), ("denmark", True), ("costa_rica", False)):
        with database.read() as conn:
            viewer = cast[who].viewer
            seat = seat_of(conn, Office, viewer.office.id)
            found = str(Opened(Sight(conn, viewer, portal, seat)).parts)
        assert found.count("Two hours") == (2 if reads else 0)
        assert found.count("Kept apart") == (1 if reads else 0)


def test_whoever_talks_elsewhere_is_reminded_after_the_day_alone(talk, browse, portal):
    here, *_ = talk
    browse("ghana").post(f"{here}/change", {"change": "mail"})
    browse("denmark").post(f"{here}/change/agree", {"change": "mail"})
    reminded = []
    for day in (12, 19, 31):
        with clock.moved(timedelta(days=day)):
            reminded.append(reminding.look_after(portal))
    assert reminded == [0, 0, 1]
