"""Comments on paragraphs of the manual: they outlive edits, merges and splits, and are members'."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import delete, event, func, select

from app.access.viewer import OfficeKind
from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.directory.models import Appointment, MissionReading
from app.discussion.forms import Written
from app.discussion.models import Comment
from app.items.models import Revision
from app.mail.models import Letter
from app.manual.discussing import actions, remarks, rules
from app.manual.discussing.forms import Said
from app.manual.discussing.heirs import Lines, heirs
from app.manual.discussing.spot import spot
from app.manual.meaning import NoPosition, Stance
from app.notifications.models import DigestLine
from app.notifications.post import Post
from tests.support.people import settle_as

BLOCK = "/manual/discuss/p2aaaaaa"
OTHER = "/manual/discuss/p2bbbbbb"
TITLE = "¶ 1.1: An office begins with a letter."
SAID = "Is a *note* enough?"


@pytest.fixture
def say(browse, manual) -> Callable[..., str]:  # noqa: ARG001 - the manual is there
    """Return how somebody comments on a paragraph; the id of the comment comes back."""

    def made(who: str = "ghana", where: str = BLOCK, **sent: str) -> str:
        answer = saying(browse(who), where, 303, **sent)
        return answer.location.partition("comment=")[2][:12]

    return made


def saying(browser, where: str, status: int, **sent: str):
    """Open a discussion and write a comment."""
    seen = browser.get(where).soup.select_one("input[name=seen]")["value"]
    return browser.post(where, {"comment": SAID, "seen": seen, **sent}, status=status)


def publish(browse, submit) -> None:
    """Let the draft become the next edition by two people."""
    browse("administrator").post(f"{submit().location}/agree", status=303)


def said(page, selector: str = "#comments") -> list[str]:
    return page.words(f"{selector} .say > div > div")


def arrange(browse, section: str, **sent: str) -> None:
    """Split or put together paragraphs as the editor does."""
    editor = browse("editor")
    where = f"/manual/edit/beginning/sections/{section}/arrange"
    found = editor.get(where).soup.select_one("main form input[name=version]")
    editor.post(where, {"version": found["value"], **sent}, status=303)


def test_a_thread_is_begun_answered_and_read_by_members_alone(browse, manual, say):
    ghana, denmark = browse("ghana"), browse("denmark")
    empty = ghana.get(BLOCK)
    assert empty.words("h1") == [TITLE]
    assert said(empty) == []
    first = say(stance="position")
    with manual.read() as conn:
        assert conn.execute(select(func.count()).select_from(table(Comment))).scalar() == 1
    page = denmark.get(BLOCK)
    assert said(page) == ["Is a note enough?"]
    assert page.words("#comments .say .meta span") == [
        "On ¶ 1.1 of edition 1",
        "Position of the government",
    ]
    link = page.soup.select_one(f"#c-{first} a[href*=answer]")["href"]
    chosen = denmark.get(link).soup.select_one("#c-answers option[selected]")
    assert chosen["value"] == first
    second = say("denmark", answers=first, comment="A letter, we think.")
    third = say("editor", answers=second, comment="A letter it is.")
    page = ghana.get(f"{BLOCK}?comment={third}")
    nested = [one["id"] for one in page.soup.select(f"#c-{first} .say")]
    assert nested == [f"c-{second}", f"c-{third}"]
    assert "expert" in page.words(f"#c-{second} .meta")[1]
    assert "expert" not in page.words(f"#c-{third} .meta")[1]

    for where in (BLOCK, "/manual/discuss/p2zzzzzz", "/manual/comments", "/manual/discuss"):
        browse("stranger").get(where, status=403)
    public = browse()
    public.get("/manual/comments", status=303)
    for nowhere in ("p2zzzzzz", "none"):
        assert "nobody commented" in ghana.get(f"/manual/discuss/{nowhere}", status=404).text
    assert "note" in ghana.get("/search?q=note+enough").soup.select_one("main").get_text()
    assert public.get("/search?q=note+enough").soup.select(f"a[href*='{BLOCK}']") == []
    assert [a["href"] for a in ghana.get("/search?q=enough").soup.select("main .title a")] == [
        f"{BLOCK}?comment={first}#c-{first}"
    ]


@pytest.mark.parametrize("where", ["discuss", "suggest"])
@pytest.mark.usefixtures("manual")
def test_a_paragraph_is_shown_with_its_notes_as_readers_see_it(browse, where):
    page = browse("ghana").get(f"/manual/{where}/p2aaaaaa")
    assert page.words(".band sup a") == ["1"]
    assert page.soup.select_one(".band .notes a[href='https://example.org/letter']") is not None
    assert "[^" not in page.soup.select_one(".band").get_text()


def test_those_who_take_part_and_the_secretariat_are_told(browse, manual, say):
    say()
    say("denmark", comment="We ask the same.")
    new = "There is a new comment on a paragraph of the manual."
    for who, times in (("ghana", 1), ("denmark", 0), ("editor", 2)):
        told = browse(who).get("/home").words("section .rows p")
        assert told.count(new) == times, who
    with manual.read() as conn:
        lines = conn.execute(select(table(DigestLine).c.what)).scalars().all()
        assert set(lines) == {"manual-commented"}
        now = conn.execute(select(table(Letter).c.body)).scalars().all()
    assert all("note" not in body for body in now)
    for code in rules.What:
        assert code in rules.NOTICES


def test_the_own_comment_is_changed_and_taken_back_and_leaves_a_trace(browse, manual, say):
    first = say()
    say("denmark", answers=first, comment="An answer.")
    own = f"{BLOCK}/comments/{first}"
    ghana, denmark = browse("ghana"), browse("denmark")
    assert denmark.get(BLOCK).soup.select(f"a[href='{own}']") == []
    for act in ("", "/take-back"):
        denmark.post(f"{own}{act}", {"comment": "Mine."}, status=403)
    denmark.get(own, status=403)
    ghana.get(f"{OTHER}/comments/{first}", status=404)
    alternate = browse("ghana_alternate")
    version = alternate.get(own).soup.select_one("[name=version]")["value"]
    bare = alternate.post(own, {"comment": " ", "version": version}, status=422)
    assert bare.words(".problem li") == ["Write your comment first."]
    alternate.post(own, {"comment": "Is a seal enough?", "version": version}, status=303)
    late = ghana.post(own, {"comment": "Late words.", "version": version}, status=409)
    assert "Late words." in late.soup.select_one("#f-comment").get_text()
    same = alternate.get(own).soup.select_one("[name=version]")["value"]
    alternate.post(own, {"comment": "Is a seal enough?", "version": same}, status=303)
    assert alternate.get(own).soup.select_one("[name=version]")["value"] == same
    page = denmark.get(BLOCK)
    assert said(page)[0] == "Is a seal enough?"
    assert "Changed" in page.words(f"#c-{first} .meta")[1]
    assert denmark.get("/search?q=enough").soup.select("main .title a") != []

    ghana.post(f"{own}/take-back", status=303)

    ghana.post(f"{own}/take-back", status=404)
    ghana.get(own, status=404)
    page = denmark.get(BLOCK)
    assert said(page)[0].startswith("Taken back")
    assert said(page)[1] == "An answer."
    assert page.soup.select(f"#c-{first} > p > a") == []
    assert "enough" not in page.soup.select_one("#comments").get_text()
    assert denmark.get("/search?q=enough").soup.select("main .title a") == []
    with manual.read() as conn:
        bodies = select(table(Revision).c.body).where(table(Revision).c.item_id == first)
        assert set(conn.execute(bodies).scalars()) == {None}
        acts = select(table(AuditRecord).c.event).where(table(AuditRecord).c.subject == first)
        assert set(conn.execute(acts).scalars()) == {
            "discussion:comment:posted",
            "discussion:comment:changed",
            "discussion:comment:withdrawn",
        }
    assert denmark.get("/manual/comments").words(".rows .meta span")[0] == "1 comment"


def test_the_secretariat_closes_with_a_sentence_and_opens_again(browse, say):
    first = say()
    ghana, editor = browse("ghana"), browse("editor")
    seen = ghana.get(BLOCK).soup.select_one("[name=seen]")["value"]
    own = f"{BLOCK}/comments/{first}"
    version = ghana.get(own).soup.select_one("[name=version]")["value"]
    assert ghana.get(BLOCK).soup.select(f"form[action='{BLOCK}/close']") == []
    for act in ("close", "reopen"):
        ghana.post(f"{BLOCK}/{act}", {"why": "Done."}, status=403)
        editor.post(f"{OTHER}/{act}", {"why": "Done."}, status=404)
    bare = editor.post(f"{BLOCK}/close", {"why": ""}, status=422)
    assert "Say in a sentence why" in bare.words(".problem li")[0]
    browse("administrator").post(f"{BLOCK}/close", {"why": "Answered in edition 2."}, status=303)
    editor.post(f"{BLOCK}/close", {"why": "Twice."}, status=409)
    page = ghana.get(BLOCK)
    assert "Answered in edition 2." in page.words(".note.well p")
    assert page.words(".head .st") == ["Closed"]
    assert page.soup.select("#write, a[href*=answer]") == []
    late = ghana.post(BLOCK, {"comment": "Too late.", "seen": seen}, status=409)
    assert "Too late." in late.soup.select_one("#c-comment").get_text()
    changed = ghana.post(own, {"comment": "Changed.", "version": version}, status=409)
    assert "closed" in changed.words(".note.stop p")[0]
    tabs = ghana.get("/manual/comments").words(".chip")
    assert tabs == ["Open 0", "Closed 1", "Paragraphs that are no longer there 0"]
    assert "The Secretariat closed a discussion of the manual." in ghana.get("/home").text
    ghana.post(f"{own}/take-back", status=303)
    editor.post(f"{BLOCK}/reopen", status=303)
    editor.post(f"{BLOCK}/reopen", status=409)
    assert ghana.get(BLOCK).words(".head .st") == ["Open"]
    say("denmark", comment="Again.")
    assert "Changed." not in said(ghana.get(BLOCK))


def test_a_comment_says_on_which_words_it_was_written_and_what_changed(
    browse, say, submit, rewrite
):
    first = say()
    denmark = browse("denmark")
    seen = denmark.get(BLOCK).soup.select_one("[name=seen]")["value"]
    assert denmark.get(BLOCK).soup.select(f"#c-{first} ins, #c-{first} del") == []
    rewrite("begins with a letter", "begins with a signed letter")
    assert "a signed letter" not in denmark.get(BLOCK).text, "the draft is the editors'"
    publish(browse, submit)
    page = denmark.get(BLOCK)
    assert "The text changed since" in page.words(f"#c-{first} summary")
    assert "signed" in page.words(f"#c-{first} ins")[0]
    late = denmark.post(BLOCK, {"comment": "On old words.", "seen": seen}, status=409)
    assert "A newer edition words this paragraph" in late.words(".note.stop p")[0]
    assert "On old words." in late.soup.select_one("#c-comment").get_text()
    seen = late.soup.select_one("[name=seen]")["value"]
    second = denmark.post(BLOCK, {"comment": "On new ones.", "seen": seen}, status=303)
    second = second.location.partition("comment=")[2][:12]
    page = denmark.get(BLOCK)
    assert page.words(f"#c-{second} .meta span")[0] == "On ¶ 1.1 of edition 2"
    assert page.soup.select(f"#c-{second} ins") == []


def test_comments_go_where_merged_words_go_and_a_gone_paragraph_stays_reachable(
    browse, say, submit
):
    first = say(where=OTHER, comment="Said of the second.")
    arrange(browse, "h2aaaaaa", block="p2aaaaaa", do="join")
    publish(browse, submit)
    ghana = browse("ghana")

    merged = ghana.get(BLOCK)
    assert said(merged) == []
    assert said(merged, "[aria-labelledby=h-older-1]") == ["Said of the second."]
    assert merged.soup.select(f"#c-{first} ins") != []
    gone = ghana.get(OTHER)
    assert "no longer in the current edition" in gone.words(".note p")[0]
    assert [a["href"] for a in gone.soup.select(".note a")] == [BLOCK]
    assert said(gone) == ["Said of the second."]
    saying(browse("denmark"), OTHER, 303, comment="Still about this.")
    rows = ghana.get("/manual/comments?show=gone&chapter=beginning")
    assert [a["href"] for a in rows.soup.select(".rows .title a")] == [OTHER]
    assert rows.words(".rows .meta span")[-1] == (
        "Not in the current edition; read there in edition 1"
    )
    yours = ghana.get("/manual/2/en/beginning/you")
    assert (
        yours.soup.select_one(f"#yours a[href='{BLOCK}']")
        .parent.get_text(" ")
        .endswith("2 comments")
    )
    assert ghana.get("/m/1/p2bbbbbb/check").soup.select(f"a[href='{OTHER}']") != []
    assert browse().get("/m/1/p2bbbbbb/check").soup.select(f"a[href='{OTHER}']") == []
    ghana.get("/manual/discuss/h2cccccc")
    assert "nobody commented" in ghana.get("/manual/discuss/p2zzzzzz", status=404).text


def test_comments_are_shown_at_both_halves_of_a_split(browse, say, submit, rewrite):
    whole = "An office begins with a letter. It is signed by a minister of the state.[^letter]"
    rewrite("An office begins with a letter.[^letter]", whole)
    publish(browse, submit)
    first = say(comment="Which minister?")
    arrange(browse, "h2aaaaaa", block="p2aaaaaa", do="split", after="1")
    publish(browse, submit)
    ghana = browse("ghana")
    page = ghana.get(BLOCK)
    assert said(page) == ["Which minister?"]
    other = page.soup.select_one(".note .links a")["href"]
    half = ghana.get(other)
    assert "signed by a minister" in half.words("h1")[0]
    assert said(half, "[aria-labelledby=h-older-1]") == ["Which minister?"]
    late = say("denmark", comment="Said after the split.")
    assert late not in ghana.get(other).text
    counted = ghana.get("/manual/discuss?chapter=beginning")
    links = {a["href"]: a.parent.get_text() for a in counted.soup.select(".list.stack a")}
    assert links[BLOCK].endswith("2 comments")
    assert links[other].endswith("1 comment")
    assert first in half.text


@pytest.mark.usefixtures("manual")
def test_what_cannot_be_sent_comes_back_and_nobody_states_a_position_in_the_interim(
    browse, database, cast
):
    ghana = browse("ghana")
    assert saying(ghana, BLOCK, 422, comment="").words(".problem li") == [
        "Write your comment first."
    ]
    for sent in (
        {"comment": "x" * 5_001},
        {"comment": "[" * 3_000},
        {"comment": "Paid \u202eon 12 May"},
        {"stance": "nobody"},
        {"answers": "c2zzzzzzzzzz"},
        {"readers": "secretariat"},
    ):
        kept = saying(ghana, BLOCK, 422, **sent)
        typed = kept.soup.select_one("#c-comment").get_text().removeprefix("\n")
        assert typed == sent.get("comment", SAID)
    saying(browse("editor"), BLOCK, 422, stance="position")
    held = table(Appointment)
    with database.unit_of_work() as db:
        holder = cast["ghana"].viewer.person_id
        db.execute(delete(held).where(held.c.person_id == holder))
    alternate = browse("ghana_alternate")
    assert "Position of my government" not in alternate.get(BLOCK).text
    saying(alternate, BLOCK, 422, stance="position")
    saying(alternate, BLOCK, 303)


def test_anybody_of_the_secretariat_changes_what_it_said_and_nobody_else_does(browse, say):
    say()
    made = say("editor", comment="The Secretariat says.")
    where = f"{BLOCK}/comments/{made}"
    browse("ghana").get(where, status=403)
    browse("stranger").get(where, status=404)
    administrator = browse("administrator")
    form = {"version": administrator.get(where).soup.select_one("[name=version]")["value"]}
    browse("ghana").post(where, {**form, "comment": "Not so."}, status=403)
    administrator.post(where, {**form, "comment": "It says otherwise."}, status=303)
    page = browse("ghana").get(BLOCK)
    assert "It says otherwise." in page.text
    assert "The Secretariat says." not in page.text
    browse("editor").post(f"{where}/take-back", status=303)
    assert "It says otherwise." not in browse("ghana").get(BLOCK).text


def test_a_comment_is_offered_for_change_to_those_who_may_change_it(
    browse, database, cast, say, settings
):
    say()
    say("editor", comment="The Secretariat says.")
    changes = "#comments a[href*='/comments/']"
    found = {
        who: len(browse(who).get(BLOCK).soup.select(changes))
        for who in ("ghana", "ghana_alternate", "denmark", "editor")
    }
    assert found == {"ghana": 1, "ghana_alternate": 1, "denmark": 0, "editor": 1}

    held, today = table(Appointment), clock.today()
    with database.unit_of_work() as db:
        holder = cast["ghana"].viewer.person_id
        db.execute(delete(held).where(held.c.person_id == holder))
        mission = settle_as(db, settings, "mission", ("GHA", OfficeKind.MISSION_CONTACT))
        cast["mission"] = mission
        last = today + timedelta(days=5)
        db.add(MissionReading(office_id=mission.viewer.office.id, starts=today, until=last))
    page = browse("mission").get(BLOCK)
    assert len(said(page)) == 2
    assert page.soup.select(changes) == []


def test_the_right_is_asked_again_where_an_act_is_written(browse, database, cast, portal, say):
    first, post = say(stance="position"), Post.of(portal)
    ghana, alternate = cast["ghana"].viewer, cast["ghana_alternate"].viewer
    with database.read() as conn:
        where, own = spot(conn, "p2aaaaaa"), remarks.own(conn, ghana, "p2aaaaaa", first)
    more = Said(Written("More.", None, "en"), Stance.POSITION, where.place.hash)
    held = table(Appointment)
    with database.unit_of_work() as db:
        db.execute(delete(held).where(held.c.person_id == ghana.person_id))
    for act in (
        lambda db: actions.comment(db, ghana, where, more, post),
        lambda db: actions.change(db, ghana, own, more, "Title"),
        lambda db: actions.take_back(db, ghana, own),
    ):
        with pytest.raises(Conflict, match="changed hands"), database.unit_of_work() as db:
            act(db)
    for act in (
        lambda db: actions.comment(db, alternate, where, more, post),
        lambda db: actions.change(db, alternate, own, more, "Title"),
    ):
        with pytest.raises(NoPosition), database.unit_of_work() as db:
            act(db)
    change = browse("ghana_alternate").get(f"{BLOCK}/comments/{first}")
    assert "makes it the word of an expert" in change.words(".note.wants p")[0]
    with database.unit_of_work() as db:
        actions.take_back(db, alternate, own)


def test_the_list_is_narrowed_to_a_chapter_and_the_way_leads_from_the_chapter(browse, say):
    say()
    say(where="/manual/discuss/p2cccccc")
    ghana = browse("ghana")
    rows = ghana.get("/manual/comments").soup.select(".rows .title a")
    assert [a["href"] for a in rows] == ["/manual/discuss/p2cccccc", BLOCK]
    rows = ghana.get("/manual/comments?chapter=beginning").soup.select(".rows .title a")
    assert [a["href"] for a in rows] == [BLOCK]
    ghana.get("/manual/comments?chapter=nowhere", status=404)
    ghana.get("/manual/discuss?chapter=nowhere", status=404)
    yours = [a["href"] for a in ghana.get("/manual/1/en/beginning/you").soup.select("#yours a")]
    assert yours[2:7] == [
        "/manual/clear?chapter=beginning",
        "/assistance/new?chapter=beginning",
        "/manual/discuss?chapter=beginning",
        "/manual/comments?chapter=beginning",
        BLOCK,
    ]
    chapter = ghana.get("/manual/1/en/beginning").text
    assert chapter == browse("denmark").get("/manual/1/en/beginning").text
    assert "discuss" not in browse().get("/manual/1/en/beginning/you").text


def test_words_are_followed_over_editions_and_not_into_chance():
    whole = "An office begins with a letter. An alternate answers when the holder is away."
    first, second = whole[:31], whole[32:]
    assert heirs({"a": first, "b": second}, {"a": whole}) == [("b", "a")]
    assert heirs({"a": whole}, {"a": first, "n": second}) == [("a", "n")]
    assert heirs({"b": second}, {"n": second}) == [("b", "n")]
    assert heirs({"a": first, "b": "The holder."}, {"a": first, "n": "The holder is away."}) == []
    assert heirs({"a": first, "b": second}, {"b": second, "a": first}) == []
    lines = Lines([(2, "c", "b"), (3, "b", "a"), (5, "d", "a"), (4, "e", "c"), (6, "a", "b")])
    assert lines.came("a") == {"b": 3, "c": 2, "d": 5}
    assert lines.went("c") == ["b", "a"]
    assert lines.went("d") == ["b", "a"]
    assert lines.came("z") == {}


def test_where_words_went_in_a_withdrawn_edition_is_undone_where_the_next_one_undoes_it(
    browse, say, submit, filled
):
    first = say(where=OTHER, comment="Said of the second.")
    as_it_was = filled("beginning")["text"]
    arrange(browse, "h2aaaaaa", block="p2aaaaaa", do="join")
    publish(browse, submit)
    ghana, older = browse("ghana"), "[aria-labelledby=h-older-1]"
    assert said(ghana.get(BLOCK), older) == ["Said of the second."]
    withdraw(browse)
    assert said(ghana.get(BLOCK), older) == []

    browse("editor").post(
        "/manual/edit/beginning", filled("beginning", text=f"{as_it_was}\n\nNew.")
    )
    publish(browse, submit)
    assert said(ghana.get(BLOCK), older) == []
    assert said(ghana.get(OTHER)) == ["Said of the second."]
    assert ghana.get(OTHER).soup.select(".note a") == []
    yours = ghana.get("/manual/3/en/beginning/you").soup
    assert yours.select(f"#yours a[href='{BLOCK}']") == []
    assert first in str(ghana.get(OTHER).soup.select("#comments"))


def test_words_stay_where_they_went_though_the_edition_is_withdrawn_after_the_next(
    browse, say, submit, rewrite
):
    say(where=OTHER, comment="Said of the second.")
    arrange(browse, "h2aaaaaa", block="p2aaaaaa", do="join")
    publish(browse, submit)
    rewrite("Send it.", "Send it today.")
    publish(browse, submit)
    withdraw(browse)
    assert said(browse("ghana").get(BLOCK), "[aria-labelledby=h-older-1]") == [
        "Said of the second."
    ]


def withdraw(browse) -> None:
    """Let two people withdraw edition 2."""
    asked = browse("administrator").post("/manual/editions/2/withdraw", {"reason": "Wrong."})
    browse("editor").post(f"{asked.location}/agree", status=303)


def test_the_list_and_the_page_ask_as_often_whatever_there_is(browse, say, database):
    ghana, sent = browse("ghana"), []
    event.listen(database.engine, "before_cursor_execute", lambda *told: sent.append(told[2]))

    def asked() -> list[int]:
        counted = []
        for where in ("/manual/comments", BLOCK, "/manual/1/en/beginning/you"):
            ghana.get(where)
            sent.clear()
            ghana.get(where)
            counted.append(len(sent))
        return counted

    say()
    before = asked()
    for where in (BLOCK, OTHER, "/manual/discuss/p2cccccc", "/manual/discuss/h2aaaaaa"):
        say("denmark", where=where)
    assert asked() == before
