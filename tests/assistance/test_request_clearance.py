"""A draft of a request goes out in rounds as a Word document and comes back field by field."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.assistance.clearance import reminding
from app.assistance.clearance.models import RequestRound
from app.assistance.rules import Stage
from app.core import clock
from app.core.db import table
from app.items.models import Item
from app.mail.models import Letter
from app.notifications.models import Waiting
from app.sealing.models import RecordKey
from tests.assistance.sample import CANARY
from tests.support.clearing import back, document, rewritten

FRAME = {"marking": "For clearance", "readers": "Ministry of Justice", "language": "en"}
rounds, waiting, item, letter = (table(one) for one in (RequestRound, Waiting, Item, Letter))
key = table(RecordKey)


@pytest.fixture
def ghana(browse):
    return browse("ghana")


def in_days(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def out(person, request_id: str, days: int = 10, **typed: str) -> str:
    """Let a draft go out, and return where its round is."""
    sent = {**FRAME, "deadline": in_days(days), **typed}
    answer = person.post(f"/assistance/{request_id}/clearance", sent)
    return re.match(r"/assistance/clearances/[^?]+", answer.location)[0]


def changed(content: bytes, old: str, new: str) -> bytes:
    """Return a document in which somebody wrote ``new`` for ``old``."""

    def change(xml: str) -> str:
        assert old in xml
        return xml.replace(old, new)

    return rewritten(content, change)


def carried(page) -> dict[str, str]:
    """Return what the page of what came back carries to the act."""
    found = page.soup.select("form[action$='/take'] input[type=hidden]")
    return {one["name"]: one["value"] for one in found}


def of_round(page) -> dict[str, str]:
    """Return the facts of a round as its page says them."""
    rows = page.soup.select("main dl.facts > div")
    return {row.dt.text: " ".join(row.dd.stripped_strings) for row in rows}


def waits(database) -> list[object]:
    with database.read() as conn:
        return list(
            conn.execute(select(waiting.c.due).where(waiting.c.what == "request-out")).scalars()
        )


def test_what_a_ministry_changed_is_shown_and_taken_field_by_field(ghana, asked):
    draft, other = asked(Stage.DRAFT), asked(Stage.DRAFT)
    empty = ghana.get(f"/assistance/{draft}/clearance")
    assert empty.words(".empty h3, .empty h2") == ["This request is not out for clearance"]
    place = out(ghana, draft)
    sent = document(ghana, place)
    same = back(ghana, place, sent)
    assert same.words(".empty h2") == ["Nothing was changed"]

    came = changed(sent, f"Write it together {CANARY}", "Write it alone")
    page = back(ghana, place, changed(came, f"Our page {CANARY}", "Our room"))
    assert [one.text for one in page.soup.select("main h3")] == [
        "What do you want to be able to do afterwards?",
        "What you contribute",
    ]
    assert "alone" in " ".join(page.words("ins"))
    none = ghana.post(f"{place}/take", {**carried(page), "outcome": "keep"}, status=422)
    assert len(none.soup.select("main h3")) == 2

    taken = {**carried(page), "outcome": "came", "contribution": "keep"}
    assert ghana.post(f"{place}/take", taken).location == f"{place}?said=taken"
    said = ghana.get(f"/assistance/{draft}").text
    assert ("Write it alone" in said, f"Our page {CANARY}" in said) == (True, True)
    assert f"Write it together {CANARY}" in ghana.get(f"/assistance/{other}").text
    stale = {**taken, "contribution": "came", "once": "another"}
    ghana.post(f"{place}/take", stale, status=409)
    assert f"Our page {CANARY}" in ghana.get(f"/assistance/{draft}").text
    again = back(ghana, place, sent)
    assert "changed the draft after this document went out" in again.text
    long = back(ghana, place, changed(document(ghana, place), "Write it alone", "x " * 400))
    refused = ghana.post(f"{place}/take", {**carried(long), "outcome": "came"}, status=422)
    assert refused.soup.select_one("[name=came-outcome]")["value"].startswith("x x")


def test_a_round_is_asked_for_again_and_ends_with_what_came_back(ghana, browse, asked, database):
    draft = asked(Stage.DRAFT)
    place = out(ghana, draft)
    facts = of_round(ghana.get(place))
    number = f"C-GHA-{clock.today().year}-001"
    names = ("Number", "Who reads it", "Asked for", "What came of it")
    said = [facts[name] for name in names]
    assert said == [number, "Ministry of Justice", "once", "Not said yet"]
    with database.read() as conn:
        kept = conn.execute(select(rounds.c.marking, rounds.c.readers)).one()
    assert not any(b"Justice" in one.token or b"For" in one.token for one in kept)

    first = {"version": ghana.get(place).soup.select_one("[name=version]")["value"]}
    back(ghana, place, document(ghana, place))
    stale = ghana.post(f"{place}/again", {**first, "deadline": in_days(20)}, status=409)
    assert "Someone changed this" in stale.words("[data-say]")[0]
    version = ghana.get(place).soup.select_one("[name=version]")["value"]
    for day in ("", in_days(-1), in_days(400), "soon"):
        ghana.post(f"{place}/again", {"version": version, "deadline": day}, status=422)
    ghana.post(f"{place}/again", {"version": version, "deadline": in_days(20)})
    facts = of_round(ghana.get(place))
    assert facts["Asked for"] == "2 times"
    assert waits(database) == [clock.today() + timedelta(days=20)]

    colleague = browse("ghana_alternate")
    assert colleague.get(place).words(".meta .st") == ["Out for clearance"]
    assert "is out for clearance" in colleague.get("/home").text
    desk = colleague.get("/assistance/overview")
    assert desk.soup.select(f"a[href='/assistance/{draft}/clearance']")
    assert "What comes back from clearance" in desk.text
    colleague.post(f"{place}/close", {}, status=422)
    colleague.post(f"{place}/close", {"came": "handed_in"}, status=422)
    colleague.post(f"{place}/close", {"came": "refused"})
    assert of_round(ghana.get(place))["What came of it"] == "Not cleared"
    row = ghana.get(f"/assistance/{draft}/clearance").words("ul.rows .meta span")
    assert row[0] == "Not cleared"
    assert waits(database) == []
    for act, sent in (
        ("close", {"came": "same"}), ("again", {"deadline": in_days(5), "version": version}),
        ("take", {"outcome": "came", "came-outcome": "Less", "version": "1"}),
    ):  # fmt: skip
        late = ghana.post(f"{place}/{act}", sent, status=409)
        assert late.words("[data-say]")[0].startswith("This clearance is closed")
    ghana.get(f"{place}/file", status=409)
    history = ghana.get(f"/assistance/{draft}/history").text
    found = [one for one in (
        "Request sent out for clearance", "Request that was out for clearance came back",
        "Clearance of a request asked for again", "Clearance of a request closed",
    ) if one in history]  # fmt: skip
    assert len(found) == 4


def test_its_office_is_written_to_before_the_day_and_on_it(ghana, asked, portal, database):
    draft, ended = asked(Stage.DRAFT), asked(Stage.DRAFT)
    place = out(ghana, draft)
    ghana.post(f"{out(ghana, ended, days=3)}/close", {"came": "nothing"})

    def letters() -> list[str]:
        about = letter.c.subject.contains("due back from clear")
        with database.read() as conn:
            return list(conn.execute(select(letter.c.body).where(about)).scalars())

    assert reminding.remind_due(portal) == 0
    with clock.moved(timedelta(days=7)):
        assert [reminding.remind_due(portal), reminding.remind_due(portal)] == [1, 0]
    with clock.moved(timedelta(days=9)):
        assert reminding.remind_due(portal) == 0
    with clock.moved(timedelta(days=10)):
        assert [reminding.remind_due(portal), reminding.remind_due(portal)] == [1, 0]
    assert len(letters()) == 4, "both holders of its office, twice, and nobody else"
    assert all(place in body and CANARY not in body and "Justice" not in body for body in letters())
    version = ghana.get(place).soup.select_one("[name=version]")["value"]
    ghana.post(f"{place}/again", {"version": version, "deadline": in_days(20)})
    with clock.moved(timedelta(days=10)):
        assert reminding.remind_due(portal) == 0
    with clock.moved(timedelta(days=25)):
        assert reminding.remind_due(portal) == 1, "a clock that jumped sends one letter, not two"
    with clock.moved(timedelta(days=300)):
        assert reminding.remind_due(portal) == 0


def test_another_document_and_other_people_come_nowhere(ghana, browse, asked):
    draft, other, handed = asked(Stage.DRAFT), asked(Stage.DRAFT), asked(Stage.SUBMITTED)
    first, second = out(ghana, draft), out(ghana, draft)
    of_other = out(ghana, other)
    number = ghana.get(first).words("h1")[0].split(":")[0]
    for content, said in [
        (b"no word", "This is no Word document that can be read."),
        (document(ghana, of_other), "This document went out for another request."),
        (document(ghana, first), f"another round of this request: {number}."),
        (rewritten(document(ghana, second), lambda xml: xml.replace("bookmark", "x")), "headings"),
    ]:
        assert said in back(ghana, second, content, status=422).words("#f-file-e")[0]
    ghana.post(f"{second}/back", {}, files={}, status=422)
    before = document(ghana, second).replace(b"", b"")
    round_id = second.rsplit("/", 1)[1]
    old = rewritten(before, lambda xml: xml.replace(f"r{round_id}x", f"r{draft}x"))
    assert back(ghana, second, old).words(".empty h2") == ["Nothing was changed"]
    ghana.post(f"/assistance/{draft}/clearance", {**FRAME, "deadline": "2001-01-01"}, status=422)
    for who in ("denmark", "editor"):
        person = browse(who)
        person.get(f"/assistance/{draft}/clearance", status=404)
        person.post(f"/assistance/{draft}/clearance", FRAME, status=404)
        for path in (first, f"{first}/file"):
            person.get(path, status=404)
        for act in ("again", "close", "take"):
            person.post(f"{first}/{act}", {"deadline": in_days(5), "came": "same"}, status=404)
    browse("editor").get(f"/assistance/{handed}/clearance", status=403)
    seen = ghana.get(f"/assistance/{handed}/clearance")
    assert seen.soup.select("main form") == []
    ghana.post(f"/assistance/{handed}/clearance", {**FRAME, "deadline": in_days(3)}, status=403)


def test_handing_in_ends_what_is_out_and_the_secretariat_never_reads_of_it(
    ghana, browse, asked, making, database
):
    draft = asked(Stage.DRAFT)
    place = out(ghana, draft)
    page = back(ghana, place, changed(document(ghana, place), f"Our page {CANARY}", "Our room"))
    with making() as maker:
        maker.step("submit", draft, "ghana", "denmark")
    assert waits(database) == []
    assert of_round(ghana.get(place))["What came of it"].startswith("Ended when the request")
    late = ghana.post(f"{place}/take", {**carried(page), "contribution": "came"}, status=409)
    assert "closed" in late.text or "not a draft" in late.text
    back(ghana, place, b"", status=409)
    assert "Request sent out for clearance" in ghana.get(f"/assistance/{draft}/history").text
    staff = browse("editor")
    said = staff.get(f"/assistance/{draft}/history").text
    assert ("Request submitted" in said, "clearance" in said) == (True, False)
    staff.get(place, status=404)
    for path in (f"/assistance/{draft}", "/desk", "/home", "/desk/requests"):
        assert "clearance of" not in staff.get(path).text
        assert place not in staff.get(path).text
    with making() as maker:
        maker.step("return", draft, "ghana", "denmark")
    again = out(ghana, draft)
    assert again != place
    for path in (f"/assistance/{draft}", "/desk", "/desk/requests"):
        assert "out for clearance" not in staff.get(path).text
