"""Reports, hiding, closing and moving comments, and what is new: who sees and does what."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.db import table
from app.discussion import moving, unread
from app.discussion.models import Comment, CommentMove, CommentRead, CommentReport
from app.discussion.reported import waiting
from app.discussion.rules import For, What
from app.mail.models import Letter
from app.notifications.models import Notice, Waiting

comment = table(Comment)
REASON = "It names a person"


@pytest.fixture
def say(browse):
    """Return a writer of comments that gives the id of what it wrote."""

    def say(item_id, who="denmark", text="Zebra words", **more: str):
        address = f"/practices/{item_id}/comments"
        answer = browse(who).post(address, {"comment": text, **more})
        return re.search(r"#c-(\w+)", answer.headers["location"])[1]

    return say


def rows(database, model, *where):
    with database.read() as conn:
        return conn.execute(select(table(model)).where(*where)).all()


def version(browse, here):
    return browse("editor").get(here).soup.select_one("aside [name=version]")["value"]


def test_a_report_goes_to_the_secretariat_and_its_author_never_learns(
    say, written, browse, database, cast
):
    item_id = written("ghana")
    made = say(item_id)
    here = f"/practices/{item_id}/comments/{made}"
    browse("timor").post(f"{here}/report", {"reason": " "}, status=422)
    browse("timor").post(f"{here}/report", {"reason": REASON})
    browse("timor").post(f"{here}/report", {"reason": f"{REASON}, twice"})
    browse("costa_rica").post(f"{here}/report", {"reason": REASON})
    browse("stranger").post(f"{here}/report", {"reason": REASON}, status=403)
    told = browse("timor").get(f"{here}?said=reported").words(".note [data-say]")
    assert told[0].startswith("Sent to the Secretariat, which decides.")

    assert len(rows(database, CommentReport)) == 2
    assert REASON in browse("editor").get(here).text
    for who in ("denmark", "timor", "ghana"):
        assert REASON not in browse(who).get(here).text, who
        with database.read() as conn:
            assert waiting(conn, cast[who].viewer, 5).number == 0
    with database.read() as conn:
        found = waiting(conn, cast["editor"].viewer, 5)
    assert (found.number, [(one.comment_id, one.reports) for one in found.found]) == (
        1, [(made, 2)],
    )  # fmt: skip
    assert [one.what for one in rows(database, Waiting)] == [What.REPORTED]
    browse("editor").post(f"{here}/keep", {"version": version(browse, here)})
    assert rows(database, Waiting) == []
    with database.read() as conn:
        assert waiting(conn, cast["editor"].viewer, 5).number == 0


def test_reports_wait_oldest_first_and_all_are_counted(say, written, browse, database, cast):
    item_id = written("ghana")
    made = [say(item_id, text=f"Words {n}") for n in range(3)]
    for one in (made[1], made[0], made[2]):
        browse("timor").post(f"/practices/{item_id}/comments/{one}/report", {"reason": REASON})
    with database.read() as conn:
        found = waiting(conn, cast["editor"].viewer, 2)
    assert (found.number, [one.comment_id for one in found.found]) == (3, [made[1], made[0]])


def test_a_hidden_comment_is_read_by_its_office_with_the_reason_and_by_nobody_else(
    say, written, browse, database
):
    item_id = written("ghana")
    made = say(item_id, text="Zebra words", asks="yes")
    answer = say(item_id, "ghana", "An answer", answers=made)
    here, there = f"/practices/{item_id}/comments/{made}", f"/practices/{item_id}"
    seen = version(browse, here)
    browse("ghana").post(f"{here}/hide", {"reason": REASON, "version": seen}, status=403)
    browse("editor").post(f"{here}/hide", {"reason": " ", "version": seen}, status=422)
    browse("editor").post(f"{here}/hide", {"reason": REASON, "version": seen})
    late = browse("administrator").post(
        f"{here}/hide", {"reason": "Mine", "version": seen}, status=409
    )
    assert late.soup.select(".note.stop")

    for who in ("ghana", "timor", "costa_rica"):
        for page in (browse(who).get(there), browse(who).get(here)):
            assert "Zebra words" not in page.text, who
            assert REASON not in page.text, who
            assert "Hidden by the Secretariat" in page.text, who
            assert "Zebra words" not in browse(who).get(f"{there}?quote={made}").text
    for who in ("denmark", "editor"):
        for page in (browse(who).get(there), browse(who).get(here)):
            assert "Zebra words" in page.text, who
            assert REASON in page.text, who
    for who in ("denmark", "editor", "ghana"):
        hits = browse(who).client.get("/api/v1/search", params={"q": "zebra"}).json()["hits"]
        assert hits == []
    assert browse("timor").get(there).soup.select(f"#c-{made} #c-{answer}")
    told = rows(database, Notice, table(Notice).c.what == What.HIDDEN)
    assert [one.label for one in told] == ["member:DNK"]
    assert all(REASON not in one.body for one in rows(database, Letter))

    browse("editor").post(f"{here}/show", {"version": "2"})
    assert "Zebra words" in browse("timor").get(there).text
    assert REASON not in browse("denmark").get(there).text
    hits = browse("timor").client.get("/api/v1/search", params={"q": "zebra"}).json()["hits"]
    assert [one["kind"] for one in hits] == ["comment"]


def test_its_office_takes_a_hidden_comment_back(say, written, browse):
    item_id = written("ghana")
    made = say(item_id)
    here = f"/practices/{item_id}/comments/{made}"
    browse("editor").post(f"{here}/hide", {"reason": REASON, "version": "1"})
    browse("denmark").post(f"{here}/take-back", {})
    for who in ("denmark", "editor"):
        page = browse(who).get(here)
        assert "Zebra words" not in page.text
        assert REASON not in page.text


def test_what_is_taken_back_no_longer_waits_as_reported(say, written, browse, database, cast):
    item_id = written("ghana")
    here = f"/practices/{item_id}/comments/{say(item_id)}"
    browse("timor").post(f"{here}/report", {"reason": REASON})
    browse("denmark").post(f"{here}/take-back", {})
    assert rows(database, Waiting) == []
    with database.read() as conn:
        assert waiting(conn, cast["editor"].viewer, 5).number == 0
    assert "Taken back" in browse("editor").get(here).words("aside .mute")[0]


def test_while_comments_are_closed_nobody_writes(say, written, browse):
    item_id = written("ghana")
    made = say(item_id)
    there, editor = f"/practices/{item_id}", browse("editor")
    browse("ghana").post(f"{there}/comments/lock", {"sentence": "Enough."}, status=403)
    editor.post(f"{there}/comments/lock", {"sentence": " "}, status=422)
    assert editor.post(f"{there}/comments/lock", {"sentence": "Enough."})
    editor.post(f"{there}/comments/lock", {"sentence": "Mine."}, status=409)
    page = browse("denmark").get(there)
    assert "Enough." in page.text
    assert page.soup.select("#c-comment") == []
    browse("denmark").post(f"{there}/comments", {"comment": "More"}, status=409)
    browse("denmark").post(
        f"{there}/comments/{made}/change",
        {"comment": "More", "version": "1", "language": "en"},
        status=409,
    )
    seen = editor.get(there).soup.select_one("#comments [name=seen]")["value"]
    editor.post(f"{there}/comments/unlock", {"seen": "another"}, status=409)
    editor.post(f"{there}/comments/unlock", {"seen": seen})
    editor.post(f"{there}/comments/unlock", {"seen": seen}, status=409)
    assert say(item_id, text="More")


def number_of(browse, item_id):
    return re.search(r"R2P/\d+/PRA/\d+", browse("editor").get(f"/practices/{item_id}").text)[0]


def test_a_comment_is_moved_with_its_answers_and_a_link_stays(say, written, browse, database):
    item_id, other = written("ghana", audience="public"), written("timor", audience="network")
    asked = say(item_id, text="Zebra words", asks="yes")
    answer = say(item_id, "costa_rica", "I ask too", answers=asked)
    stays = say(item_id, "costa_rica", "Another matter")
    form = {"number": number_of(browse, other), "version": "1"}
    here = f"/practices/{item_id}/comments/{asked}"
    browse("editor").post(f"{here}/move", form | {"number": "none"}, status=422)
    browse("ghana").post(f"{here}/move", form, status=403)
    browse("editor").post(f"{here}/move", form)
    browse("editor").post(f"{here}/move", form, status=404)

    page = browse("costa_rica").get(f"/practices/{other}").soup
    assert page.select(f"#c-{asked} #c-{answer}")
    old = browse("costa_rica").get(f"/practices/{item_id}").soup
    assert [one["id"] for one in old.select("article.say")] == [f"c-{stays}"]
    assert old.select(f"a[href='/practices/{other}?comment={asked}#c-{asked}']")
    hits = browse("costa_rica").client.get("/api/v1/search", params={"q": "zebra"}).json()["hits"]
    assert [hit["address"] for hit in hits] == [f"/practices/{other}?comment={asked}#c-{asked}"]
    assert [(one.label, one.what) for one in rows(database, Waiting)] == [
        ("member:TLS", What.ASKED)
    ]
    told = rows(database, Notice, table(Notice).c.what == What.MOVED)
    assert [(one.label, one.item_id) for one in told] == [("member:DNK", other)]

    back = {"number": number_of(browse, item_id), "version": "2"}
    browse("editor").post(f"/practices/{other}/comments/{asked}/move", back)
    assert [one.was_about for one in rows(database, CommentMove)] == [other]


def test_an_answer_is_moved_with_what_answers_it(say, written, browse):
    item_id, other = written("ghana"), written("timor")
    head = say(item_id, text="Head")
    one = say(item_id, "timor", "One", answers=head)
    beside = say(item_id, "costa_rica", "Beside", answers=head)
    under = say(item_id, "ghana", "Under", answers=one)
    form = {"number": number_of(browse, other), "version": "1"}
    browse("editor").post(f"/practices/{item_id}/comments/{one}/move", form)
    page = browse("denmark").get(f"/practices/{other}").soup
    assert page.select(f"#comments > #c-{one} #c-{under}")
    old = browse("denmark").get(f"/practices/{item_id}").soup
    assert [a["id"] for a in old.select("article.say")] == [f"c-{head}", f"c-{beside}"]


@pytest.mark.parametrize(
    "case",
    [
        ("public", "network", True),
        ("network", "public", True),
        ("network", "members:DNK", False),
        ("members:DNK", "network", True),  # what it is for stays, and they all read that one
        ("members:DNK,TLS", "members:DNK", False),
    ],
)
def test_nobody_reads_more_or_less_by_a_move(say, written, browse, database, case):
    one, other, fits = case
    item_id, target = written("ghana", audience=one), written("ghana", audience=other)
    made = say(item_id)
    form = {"number": number_of(browse, target), "version": "1"}
    answer = browse("editor").post(
        f"/practices/{item_id}/comments/{made}/move", form, status=303 if fits else 409
    )
    if not fits:
        assert answer.words(".note.stop [data-say]") == [moving.Elsewhere.message]
    (row,) = rows(database, Comment)
    assert row.about == (target if fits else item_id)


def test_what_is_new_is_marked_counted_and_marked_read(say, written, browse, database, cast):
    item_id = written("ghana")
    say(item_id, "timor", "One")
    quiet = say(item_id, "timor", "For staff", readers=For.SECRETARIAT)
    denmark, there = browse("denmark"), f"/practices/{item_id}"
    page = denmark.get(there)
    assert page.words("#comments .tag.new") == ["New"]
    assert page.words("#comments form strong")[0] == "1 new"
    until = page.soup.select_one("#comments [name=until]")["value"]
    denmark.post(f"{there}/comments/read", {"until": "nonsense"}, status=400)
    denmark.post(f"{there}/comments/read", {"until": until})
    page = denmark.get(there)
    assert page.words("#comments .tag.new") == []
    assert quiet not in page.text

    say(item_id, "timor", "Two")
    say(item_id, "timor", "For staff too", readers=For.SECRETARIAT)
    assert denmark.get(there).words("#comments form strong")[0] == "1 new"
    with database.read() as conn:
        assert unread.counts(conn, cast["denmark"].viewer) == {item_id: 1}
        assert unread.counts(conn, cast["costa_rica"].viewer) == {}
        assert unread.counts(conn, cast["ghana"].viewer) == {item_id: 2}
        assert unread.counts(conn, cast["timor"].viewer) == {}
    home = denmark.get("/home")
    assert home.soup.select(f"#h-talk ~ * a[href='{there}#h-comments']")
    assert denmark.get("/home").words("#h-talk ~ * li .meta") == ["1 new"]


def test_the_list_says_of_each_practice_what_is_new_to_whoever_reads_it(say, written, browse):
    busy, still = written("ghana"), written("ghana", title="Nothing said")
    say(busy, "denmark", "Mine: so it was read")
    say(busy, "timor", "One")
    say(busy, "timor", "For staff", readers=For.SECRETARIAT)

    def news(who: str) -> dict[str, list[str]]:
        rows = browse(who).get("/practices").soup.select("#practices .rows > li")
        return {row.a["href"][-12:]: [one.text for one in row.select(".meta b")] for row in rows}

    assert news("denmark") == {busy: ["1 new comment"], still: []}
    assert news("ghana") == {busy: ["2 new comments"], still: []}, "it owns both"
    assert news("costa_rica") == {busy: [], still: []}, "it was never there"
    assert "<!--" not in browse("denmark").get("/practices").soup.select_one("#practices").decode()
    say(busy, "denmark", "Writing is reading")
    assert news("denmark") == {busy: [], still: []}


def test_what_happened_by_a_comment_leads_to_it(say, written, browse):
    item_id = written("ghana")
    said = say(item_id, "timor", "One")
    rows = browse("ghana").get("/home").soup.select("[aria-labelledby=h-news] li h3 a")
    assert rows[0]["href"] == f"/practices/{item_id}?comment={said}#c-{said}"


def test_writing_marks_as_read_and_an_earlier_moment_never_unmarks(say, written, browse, database):
    item_id = written("ghana")
    say(item_id, "timor", "One")
    say(item_id, "denmark", "Two")
    denmark, there = browse("denmark"), f"/practices/{item_id}"
    assert denmark.get(there).words("#comments .tag.new") == []
    early = datetime(2020, 1, 1, tzinfo=UTC).isoformat()
    denmark.post(f"{there}/comments/read", {"until": early})
    assert denmark.get(there).words("#comments .tag.new") == []
    later = (clock.now() + timedelta(days=400)).isoformat()
    denmark.post(f"{there}/comments/read", {"until": later})
    assert all(one.until <= clock.now() for one in rows(database, CommentRead))


def test_what_is_hidden_or_withdrawn_is_never_counted(say, written, browse, database, cast):
    item_id = written("ghana")
    made = say(item_id, "timor", "One")
    browse("editor").post(
        f"/practices/{item_id}/comments/{made}/hide", {"reason": REASON, "version": "1"}
    )
    with database.read() as conn:
        assert unread.counts(conn, cast["ghana"].viewer) == {}
    assert browse("ghana").get(f"/practices/{item_id}").words("#comments .tag.new") == []
