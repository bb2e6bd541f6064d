"""What goes wrong by accident or on purpose: a sentence, a 4xx, nothing lost and nothing leaked."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from app.core import clock
from app.core.db import table
from app.directory.models import OrganisationMember
from app.items.models import Item
from app.mail.models import Letter
from app.practices.rules import Stage
from tests.practices.test_practice_change import rows, stage_of
from tests.support.people import brought_in

LONG = 100_000
BAIT = {
    "one letter": "a" * LONG,
    "brackets": "[" * LONG,
    "parentheses": "((a+)+)+$" * (LONG // 9),
    "emphasis": "*a _b " * (LONG // 6),
    "links": "[a](" * (LONG // 4),
    "spaces": ("a" + " " * 9) * (LONG // 10),
    "marks": "e\u0301" * (LONG // 2),
    "quotes": '"a ' * (LONG // 3),
    "ticks": "`" * LONG,
    "addresses": "http://a.a" + ".a" * (LONG // 2),
    "ats": "@a" * (LONG // 2),
}
SLOW = 20.0
"""Seconds, on a machine with much else to do; what grows by squares takes minutes."""
belongs, item = table(OrganisationMember), table(Item)


def fields(page) -> list[str]:
    """Return the names of what somebody types into the last form of the main part."""
    typed = "main form[method=post] textarea, main form[method=post] input[type=text]"
    return list(dict.fromkeys(one["name"] for one in page.soup.select(typed)))


@pytest.mark.long
@pytest.mark.parametrize("bait", list(BAIT))
def test_bait_of_100_kb_in_every_field_is_answered_in_time(browse, written, database, bait):
    made = written("ghana", Stage.DRAFT)
    ghana = browse("ghana")
    for step in ("what", "how", "learned", "readers"):
        address = f"/practices/{made}/edit/{step}"
        names = fields(ghana.get(address))
        assert names
        for name in names:
            began = time.monotonic()
            sent = {"csrf": ghana.token, "version": "1", "themes": "other", "language": "en"}
            answer = ghana.client.post(
                address, data={**sent, name: BAIT[bait]}, follow_redirects=False
            )
            assert time.monotonic() - began < SLOW, (step, name)
            assert answer.status_code in {413, 422}, (step, name)
            assert "<h1" in answer.text, (step, name)
    assert stage_of(database, made) == (Stage.DRAFT, "1")


@pytest.mark.long
@pytest.mark.parametrize("bait", list(BAIT))
def test_bait_in_what_is_said_and_searched(browse, written, database, bait):
    made = written("ghana", audience="network")
    was = stage_of(database, made)
    editor, denmark = browse("editor"), browse("denmark")
    for browser, place, name in (
        (denmark, "comments", "comment"),
        (editor, "hide", "reason"),
        (editor, "comments/lock", "sentence"),
        (browse("ghana"), "retire", "reason"),
    ):
        began = time.monotonic()
        sent = {"csrf": browser.token, "version": was[1], name: BAIT[bait]}
        answer = browser.client.post(
            f"/practices/{made}/{place}", data=sent, follow_redirects=False
        )
        assert time.monotonic() - began < SLOW, place
        assert answer.status_code in {413, 422}, place
    for address in ("/practices", "/search"):
        began = time.monotonic()
        found = denmark.client.get(address, params={"q": BAIT[bait][:4000]})
        assert time.monotonic() - began < SLOW, address
        assert found.status_code in {200, 400, 414, 422}, address
    assert stage_of(database, made) == was
    assert rows(database, Item, "kind") == [("practice",)]


def both(*presses):
    """Do two presses at the same moment; return the statuses, the lower one first."""
    with ThreadPoolExecutor(len(presses)) as at_once:
        found = [at_once.submit(one) for one in presses]
        return sorted(one.result() for one in found)


def press(browser, place: str, **said: str):
    """Return a press that sends a form and gives the status."""

    def send() -> int:
        sent = {"csrf": browser.token, **said}
        return browser.client.post(place, data=sent, follow_redirects=False).status_code

    return send


def test_two_moderators_at_once_answer_once(browse, written, database):
    made = written("ghana", Stage.SUBMITTED)
    one, other = browse("editor"), browse("administrator")
    assert [one.token != "", other.token != ""] == [True, True]
    with database.unit_of_work() as db:
        db.execute(table(Letter).delete())
    here = f"/practices/{made}"
    found = both(
        press(one, f"{here}/publish", version="2"),
        press(other, f"{here}/return", version="2", reason="Because."),
    )
    assert found == [303, 409]
    stage, version = stage_of(database, made)
    assert (stage in {Stage.PUBLISHED, Stage.RETURNED}, version) == (True, "3")
    subjects = {subject.split(":")[0] for (subject,) in rows(database, Letter, "subject")}
    expected = {
        Stage.PUBLISHED: "Your practice is published",
        Stage.RETURNED: "Your practice came back with a reason",
    }
    assert subjects & set(expected.values()) == {expected[stage]}


def test_two_moderators_at_once_hide_a_comment_once(browse, written):
    made = written("ghana")
    said = browse("denmark").post(f"/practices/{made}/comments", {"comment": "Zebra words"})
    comment = re.search(r"#c-(\w+)", said.headers["location"])[1]
    here = f"/practices/{made}/comments/{comment}"
    one, other = browse("editor"), browse("administrator")
    number = one.get(here).soup.select_one("aside [name=version]")["value"]
    assert other.token
    found = both(
        press(one, f"{here}/hide", version=number, reason="First."),
        press(other, f"{here}/hide", version=number, reason="Second."),
    )
    assert found == [303, 409]
    page = browse("denmark").get(here)
    assert ("First." in page.text) is not ("Second." in page.text)
    assert "Zebra words" not in browse("ghana").get(f"/practices/{made}").text


def test_a_set_of_readers_that_is_emptied_is_read_by_nobody_of_it(browse, written, database):
    with database.unit_of_work() as db:
        since = clock.today() - timedelta(days=9)
        line = {"organisation": "EU", "member": "DNK", "starts": since, "source": "A list"}
        db.execute(belongs.delete())
        db.execute(insert(belongs).values({**line, "as_of": since}))
    made = written("ghana", audience="organisation:EU", title="Zebra crossing")
    here = f"/practices/{made}"
    browse("denmark").get(here)
    with database.unit_of_work() as db:
        db.execute(update(belongs).values(ends=clock.today() - timedelta(days=1)))

    browse("denmark").get(here, status=404)
    browse("costa_rica").get(here, status=404)
    for address in ("/practices", "/search?q=zebra", "/api/v1/practices"):
        assert "Zebra crossing" not in browse("denmark").get(address).text
    for who in ("ghana", "editor"):
        assert browse(who).get(here).words("h1") == ["Zebra crossing"]
    browse("ghana").post(f"{here}/comments", {"comment": "Is anybody there?"})
    assert "Is anybody there?" in browse("editor").get(here).text
    browse("ghana").get(f"{here}/readers")
    assert stage_of(database, made)[0] == Stage.PUBLISHED


def test_a_member_that_leaves_loses_nothing_and_reads_nothing_more(browse, written, database, cast):
    kept, draft = written("ghana", title="Zebra crossing"), written("ghana", Stage.DRAFT)
    chosen = written("denmark", audience="members:GHA", title="For Ghana alone")
    ghana, colleague = browse("ghana"), browse("ghana_alternate")
    for browser in (ghana, colleague):
        browser.get(f"/practices/{chosen}")
    said = ghana.post(f"/practices/{kept}/comments", {"comment": "Ours"})
    assert said.location
    with database.unit_of_work() as db:
        for who in ("ghana", "ghana_alternate"):
            brought_in(db, cast[who], ends=clock.today() - timedelta(days=1))

    for browser in (ghana, colleague):
        for item_id in (chosen, draft, kept):
            status = browser.client.get(f"/practices/{item_id}", follow_redirects=False).status_code
            assert status in {303, 404}
        page = browser.client.post(
            f"/practices/{draft}/withdraw", data={"csrf": browser.token, "version": "1"},
            follow_redirects=False,
        )  # fmt: skip
        assert page.status_code in {303, 401, 403, 404}
    assert stage_of(database, draft) == (Stage.DRAFT, "1")
    page = browse("denmark").get(f"/practices/{kept}")
    assert page.words("h1") == ["Zebra crossing"]
    assert "Ours" in page.text
    asks = {"comment": "Does it still work?", "asks": "yes"}
    browse("denmark").post(f"/practices/{kept}/comments", asks)
    assert browse("editor").get(f"/practices/{chosen}").words("h1") == ["For Ghana alone"]
    with database.read() as conn:
        owned = select(item.c.id).where(item.c.id.in_((kept, draft, chosen)))
        assert len(conn.execute(owned).all()) == 3
