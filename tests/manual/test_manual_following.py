"""What changed since somebody last read, kept for that person alone; and receipts of members."""

import json
from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from sqlalchemy import select, update

from app.account import taking_out
from app.audit.models import AuditRecord
from app.core.db import table
from app.directory.models import Appointment
from app.manual.following import marks, receipts
from app.manual.following.marks import Mark, Marks
from app.manual.following.models import ManualRead, ManualReceipt, ManualUnmarked
from app.manual.following.news import BlockNews, ChapterNews, news
from app.manual.models import EditionBlock, EditionNote
from app.manual.publishing import correcting
from app.manual.rules import Note
from app.notifications.post import Post
from tests.support.ordering import saved

pytestmark = pytest.mark.usefixtures("manual")
YOU = "/manual/{}/en/beginning/you"
HERE = "/manual/reading"
SINCE = "#yours h2 ~ .links li"


@pytest.fixture
def kept(database, cast):
    """Return who read which chapter in which edition, and in which before."""
    names = {one.viewer.person_id: name for name, one in cast.items()}
    rows = table(ManualRead)

    def found() -> dict[tuple[str, str], tuple[int, int | None]]:
        with database.read() as conn:
            asked = select(rows.c.person_id, rows.c.chapter_id, rows.c.edition, rows.c.before)
            return {(names[r[0]], r[1]): (r[2], r[3]) for r in conn.execute(asked)}

    return found


@pytest.fixture
def second(browse, publish, filled):
    """Edition 2, published after Ghana read two chapters of the first, and Denmark none."""
    for path in (YOU.format(1), "/manual/1/en/going-on/you"):
        browse("ghana").get(path)
    form = filled("beginning")
    text = form["text"].replace("1. Write it.\n2. Send it.", "1. Write it.\n2. Seal it.")
    text = text.replace("See [Going on](chapter:going-on).", "It helps.") + "\n\nA new thought."
    text = text.replace("\n\n| Line | Who |\n| --- | --- |\n| Name | The minister |", "")
    browse("editor").post("/manual/edit/beginning", {**form, "text": text})
    publish()


@pytest.mark.usefixtures("second")
def test_each_reader_sees_what_changed_since_the_own_last_reading(browse, kept):
    assert kept() == {("ghana", "chapterone22"): (1, None), ("ghana", "chaptertwo22"): (1, None)}

    page = browse("ghana").get(YOU.format(2))
    assert "You last read this chapter in edition 1." in page.text
    said = page.words(SINCE)
    assert said[:2] == ["Paragraph 1.2 was reworded", "Paragraph 1.3 was reworded"]
    assert said[2].endswith("is new")
    assert said[3:] == ["One paragraph was removed."]
    hrefs = [a["href"] for a in page.soup.select(f"{SINCE} a")]
    assert hrefs[0] == "/manual/compare/1/2/block/p2bbbbbb"
    assert "helps" in browse("ghana").get(hrefs[0]).text
    for href in hrefs[1:]:
        browse("ghana").get(href)
    whole = page.soup.select_one("#yours a[href*=compare]")["href"]
    assert whole == "/manual/compare/1/2?chapter=beginning"
    assert kept()["ghana", "chapterone22"] == (2, 1)

    again = browse("ghana").get(YOU.format(2))
    assert again.words(SINCE) == said
    assert browse("ghana").get(YOU.format(1)).words(SINCE) == []
    assert kept()["ghana", "chapterone22"] == (2, 1)
    same = browse("ghana").get("/manual/2/en/going-on/you")
    assert "Nothing changed in this chapter since you read it in edition 1." in same.text
    for who in ("denmark", "nobody"):
        assert "You last read" not in browse(who).get(YOU.format(2)).text
    assert {who for who, _ in kept()} == {"ghana", "denmark"}


@pytest.mark.usefixtures("second")
def test_a_page_lists_all_chapters_and_is_ones_own(browse):
    page = browse("ghana").get(HERE)
    rows = [row.get_text(" ", strip=True) for row in page.soup.select(".rows > li")]

    assert [row.partition("For")[0] for row in rows] == [
        (
            "1 Beginning 4 paragraphs changed since you read it in edition 1."
            " See what changed Beginning"
        ),
        "2 Going on Nothing changed since you read it in edition 1.",
        "A Glossary You have not opened it yet.",
    ]
    assert browse("denmark").get(HERE).text.count("You have not opened it yet.") == 3
    assert browse("nobody").get(HERE, status=303).location.startswith("/sign-in")


def test_a_paragraph_that_moved_between_chapters_one_has_read_is_no_news(database):
    """The second edition is written as far as is read here, and never closed or kept."""
    rows = table(EditionBlock)
    read = Marks(True, {key: Mark(1, None) for key in ("chapterone22", "chaptertwo22")})
    of_one = Marks(True, {"chapterone22": Mark(1, None)})
    with database.engine.connect() as conn:
        for row in conn.execute(select(rows).where(rows.c.edition == 1)).mappings().all():
            moved = {"chapter_id": "chapterone22", "position": 99, "number": "1.9"}
            to = moved if row["block_id"] == "p2cccccc" else {}
            if row["block_id"] != "l2aaaaaa":
                conn.execute(rows.insert().values({**row, "edition": 2, **to}))
        both = news(conn, read, 2, ["chapterone22", "chaptertwo22", "glossarry222"])
        alone = news(conn, of_one, 2, ["chapterone22", "chaptertwo22"])
        conn.rollback()

    assert both == {
        "chapterone22": ChapterNews(1, [], gone=1),
        "chaptertwo22": ChapterNews(1, [], gone=0),
    }
    assert alone == {
        "chapterone22": ChapterNews(1, [BlockNews("p2cccccc", "1.9", 1, new=True)], gone=1)
    }


@pytest.mark.usefixtures("second")
def test_nothing_is_kept_of_whoever_wants_that(browse, database, kept):
    ghana = browse("ghana")
    browse("denmark").get(YOU.format(1))
    off = ghana.post(HERE, {"keep": "no"})
    assert off.location == f"{HERE}?chosen=1"
    assert {who for who, _ in kept()} == {"denmark"}
    assert ghana.get(YOU.format(2)).words(SINCE) == []
    assert {who for who, _ in kept()} == {"denmark"}
    assert "Nothing is kept of what you read" in ghana.get(HERE).text
    ghana.post(HERE, {"keep": "no"})
    with database.read() as conn:
        assert len(conn.execute(select(table(ManualUnmarked))).all()) == 1

    ghana.post(HERE, {"keep": "maybe"}, status=400)
    ghana.post(HERE, {"keep": "yes"})
    ghana.get(YOU.format(2))
    ghana.post(HERE, {"keep": "yes"})
    assert kept()["ghana", "chapterone22"] == (2, None)


@pytest.mark.usefixtures("second")
def test_it_is_in_ones_data_and_goes_with_the_account(browse, database, cast, kept):
    found = json.loads(saved(browse("ghana")).text)
    assert [(r["chapter_id"], r["edition"], r["before"]) for r in found["manual_read"]] == [
        ("chapterone22", 1, None),
        ("chaptertwo22", 1, None),
    ]
    assert found["manual_unmarked"] == []
    browse("denmark").get(YOU.format(1))
    with database.unit_of_work() as db:
        taking_out.forget(db, cast["ghana"].viewer.person_id)
    assert {who for who, _ in kept()} == {"denmark"}


def test_who_came_to_read_only_leaves_no_mark(cast):
    weak = cast["ghana"].viewer.__class__(cast["ghana"].viewer.person_id, reads_only=True)
    assert marks.reader_of(weak) is None
    assert marks.reader_of(cast["ghana"].viewer) == cast["ghana"].viewer.person_id


def test_a_member_says_once_that_it_received_an_edition(browse, database):
    where = "/manual/1/received"
    page = browse("ghana").get(where)
    assert page.words(".lede") == ["Received: this expresses no agreement."]
    assert browse("ghana").post(where).location == where
    browse("ghana_alternate").post(where)

    for who in ("ghana", "ghana_alternate"):
        told = browse(who).get(where)
        assert "received this edition: said on" in told.text
        assert told.soup.select(f"form[action='{where}']") == []
    assert browse("denmark").get(where).soup.select(f"form[action='{where}']") != []
    audit = table(AuditRecord)
    with database.read() as conn:
        said = conn.execute(
            select(audit.c.detail).where(audit.c.event == "manual:edition:received")
        ).scalars()
        assert list(said) == ['{"number": 1}']
        assert [r.member for r in conn.execute(select(table(ManualReceipt)))] == ["GHA"]
    browse("editor").get(where, status=403)
    browse("editor").post(where, status=403)
    browse("ghana").get("/manual/9/received", status=404)
    browse("ghana").post("/manual/9/received", status=404)


def test_the_secretariat_sees_coverage_by_name_and_nobody_else(browse):
    for who in ("timor", "ghana"):
        browse(who).post("/manual/1/received")
    page = browse("administrator").get("/manual/1/coverage")

    assert page.words(".lede")[0].startswith("2 members of 5 that have a Focal Point")
    names = [
        [li.get_text() for li in part.select("li")]
        for part in page.soup.select("section[aria-labelledby]")
        if part.select_one("h2").get_text() in {"Received", "Nothing said yet"}
    ]
    assert names[0] == ["Ghana", "Timor-Leste"]
    assert names[1] == sorted(names[1])
    assert len(names[1]) == 3
    browse("ghana").get("/manual/1/coverage", status=403)
    assert browse("nobody").get("/manual/1/coverage", status=303).location.startswith("/sign-in")


def test_who_lost_the_office_meanwhile_says_nothing(database, cast):
    viewer = cast["ghana"].viewer
    with database.unit_of_work() as db:
        own = table(Appointment).c.person_id == viewer.person_id
        db.execute(update(table(Appointment)).where(own).values(stage="revoked"))
    with pytest.raises(Exception, match="changed hands"), database.unit_of_work() as db:
        receipts.receive(db, viewer, 1, is_sqlite=database.is_sqlite)
    with database.read() as conn:
        assert conn.execute(select(table(ManualReceipt))).all() == []


def test_a_withdrawn_edition_is_not_received_any_more(browse, publish, rewrite):
    rewrite("Send it.", "Seal it.")
    publish()
    rewrite("Seal it.", "Stamp it.")
    publish()
    browse("editor").post("/manual/editions/2/withdraw", {"reason": "Wrong."})
    for who in ("administrator",):
        waits = browse(who).get("/manual/editions/2").soup.select_one("a[href*=submissions]")
        if waits:
            browse(who).post(f"{waits['href']}/agree")

    page = browse("ghana").get("/manual/2/received")
    assert page.soup.select("form[action='/manual/2/received']") == []
    again = browse("ghana").post("/manual/2/received", status=409)
    assert "This edition was withdrawn." in again.text


def test_who_receives_an_edition_waits_for_who_withdraws_it(
    publish, rewrite, database, cast, portal
):
    rewrite("Send it.", "Send it today.")
    publish()
    post, editor, ghana = Post.of(portal), cast["editor"].viewer, cast["ghana"].viewer

    def receive() -> None:
        with database.unit_of_work() as db:
            receipts.receive(db, ghana, 2, is_sqlite=database.is_sqlite)

    with ThreadPoolExecutor(1) as pool:
        with database.unit_of_work() as db:
            note = EditionNote(edition=2, kind=Note.WITHDRAWAL, text="It names somebody.")
            correcting.withdraw(db, editor, note, post)
            waits = pool.submit(receive)
            assert wait([waits], timeout=0.5).done == set()
        with pytest.raises(receipts.WithdrawnMeanwhile):
            waits.result()
    with database.read() as conn:
        assert conn.execute(select(table(ManualReceipt))).all() == []
