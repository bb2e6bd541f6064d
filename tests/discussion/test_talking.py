"""Threads: answers to answers, quotations, mentions, stances, changes, questions and answers."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.db import table
from app.discussion.mentioning import LONGEST
from app.discussion.models import Comment, CommentMention
from app.discussion.rules import For, What
from app.discussion.wording import html_of
from app.mail.models import Letter
from app.notifications.models import DigestLine, Notice, Waiting
from app.practices.rules import Stage
from app.practices.talking import reminding

comment = table(Comment)


@pytest.fixture
def say(browse):
    """Return a writer of comments that gives the id of what it wrote, or the page that refused."""

    def say(item_id, who="denmark", text="Who appoints them?", status=303, **more: str):
        address = f"/practices/{item_id}/comments"
        answer = browse(who).post(address, {"comment": text, **more}, status=status)
        found = re.search(r"#c-(\w+)", answer.headers.get("location", ""))
        return found[1] if found else answer

    return say


def row(database, comment_id):
    with database.read() as conn:
        return conn.execute(select(comment).where(comment.c.item_id == comment_id)).one()


def rows(database, model, *where):
    with database.read() as conn:
        return conn.execute(select(table(model)).where(*where)).all()


def test_an_answer_to_an_answer_stands_beside_it_and_leads_to_it(say, written, browse):
    item_id = written("ghana")
    first = say(item_id, text="A question")
    second = say(item_id, "ghana", "An answer", answers=first)
    third = say(item_id, "timor", "More of it", answers=second)
    page = browse("denmark").get(f"/practices/{item_id}").soup

    assert [one["id"] for one in page.select("#comments > article.say")] == [f"c-{first}"]
    assert [one["id"] for one in page.select("article.say article.say")] == [
        f"c-{second}", f"c-{third}",
    ]  # fmt: skip
    assert page.select("article.say article.say article.say") == []
    (link,) = page.select(f"#c-{third} a[href='#c-{second}']")
    assert link.get_text() == "In answer to Ghana (office)"
    assert page.select(f"#c-{second} a[href='#c-{first}']") == []


def test_a_quotation_and_an_answer_begin_from_a_comment_without_a_script(say, written, browse):
    item_id = written("ghana")
    first = say(item_id, text="One *thing*.\n\nAnother\nof two lines.")
    timor, here = browse("timor"), f"/practices/{item_id}"

    def form(query):
        page = timor.get(f"{here}?{query}").soup
        chosen = page.select_one("#c-answers [selected]")
        text = page.select_one("#c-comment").get_text().removeprefix("\n")
        return text, chosen["value"] if chosen else ""

    assert form(f"answer={first}") == ("", first)
    assert form(f"quote={first}")[0] == "> One *thing*.\n>\n> Another\n> of two lines.\n\n"
    assert form(f"quote={first}.1") == ("> Another\n> of two lines.\n\n", first)
    assert form(f"quote={first}.7")[0].startswith("> One")
    for odd in ("none", "x" * 500, "", f"{first}.x"):
        assert form(f"answer={odd[:11]}0") == ("", "")
    page = timor.get(f"{here}/comments/{first}").soup
    assert [a["href"] for a in page.select("section[aria-labelledby=h-parts] a")] == [
        f"{here}?quote={first}.0#c-comment",
        f"{here}?quote={first}.1#c-comment",
    ]


def test_what_one_may_not_read_cannot_be_quoted(say, written, browse):
    item_id = written("ghana")
    quiet = say(item_id, text="Between us", readers=For.OWNERS)
    page = browse("timor").get(f"/practices/{item_id}?quote={quiet}")

    assert "Between us" not in page.text
    browse("timor").get(f"/practices/{item_id}/comments/{quiet}", status=404)
    assert "Between us" in browse("ghana").get(f"/practices/{item_id}?quote={quiet}").text


def test_a_mention_is_told_to_whom_it_names_and_stands_out(say, written, browse, database, cast):
    item_id = written("ghana", audience="network")
    made = say(item_id, "timor", "What does @Denmark say, or @DENMARK?")
    page = browse("ghana").get(f"/practices/{item_id}")

    assert page.words(f"#c-{made} p strong")[1:] == ["@Denmark", "@DENMARK"]
    assert {one.label for one in rows(database, CommentMention)} == {"member:DNK"}
    told = rows(database, Notice, table(Notice).c.what == What.MENTIONED)
    assert [(one.label, one.item_id, one.with_id) for one in told] == [
        ("member:DNK", item_id, made)
    ]
    letters = rows(database, Letter, table(Letter).c.subject.contains("You are mentioned"))
    assert [one.person_id for one in letters] == [cast["denmark"].viewer.person_id]
    assert "What does" not in letters[0].body
    assert "mentions you" in browse("denmark").get("/home").text
    assert "mentions you" not in browse("costa_rica").get("/home").text


def test_who_takes_part_can_be_chosen(say, written, browse, database):
    item_id = written("ghana", audience="network")
    say(item_id, "timor", "First")
    page = browse("denmark").get(f"/practices/{item_id}")
    assert page.words("#c-mention option") == ["Nobody in particular", "Timor-Leste"]
    made = say(item_id, "denmark", "and you?", mention="Timor-Leste")

    assert row(database, made).body == "@Timor-Leste and you?"
    assert [one.label for one in rows(database, CommentMention)] == ["member:TLS"]
    assert say(item_id, "denmark", "x", 422, mention="Costa Rica").soup.select(".problem")


@pytest.mark.parametrize("name", ["Timor-Leste", "Nobody at all", "Nowhere", "GHA"])
def test_who_does_not_read_it_is_named_no_more_than_who_is_not_there(say, written, database, name):
    item_id = written("ghana", audience="members:DNK")
    page = say(item_id, "denmark", f"And @{name}?", 422)
    words = page.words(".problem li")[0]

    assert words.startswith("Nobody who can be named here and reads this comment is called “")
    assert page.soup.select_one("#c-comment").get_text().removeprefix("\n") == f"And @{name}?"
    assert rows(database, Comment) == rows(database, CommentMention) == []


def test_a_mention_does_not_tell_whom_the_owner_chose(say, written):
    hidden = written("ghana", audience="members:DNK,TLS")
    told = written("ghana", audience="members:DNK,TLS;told")
    refused = say(hidden, "denmark", "And @Timor-Leste?", 422)
    assert "Nobody who can be named here" in refused.text
    assert say(told, "denmark", "And @Timor-Leste?")
    assert say(hidden, "ghana", "And @Timor-Leste?")  # it chose them

    say(hidden, "timor", "Here I am")
    assert say(hidden, "denmark", "And @Timor-Leste now?")


def test_a_mention_in_a_comment_for_fewer_reaches_none_but_them(say, written):
    item_id = written("ghana", audience="network")
    page = say(item_id, "denmark", "Ask @Timor-Leste", 422, readers=For.OWNERS)
    assert "Nobody who can be named here" in page.text
    assert say(item_id, "denmark", "Ask @Ghana", readers=For.OWNERS)


def test_signs_that_name_nobody_are_left_alone():
    assert html_of("me@example.org", ["example"]) == html_of("me@example.org")
    assert "<strong>@Denmark</strong>," in html_of("@Denmark, well", ["Denmark"])
    assert "<strong>" not in html_of("@Denmarks", ["Denmark"])
    assert "<strong>@丹麦</strong>怎么看" in html_of("请问@丹麦怎么看", ["丹麦"])
    assert "&lt;b&gt;" in html_of("@<b> x", ["<b>"])
    assert LONGEST < 200


def test_a_position_wants_a_second_press_and_says_so_to_readers(say, written, browse, database):
    item_id = written("ghana")
    page = say(item_id, "denmark", "We hold that", 422, stance="position")

    assert "Press again to post it as such." in page.words(".problem li")[0]
    assert page.soup.select_one("#write [name=sure]")["value"] == "yes"
    assert page.words("#write button") == ["Post as the position of my government"]
    assert rows(database, Comment) == []
    made = say(item_id, "denmark", "We hold that", stance="position", sure="yes")
    assert row(database, made).stance == "position"
    plain = say(item_id, "denmark", "I think")
    shown = browse("timor").get(f"/practices/{item_id}")
    assert shown.words(f"#c-{made} b") == ["Position of the government"]
    assert shown.words(f"#c-{plain} b") == []


def test_the_secretariat_states_no_position(say, written):
    item_id = written("ghana")
    page = say(item_id, "editor", "We hold", 422, stance="position", sure="yes")
    assert page.soup.select(".problem")


def test_a_change_shows_what_was_said_before(say, written, browse):
    item_id = written("ghana")
    made = say(item_id, text="Three people do it.")
    here = f"/practices/{item_id}/comments/{made}"
    form = {"comment": "Four people do it.", "version": "1", "language": "en"}
    browse("timor").post(f"{here}/change", form, status=403)
    browse("denmark").post(f"{here}/change", form)
    stale = browse("denmark").post(f"{here}/change", form | {"comment": "Mine"}, status=409)
    assert stale.soup.select_one("#e-comment").get_text().removeprefix("\n") == "Mine"
    page = browse("timor").get(here)

    assert page.words("ins") == ["inserted: Four end of insertion"]
    assert page.words("del") == ["deleted: Three end of deletion"]
    shown = browse("timor").get(f"/practices/{item_id}")
    assert "Four people" in shown.text
    assert any("Changed" in one for one in shown.words(f"#c-{made} .mute"))
    found = browse("timor").client.get("/api/v1/search", params={"q": "four people"}).json()
    assert [one["kind"] for one in found["hits"]] == ["comment"]


def test_a_changed_comment_tells_only_those_it_newly_mentions(say, written, browse, database):
    item_id = written("ghana", audience="network")
    made = say(item_id, "denmark", "Ask @Ghana")
    here = f"/practices/{item_id}/comments/{made}"
    form = {"comment": "Ask @Ghana and @Timor-Leste", "version": "1", "language": "en"}
    browse("denmark").post(f"{here}/change", form)
    told = rows(database, Notice, table(Notice).c.what == What.MENTIONED)
    assert sorted(one.label for one in told) == ["member:GHA", "member:TLS"]


def test_a_comment_is_taken_back_and_its_trace_stays(say, written, browse, database):
    item_id = written("ghana")
    made = say(item_id, text="Zebra words", asks="yes")
    answer = say(item_id, "ghana", "An answer", answers=made)
    here = f"/practices/{item_id}/comments/{made}"
    browse("ghana").post(f"{here}/take-back", {}, status=403)
    browse("denmark").post(f"{here}/take-back", {})
    browse("denmark").post(f"{here}/take-back", {}, status=409)
    browse("timor").post(f"{here}/report", {"reason": "Why"}, status=409)
    page = browse("ghana").get(f"/practices/{item_id}")

    assert "Zebra words" not in page.text
    assert "Taken back" in page.words(f"#c-{made} > div > div")
    assert page.soup.select(f"#c-{made} #c-{answer}")
    assert rows(database, Waiting) == []


def test_a_question_waits_for_the_office_until_it_answers(say, written, browse, database):
    item_id = written("ghana")
    asked = say(item_id, text="Who pays for it?", asks="yes")
    (waits,) = rows(database, Waiting)
    assert (waits.item_id, waits.label, waits.what) == (asked, "member:GHA", What.ASKED)
    ghana = browse("ghana")
    home = ghana.get("/home")
    assert "A question to your office stands under this practice." in home.text
    there = f"a[href='/practices/{item_id}?comment={asked}#c-{asked}']"
    assert len(home.soup.select(there)) == 2, "it waits, and it happened"
    (link,) = home.soup.select(f"section[aria-labelledby=h-waits] {there}")
    assert link
    say(item_id, "timor", "I do not know", answers=asked)
    assert rows(database, Waiting)
    listed = browse("denmark").get(f"/practices/{item_id}/questions")
    assert "Who pays for it?" in listed.words("section[aria-labelledby=h-open] h3")

    answer = say(item_id, "ghana", "The ministry", answers=asked)
    assert rows(database, Waiting) == []
    assert row(database, asked).answered_by == answer
    page = browse("denmark").get(f"/practices/{item_id}")
    there = f"/practices/{item_id}?comment={answer}#c-{answer}"
    assert page.soup.select(f"#c-{asked} a[href='{there}']")
    assert page.soup.select(f"#c-{answer} a[href='#c-{asked}']")
    alone = browse("denmark").get(f"/practices/{item_id}/comments/{answer}").soup
    assert alone.select(f"a[href='/practices/{item_id}?comment={asked}#c-{asked}']")
    listed = browse("denmark").get(f"/practices/{item_id}/questions")
    assert listed.words("section[aria-labelledby=h-answered] h3") == ["Who pays for it?"]


def test_an_answer_that_who_asked_does_not_read_answers_nothing(say, written, database):
    item_id = written("ghana")
    asked = say(item_id, text="Who pays for it?", asks="yes")
    say(item_id, "ghana", "Quietly", answers=asked, readers=For.SECRETARIAT)
    assert row(database, asked).question == "open"
    assert rows(database, Waiting)


def test_those_asked_have_to_read_the_question(say, written):
    item_id = written("ghana")
    page = say(item_id, "denmark", "Who?", 422, asks="yes", readers=For.SECRETARIAT)
    assert page.words(".problem li") == [
        "Those you ask cannot read this. Choose readers among whom they are."
    ]
    assert say(item_id, "denmark", "Who?", asks="yes", readers=For.OWNERS)


def test_both_sides_mark_an_answer_and_undo_it_and_nobody_else(say, written, browse, database):
    item_id = written("ghana")
    asked = say(item_id, text="Who pays for it?", asks="yes")
    other = say(item_id, "timor", "We asked that too: the ministry", answers=asked)
    here = f"/practices/{item_id}/comments/{asked}"
    browse("timor").post(f"{here}/settle", {"answered_by": other}, status=403)
    browse("denmark").post(f"{here}/settle", {"answered_by": ""}, status=422)
    browse("denmark").post(f"{here}/settle", {"answered_by": asked}, status=409)
    browse("denmark").post(f"{here}/settle", {"answered_by": other})
    assert row(database, asked).answered_by == other
    assert rows(database, Waiting) == []

    browse("ghana").post(f"{here}/settle", {"none": "yes"})
    assert row(database, asked).question == "open"
    assert [one.label for one in rows(database, Waiting)] == ["member:GHA"]
    browse("ghana").post(f"{here}/settle", {"answered_by": other})
    browse("timor").post(f"/practices/{item_id}/comments/{other}/take-back", {})
    assert row(database, asked).question == "open"
    assert [one.label for one in rows(database, Waiting)] == ["member:GHA"]


def test_a_question_waits_only_while_people_write_there(say, written, browse, database):
    item_id = written("ghana")
    say(item_id, text="Who pays for it?", asks="yes")
    ghana = browse("ghana")
    version = ghana.get(f"/practices/{item_id}").soup.select_one("[name=version]")["value"]
    ghana.post(f"/practices/{item_id}/retire", {"reason": "Over", "version": version})
    assert rows(database, Waiting) == []
    version = ghana.get(f"/practices/{item_id}").soup.select_one("[name=version]")["value"]
    ghana.post(f"/practices/{item_id}/revive", {"version": version})
    assert [one.what for one in rows(database, Waiting)] == [What.ASKED]


def test_ten_working_days_later_those_asked_are_reminded_once(say, written, portal, database):
    item_id = written("ghana")
    asked = say(item_id, text="Who pays for it?", asks="yes")
    assert reminding.remind_due(portal) == 0
    with clock.moved(timedelta(days=15)):
        assert reminding.remind_due(portal) == 1
        assert reminding.remind_due(portal) == 0
    subject = table(Letter).c.subject.contains("A question to your office waits")
    assert len(rows(database, Letter, subject)) >= 1
    say(item_id, "ghana", "The ministry", answers=asked)
    assert rows(database, DigestLine, table(DigestLine).c.what == What.ASKED) == []


def test_a_question_answered_in_time_is_not_reminded_of(say, written, portal):
    item_id = written("ghana", Stage.PUBLISHED)
    asked = say(item_id, text="Who pays for it?", asks="yes")
    say(item_id, "ghana", "The ministry", answers=asked)
    with clock.moved(timedelta(days=15)):
        assert reminding.remind_due(portal) == 0
