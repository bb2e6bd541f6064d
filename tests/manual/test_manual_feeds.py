"""Feeds of the manual and of each chapter, and letters that say what an edition changed."""

from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import select

from app.core import clock, i18n
from app.core.db import table
from app.digests.sending import send_due
from app.mail.models import Letter
from app.manual import queries
from app.manual.following import telling
from app.manual.following.telling import Letters, Part, before, shortened
from app.manual.rules import Note
from app.manual.values import Remark
from app.notifications import choices
from app.notifications.choices import Choices
from app.notifications.classes import How, NoticeClass

pytestmark = pytest.mark.usefixtures("manual")
FEED = "/manual/feed/en"
ATOM = "{http://www.w3.org/2005/Atom}"
LINES = [
    "What changed since edition 1:",
    "Chapter 1, Beginning",
    "- Paragraph 1.4 reworded. “Send” became “Seal <b> &”.",
    "All of it, word by word: http://testserver/manual/compare/1/2",
]


@pytest.fixture
def second(rewrite, publish):
    """Edition 2, in which one chapter says something else."""
    rewrite("2. Send it.", "2. Seal <b> & it.")
    publish("Said <more> & better.")


def entries(browse, path: str) -> list[dict[str, str]]:
    """Return the entries of a feed that a strict reader of XML takes."""
    answer = browse().get(path)
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(answer.text)  # noqa: S314 - our own answer
    assert feed.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated", "author"):
        assert feed.find(f"{ATOM}{name}") is not None
    found = [
        {name: one.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated", "content")}
        for one in feed.findall(f"{ATOM}entry")
    ]
    assert max(one["updated"] for one in found) == feed.findtext(f"{ATOM}updated")
    return found


@pytest.mark.usefixtures("second")
def test_the_feed_says_of_each_edition_what_it_changed(browse):
    two, one = entries(browse, FEED)

    assert (two["id"], two["title"]) == ("http://testserver/manual/2", "Edition 2")
    assert "<p>Said &lt;more&gt; &amp; better.</p>" in two["content"]
    assert "<h3>Chapter 1, Beginning</h3>" in two["content"]
    assert "“Seal &lt;b&gt; &amp;”" in two["content"]
    assert 'href="http://testserver/manual/compare/1/2"' in two["content"]
    assert one["id"] == "http://testserver/manual/1"
    assert "<h3>" not in one["content"]


@pytest.mark.usefixtures("second")
def test_a_chapter_has_a_feed_of_its_own_changes_alone(browse):
    ids = [one["id"] for one in entries(browse, f"{FEED}/beginning")]
    assert ids == [
        "http://testserver/manual/2/en/beginning",
        "http://testserver/manual/1/en/beginning",
    ]
    assert [one["id"] for one in entries(browse, f"{FEED}/going-on")] == [
        "http://testserver/manual/1/en/going-on"
    ]
    assert "Paragraphe 1.4 reformulé" in entries(browse, "/manual/feed/fr/beginning")[0]["content"]
    for path in ("/manual/feed/xx", f"{FEED}/nothing", "/manual/feed/en/beginning/more"):
        browse().get(path, status=404)


@pytest.mark.usefixtures("second")
def test_a_withdrawal_shows_in_the_feed_and_a_reader_who_has_it_is_told_so(browse, monkeypatch):
    monkeypatch.setattr("app.manual.shelf.ASK_EVERY", 0)
    client = browse().client
    etag = client.get(FEED).headers["etag"]
    again = client.get(FEED, headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["cache-control"] == "no-cache"

    sent = {"kind": "erratum", "text": "It is <Friday>."}
    browse("editor").post("/manual/editions/2/correct", sent)
    assert client.get(FEED, headers={"if-none-match": etag}).status_code == 200
    two, _ = entries(browse, FEED)
    assert "An erratum was added: It is &lt;Friday&gt;." in two["content"]


def test_the_pages_lead_to_their_feeds(browse):
    for path, feed in (("/manual", FEED), ("/manual/1/en/beginning", f"{FEED}/beginning")):
        page = browse().get(path).soup
        assert [one["href"] for one in page.select("link[rel=alternate]")] == [feed]
        assert page.select(f"main a[href='{feed}']") != []


@pytest.mark.parametrize("how", [How.NOW, How.DAILY])
def test_a_letter_has_the_redline_inside(portal, cast, rewrite, publish, how):
    ghana, database = cast["ghana"].viewer, portal.db
    with database.unit_of_work() as db:
        hows = {one: how if one == NoticeClass.MANUAL else How.OFF for one in NoticeClass}
        choices.keep(db, ghana, ghana.person_id, Choices(hows))
    rewrite("2. Send it.", "2. Seal <b> & it.")
    publish()
    with clock.moved(timedelta(days=2)):
        send_due(portal)
    letter = table(Letter)
    with database.read() as conn:
        rows = conn.execute(select(letter.c.body).where(letter.c.person_id == ghana.person_id))
        (body,) = rows.scalars()
    said = [line.strip() for line in body.splitlines()]
    start = said.index(LINES[0])
    assert said[start : start + len(LINES)] == LINES
    public = "The manual is public: what changed in it is said here."
    assert (public in said) == (how == How.DAILY)


@pytest.mark.usefixtures("second")
def test_letters_work_it_out_once_for_each_language_and_nothing_for_the_first(
    database, monkeypatch
):
    asked = []
    between = telling.changes.between
    monkeypatch.setattr(
        telling.changes, "between", lambda *given: asked.append(given) or between(*given)
    )
    with database.read() as conn:
        letters = Letters(conn, "http://testserver")
        two, one = queries.editions(conn)
        assert letters.of_item(two.item_id) == letters.of_edition(2) == LINES
        with i18n.use_language("fr"):
            assert letters.of_edition(2) == letters.of_edition(2) != LINES
        assert letters.of_item(one.item_id) == []
        assert letters.of_item("nothing") == ()
    assert len(asked) == 1


def test_what_has_no_room_is_counted():
    long = [Part("One", [str(n) for n in range(39)]), Part("Two", ["a", "b"]), Part("Three", ["c"])]

    kept, more = shortened(long)
    assert ([len(one.lines) for one in kept], more) == ([39, 1], 2)
    assert shortened(long[:1]) == (long[:1], 0)
    assert telling.unsaid(1) == "One more change is not listed here."


def test_what_was_withdrawn_is_nothing_to_compare_with(database, rewrite, publish):
    for old, new in (("Send it.", "Seal it."), ("Seal it.", "Stamp it.")):
        rewrite(old, new)
        publish()
    with database.read() as conn:
        editions = queries.editions(conn)
    assert [before(editions, one.number) for one in editions] == [2, 1, None]
    gone = Remark(Note.WITHDRAWAL, "Wrong.", clock.now())
    editions = [editions[0], replace(editions[1], remarks=(gone,)), editions[2]]
    assert [before(editions, one.number) for one in editions] == [1, 1, None]
