"""Suggestions: a member proposes words, the editor answers, an edition comes out with them."""

from collections.abc import Callable

import pytest
from alembic import command
from sqlalchemy import delete, func, select, text

from app.access.audience import Audience
from app.access.viewer import ANYONE
from app.core.db import table
from app.core.errors import Conflict
from app.directory.models import Appointment
from app.mail.models import Letter
from app.manual import queries
from app.manual.actions.drafting import Step
from app.manual.editing import revisions
from app.manual.editing.saving import rearrange
from app.manual.meaning import MEANT, STANCES, NoPosition, Stance
from app.manual.models import DraftBlock
from app.manual.suggesting import actions, rules
from app.manual.suggesting import queries as queries_of
from app.manual.suggesting.forms import Proposed
from app.manual.suggesting.models import Suggestion
from app.manual.suggesting.placing import in_edition
from app.manual.values import DRAFT
from app.migrating import alembic_config
from app.notifications.post import Post

WHOLE = """\
An office begins with a letter.[^letter]

[^letter]: A source, [page](https://example.org/letter)."""
NEW = WHOLE.replace("a letter", "a signed letter")
REASON = "An unsigned one was sent back to us."
TITLE = "¶ 1.1: An office begins with a letter."
GROUP = "The regional group chosen, Republic of Ghana and the Secretariat."
AWAY = "No suggestion stands here"
DEEP = "This text has too many nested marks or table cells. Split it into parts."


@pytest.fixture
def suggest(browse, manual) -> Callable[..., str]:  # noqa: ARG001 - the manual is there
    """Return how somebody makes a suggestion; its address comes back."""

    def made(who: str = "ghana", block: str = "p2aaaaaa", **sent: str) -> str:
        answer = sending(browse(who), block, 303, **sent)
        return answer.location.partition("?")[0]

    return made


def sending(browser, block: str, status: int, **sent: str):
    """Open the form of a suggestion and send it."""
    where = f"/manual/suggest/{block}"
    seen = browser.get(where).soup.select_one("input[name=seen]")["value"]
    form = {"wording": NEW, "reason": REASON, "seen": seen, "stance": "expert", **sent}
    return browser.post(where, form, status=status)


def drafted(manual, chapter: str = "chapterone22") -> dict[str | None, str]:
    with manual.read() as conn:
        return {one.id: one.source for one in queries.chapter_text(conn, DRAFT, chapter).blocks}


def answer(browser, where: str, act: str, status: int = 303, **sent: str):
    """Answer a suggestion from its page."""
    seen = browser.get(where).soup.select_one(f"form[action='{where}/{act}'] [name=seen]")
    form = {"seen": seen["value"]} if seen else {}
    return browser.post(f"{where}/{act}", {**form, **sent}, status=status)


def publish(browse, submit) -> None:
    """Let the draft become edition 2 by two people."""
    where = submit().location
    browse("administrator").post(f"{where}/agree", status=303)


def state(page) -> str:
    return page.words(".head .meta .st")[0]


def test_a_suggestion_is_accepted_published_and_its_author_hears_both(
    browse, manual, suggest, submit
):
    where = suggest()
    ghana, editor, denmark = browse("ghana"), browse("editor"), browse("denmark")
    shown = denmark.get(where)
    assert shown.words("h1") == [TITLE]
    assert "not the position of a government" in shown.words(".head .meta")[0]
    assert "signed" in shown.words(".read ins")[0]
    assert shown.words(".read del") == []
    assert shown.soup.select("main form") == []
    waits = [a["href"] for a in editor.get("/desk").soup.select("#queue tbody a")]
    assert waits == [where]
    before = drafted(manual)

    answer(editor, where, "accept")

    assert drafted(manual) == {**before, "p2aaaaaa": NEW}
    with manual.read() as conn:
        assert [one.version for one in revisions.states(conn, "chapterone22")] == [2, 1]
    assert editor.get("/desk").soup.select("#queue tbody a") == []
    assert "It is in the draft." in ghana.get(where).text
    publish(browse, submit)
    assert ghana.get(where).words(".note.well p") == ["Accepted in edition 2, ¶ 1.1."]
    own = ghana.get("/manual/suggestions?show=own")
    assert "Accepted in edition 2, ¶ 1.1." in own.words("#suggestions .rows .meta span")
    home = ghana.get("/home").words("section .rows p")
    assert "A suggestion of your office on the manual was accepted for the draft." in home
    assert "An edition of the manual was published with a suggestion of your office." in home
    with manual.read() as conn:
        letters = select(table(Letter).c.subject)
        assert "A suggestion on the manual" in conn.execute(letters).scalars().all()


def test_it_is_adapted_and_what_was_put_in_is_the_editors_until_it_is_out(
    browse, manual, suggest, submit
):
    where = suggest(stance="position")
    ghana, editor = browse("ghana"), browse("editor")
    assert "Position of the government" in ghana.get(where).words(".head .meta span")
    other = WHOLE.replace("a letter", "a sealed letter")
    empty = answer(editor, where, "adapt", 422, wording=" ", words="Kept.")
    assert empty.words(".problem li") == ["Write the paragraph as you would word it."]
    assert empty.soup.select_one("#a-words").get_text().strip() == "Kept."

    answer(editor, where, "adapt", wording=other, words="Sealed says more.")

    assert drafted(manual)["p2aaaaaa"] == other
    assert "sealed" in editor.get(where).text
    page = ghana.get(where)
    assert state(page) == "Accepted, adapted"
    assert "Sealed says more." in page.text
    assert "a sealed" not in page.text
    publish(browse, submit)
    page = ghana.get(where)
    assert page.words(".note.well p") == ["Accepted, adapted, in edition 2, ¶ 1.1."]
    assert any("sealed" in words for words in page.words(".read ins"))


def test_it_is_declined_with_a_reason_once_and_taken_back_by_its_office_alone(
    browse, manual, suggest
):
    first, second = suggest(), suggest()
    ghana, editor, denmark = browse("ghana"), browse("editor"), browse("denmark")
    before = drafted(manual)
    bare = answer(editor, first, "decline", 422)
    assert bare.words(".problem li") == [
        "Say why it is declined. Everybody who reads the suggestion reads it."
    ]
    assert answer(editor, first, "decline", 422, answer="[" * 25).words(".problem li") == [DEEP]
    for who in (ghana, denmark, browse("administrator")):
        for act in ("accept", "adapt", "decline"):
            who.post(f"{first}/{act}", {"answer": "No."}, status=403)
    answer(editor, first, "decline", answer="It is a letter in every state.")
    assert "It is a letter in every state." in denmark.get(first).text
    for act in ("decline", "accept"):
        late = editor.post(f"{first}/{act}", {"answer": "Again.", "seen": ""}, status=409)
        assert "answered or taken back already" in late.text
    assert drafted(manual) == before

    denmark.post(f"{second}/take-back", status=403)
    assert "signed" in denmark.get("/search?q=unsigned").text
    ghana.post(f"{second}/take-back", status=303)
    ghana.post(f"{second}/take-back", status=409)
    denmark.get(second, status=404)
    assert state(ghana.get(second)) == state(editor.get(second)) == "Taken back"
    found = denmark.get("/search?q=unsigned").soup.select(f"a[href='{second}']")
    assert found == []
    assert [a["href"] for a in denmark.get("/manual/suggestions").soup.select(".rows a")] == [first]


def test_readers_are_those_who_were_chosen_and_nobody_else(browse, suggest):
    group, alone = suggest(readers="group"), suggest("denmark", readers="secretariat")
    ghana, denmark, editor = browse("ghana"), browse("denmark"), browse("editor")
    assert ghana.get(group).words(".head .seen, .head .aud") != []
    denmark.get(group, status=404)
    ghana.get(alone, status=404)
    for browser, known in ((ghana, {group}), (denmark, {alone}), (editor, {group, alone})):
        rows = browser.get("/manual/suggestions").soup.select(".rows .title a")
        assert {a["href"] for a in rows} == known
        counts = browser.get("/manual/suggestions?show=open").soup.select(".rows .title a")
        assert len(counts) == len(known)
    assert browse("stranger").get("/manual/suggestions", status=403)


@pytest.mark.usefixtures("manual")
def test_nobody_states_the_position_of_a_government_in_the_interim(browse, database, cast):
    held = table(Appointment)
    with database.unit_of_work() as db:
        holder = cast["ghana"].viewer.person_id
        db.execute(delete(held).where(held.c.person_id == holder))
    alternate = browse("ghana_alternate")
    assert "Position of my government" not in alternate.get("/manual/suggest/p2aaaaaa").text
    sending(alternate, "p2aaaaaa", 422, stance="position")
    sending(alternate, "p2aaaaaa", 303)


def test_the_right_is_asked_again_where_an_act_is_written(database, cast, portal, suggest):
    item_id, post = suggest().rpartition("/")[2], Post.of(portal)
    ghana, alternate = cast["ghana"].viewer, cast["ghana_alternate"].viewer
    editor = cast["editor"].viewer
    with database.read() as conn:
        found, edition = queries_of.one(conn, ghana, item_id), queries.current(conn)
        place = in_edition(conn, edition, "p2aaaaaa")
    network = Audience.parse("network")
    said = Proposed(NEW, REASON, Stance.POSITION, network, "en", place.hash)
    what = {"place": place, "edition": edition, "post": post}
    held = table(Appointment)
    lost = held.c.person_id.in_([ghana.person_id, editor.person_id])
    with database.unit_of_work() as db:
        db.execute(delete(held).where(lost))
    for act in (
        lambda db: actions.suggest(db, ghana, said, **what),
        lambda db: actions.take_back(db, ghana, found),
        lambda db: actions.decline(db, editor, found, "No.", post),
    ):
        with pytest.raises(Conflict, match="changed hands"), database.unit_of_work() as db:
            act(db)
    with pytest.raises(NoPosition), database.unit_of_work() as db:
        actions.suggest(db, alternate, said, **what)
    with database.unit_of_work() as db:
        actions.take_back(db, alternate, found)


def test_what_cannot_be_sent_comes_back_with_a_sentence_and_every_word(browse, manual):
    ghana = browse("ghana")
    same = sending(ghana, "p2aaaaaa", 422, wording=WHOLE)
    assert same.words(".problem li") == [
        "This is how the paragraph reads already. Change the words you would change."
    ]
    bare = sending(ghana, "p2aaaaaa", 422, reason="", wording=NEW, stance="nobody")
    assert bare.soup.select_one("#f-wording").get_text().removeprefix("\n") == NEW
    sending(ghana, "p2aaaaaa", 422, wording="x" * 10_001)
    sending(ghana, "p2aaaaaa", 422, wording="[" * 3_000)
    deep = sending(ghana, "p2aaaaaa", 422, reason="[" * 25)
    assert deep.words(".problem li") == [DEEP]
    sending(ghana, "p2aaaaaa", 422, wording="Turned \u202eround.")
    shown = sending(ghana, "p2aaaaaa", 200, do="preview")
    assert "signed" in shown.words(".read ins")[0]
    with manual.read() as conn:
        assert conn.execute(select(func.count()).select_from(table(Suggestion))).scalar() == 0


def test_a_suggestion_takes_no_identity_of_another_paragraph(browse, manual, suggest):
    where = suggest(wording=f"{{#p2bbbbbb}}\n{NEW}\n\n{{#h2bbbbbb}}\nA second paragraph.\n")
    before = drafted(manual)
    answer(browse("editor"), where, "accept")
    after = drafted(manual)
    born = after.keys() - before.keys()
    assert len(born) == 1
    assert after == {**before, "p2aaaaaa": NEW, born.pop(): "A second paragraph."}
    assert [*after][:2] == ["h2aaaaaa", "p2aaaaaa"]


def test_the_draft_is_asked_again_and_a_paragraph_that_is_gone_is_said_to_be(
    browse, manual, suggest, submit, rewrite
):
    where, editor, ghana = suggest(), browse("editor"), browse("ghana")
    seen = editor.get(where).soup.select_one("[name=seen]")["value"]
    rewrite("begins with a letter", "begins by a letter")
    late = editor.post(f"{where}/accept", {"seen": seen}, status=409)
    assert "nothing was put in" in late.words(".note.stop p")[0]
    assert "The draft words this paragraph differently" in late.text
    typed = {"seen": seen, "wording": "Mine.", "words": "Because."}
    late = editor.post(f"{where}/adapt", typed, status=409)
    assert late.soup.select_one("#a-wording").get_text().removeprefix("\n") == "Mine."
    with manual.unit_of_work() as db:
        place = table(DraftBlock).c.block_id == "p2aaaaaa"
        db.execute(delete(table(DraftBlock)).where(place))
    gone = editor.get(where)
    assert gone.soup.select(f"form[action='{where}/accept']") == []
    assert "The draft no longer has this paragraph" in gone.text
    editor.post(f"{where}/accept", {"seen": seen}, status=409)
    assert "p2aaaaaa" not in drafted(manual)

    publish(browse, submit)

    assert "no longer in the current edition" in ghana.get(where).words(".note.wants p")[0]
    rows = ghana.get("/manual/suggestions?chapter=beginning").words(".rows .meta span")
    assert any("no longer in the current edition" in words for words in rows)
    assert "Choose a paragraph" in ghana.get("/manual/suggest/p2aaaaaa", status=404).text
    form = {"wording": NEW, "reason": REASON, "seen": seen}
    kept = ghana.post("/manual/suggest/p2aaaaaa", form, status=409)
    assert kept.soup.select_one("#f-wording").get_text().removeprefix("\n") == NEW
    assert kept.soup.select_one("#f-reason").get_text().removeprefix("\n") == REASON
    answer(editor, where, "decline", answer="The paragraph is gone.")


def test_what_became_of_it_is_said_also_where_the_draft_went_on(
    browse,
    manual,
    suggest,
    submit,
    rewrite,
):
    first, second = suggest(), suggest(block="p2bbbbbb", wording="Deputies answer.")
    late = browse("denmark").get("/manual/suggest/p2aaaaaa").soup
    seen = late.select_one("[name=seen]")["value"]
    editor, ghana = browse("editor"), browse("ghana")
    for where in (first, second):
        answer(editor, where, "accept")
    rewrite("a signed letter", "a dated letter")
    with manual.unit_of_work() as db:
        db.execute(delete(table(DraftBlock)).where(table(DraftBlock).c.block_id == "p2bbbbbb"))
    publish(browse, submit)
    assert "reworded once more before edition 2" in ghana.get(first).text
    assert "edition 2 was published without this paragraph" in ghana.get(second).text
    form = {"wording": NEW, "reason": REASON, "seen": seen}
    moved = browse("denmark").post("/manual/suggest/p2aaaaaa", form, status=409)
    assert "A newer edition words this paragraph differently" in moved.text
    again = moved.soup.select_one("[name=seen]")["value"]
    browse("denmark").post("/manual/suggest/p2aaaaaa", {**form, "seen": again}, status=303)


ADDED = "Nobody begins without one.\n\nA second paragraph."


def test_that_a_paragraph_goes_is_suggested_accepted_and_told(browse, manual, suggest, submit):
    ghana, editor, denmark = browse("ghana"), browse("editor"), browse("denmark")
    form = ghana.get("/manual/suggest/p2bbbbbb?asks=remove")
    assert form.words("h1") == ["Suggest that this paragraph goes"]
    assert form.soup.select("[name=wording]") == []
    bare = sending(ghana, "p2bbbbbb", 422, asks="remove", reason="")
    assert bare.words(".problem li") == ["Say in a sentence or two why this paragraph should go."]
    shown = sending(ghana, "p2bbbbbb", 200, asks="remove", do="preview")
    assert shown.words(".change .tag") == ["Paragraph 1.2 removed"]
    where = suggest(block="p2bbbbbb", asks="remove", wording="Ignored.")
    page = denmark.get(where)
    assert "That this paragraph goes" in page.words(".head .meta span")
    assert page.words(".read ins") == []
    rows = denmark.get("/manual/suggestions").words("#suggestions .rows .meta span")
    assert "That this paragraph goes" in rows
    before = drafted(manual)

    answer(editor, where, "accept")

    assert drafted(manual) == {k: v for k, v in before.items() if k != "p2bbbbbb"}
    assert "It is out of the draft." in ghana.get(where).text
    publish(browse, submit)
    assert ghana.get(where).words(".note.well p") == [
        "Accepted: edition 2 was published without this paragraph."
    ]
    editor.post(f"{where}/accept", {"seen": ""}, status=409)


def test_a_new_paragraph_stands_after_its_own_and_its_number_is_told(
    browse, manual, suggest, submit
):
    ghana, editor = browse("ghana"), browse("editor")
    form = ghana.get("/manual/suggest/p2aaaaaa?asks=add")
    assert form.words("h1") == ["Suggest a new paragraph after this one"]
    assert form.soup.select_one("#f-wording").get_text().strip() == ""
    for wording, said in (
        (" ", "Write the paragraph that should stand after this one."),
        ("[^a]: A note.", "Begin with a paragraph: notes alone have no place of their own."),
    ):
        bare = sending(ghana, "p2aaaaaa", 422, asks="add", wording=wording)
        assert bare.words(".problem li") == [said]
    same = suggest(asks="add", wording=WHOLE)  # words said already are no reason against it
    answer(editor, same, "decline", answer="It stands there.")
    where = suggest(asks="add", wording=ADDED)
    assert "Nobody begins" in ghana.get(where).words(".read ins")[0]
    before = drafted(manual)

    answer(editor, where, "adapt", wording="Nobody starts without one.", words="Shorter.")

    after = drafted(manual)
    born = next(iter(after.keys() - before.keys()))
    assert after == {**before, born: "Nobody starts without one."}
    assert [*after][:4] == ["h2aaaaaa", "p2aaaaaa", born, "p2bbbbbb"]
    publish(browse, submit)
    page = ghana.get(where)
    assert page.words(".note.well p") == ["Accepted, adapted, in edition 2, ¶ 1.2."]
    assert any("starts" in words for words in page.words(".read ins"))


def test_a_removal_is_answered_with_other_words_too(browse, manual, suggest, submit):
    where, editor = suggest(block="p2bbbbbb", asks="remove"), browse("editor")
    typed = editor.get(where).soup.select_one("#a-wording").get_text()
    assert "An [alternate]" in typed
    answer(editor, where, "adapt", wording="Deputies answer.", words="Needed.")
    assert drafted(manual)["p2bbbbbb"] == "Deputies answer."
    publish(browse, submit)
    told = browse("ghana").get(where).words(".note.well p")
    assert told == ["Accepted, adapted, in edition 2, ¶ 1.2."]


def test_what_went_meanwhile_is_no_trouble_for_a_removal_and_a_stop_for_an_addition(
    browse, manual, suggest, submit, rewrite
):
    goes, comes, editor = (
        suggest(block="p2bbbbbb", asks="remove"),
        suggest(block="p2bbbbbb", asks="add", wording=ADDED),
        browse("editor"),
    )
    seen = editor.get(goes).soup.select_one("[name=seen]")["value"]
    rewrite("when the holder is away", "whenever the holder is away")
    late = editor.post(f"{goes}/accept", {"seen": seen}, status=409)
    assert "Someone changed this paragraph" in late.text
    with manual.unit_of_work() as db:
        db.execute(delete(table(DraftBlock)).where(table(DraftBlock).c.block_id == "p2bbbbbb"))
    stop = editor.get(comes)
    assert "after which this one would stand" in stop.words(".note.stop p")[0]
    assert stop.soup.select(f"form[action='{comes}/accept']") == []
    late = editor.post(f"{comes}/accept", {"seen": seen}, status=409)
    assert "after which this one would stand" in late.words(".note.stop p")[0]
    page = editor.get(goes)
    assert "The draft has this paragraph no longer." in page.text
    assert page.soup.select(f"form[action='{goes}/adapt']") == []
    editor.post(f"{goes}/adapt", {"wording": "Mine.", "seen": seen}, status=409)
    before = drafted(manual)
    answer(editor, goes, "accept")
    assert drafted(manual) == before
    publish(browse, submit)
    told = browse("ghana").get(goes).words(".note.well p")
    assert told == ["Accepted: edition 2 was published without this paragraph."]


def test_a_removal_that_was_undone_is_told_so(browse, manual, suggest, submit, rewrite):
    rewrite("One goes on", "One always goes on", "going-on")
    where, editor = suggest(block="p2bbbbbb", asks="remove"), browse("editor")
    with manual.read() as conn:
        old = queries.chapter_text(conn, DRAFT, "chapterone22").blocks
    answer(editor, where, "accept")
    with manual.unit_of_work() as db:
        seen = queries.draft_head(db.connection(), "beginning").version
        now = queries.chapter_text(db.connection(), DRAFT, "chapterone22").blocks
        rearrange(db, ANYONE, Step("chapterone22", seen, now, old))
    publish(browse, submit)
    told = browse("ghana").get(where).words(".note.well p")
    assert told == ["Accepted, but edition 2 was published with this paragraph in it."]


@pytest.mark.usefixtures("manual")
def test_the_way_leads_from_the_chapter_to_its_paragraphs(browse):
    ghana = browse("ghana")
    yours = ghana.get("/manual/1/en/beginning/you").soup.select("#yours a")
    assert [a["href"] for a in yours] == [
        "/manual/suggest?chapter=beginning",
        "/manual/suggestions?chapter=beginning",
        "/manual/clear?chapter=beginning",
        "/assistance/new?chapter=beginning",
        "/manual/discuss?chapter=beginning",
        "/manual/comments?chapter=beginning",
        "/manual/reading",
    ]
    chosen = ghana.get("/manual/suggest?chapter=beginning").soup.select(".list.stack a")
    assert [a["href"] for a in chosen][:2] == [
        "/manual/suggest/h2aaaaaa",
        "/manual/suggest/p2aaaaaa",
    ]
    assert AWAY in ghana.get("/manual/suggestions?chapter=beginning").text
    ghana.get("/manual/suggestions?chapter=nowhere", status=404)
    ghana.get("/manual/suggest?chapter=nowhere", status=404)
    assert browse().get("/manual/1/en/beginning/you").soup.select("#yours ul") == []


def test_every_code_has_a_sentence_and_every_stage_its_words():
    assert rules.WAITS.keys() | rules.NOTICES.keys() == set(rules.What)
    assert rules.STATES.keys() == rules.SIGNS.keys() == set(rules.Stage)
    assert STANCES.keys() == MEANT.keys() == set(Stance)


def test_a_step_back_of_the_tables_forgets_what_they_cannot_say(manual, suggest):
    kept = suggest().rpartition("/")[2]
    suggest(block="p2bbbbbb", asks="remove")
    suggest(asks="add", wording="More.")
    command.downgrade(alembic_config(manual), "0067-1")
    with manual.read() as conn:
        for asked in (
            "SELECT item_id FROM manual_suggestion",
            "SELECT id FROM item WHERE kind = 'suggestion'",
            "SELECT DISTINCT item_id FROM waiting",
        ):
            assert conn.execute(text(asked)).scalars().all() == [kept]
