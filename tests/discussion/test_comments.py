"""Comments are read by those who read the item and belong to the comment's own readers."""

import pytest
from sqlalchemy import select

from app.core.db import table
from app.discussion import queries
from app.discussion.models import Comment
from app.discussion.rules import labels_of_comment, within
from app.items.models import Item, ItemLabel
from app.notifications.models import Notice
from app.practices.rules import Stage, What
from tests.practices.sample import AUDIENCES

HX = {"HX-Request": "true", "HX-Target": "section#comments"}


def _post(browse, item_id, who="denmark", text="Who appoints them?", answers="") -> str:
    sent = {"comment": text, "answers": answers}
    return browse(who).post(f"/practices/{item_id}/comments", sent).headers["location"]


def test_a_comment_is_signed_by_the_office_and_has_an_address(browse, written):
    item_id = written("ghana", audience="public")
    location = _post(browse, item_id, text="Who *appoints* them?")
    path, _, anchor = location.partition("#")
    page = browse("ghana").get(path)

    assert page.words("article.say strong") == ["Denmark (office)"]
    assert page.words("article.say p em") == ["appoints"]
    assert path == f"/practices/{item_id}?said=commented"
    assert page.soup.select_one("article.say")["id"] == anchor


@pytest.mark.parametrize("audience", AUDIENCES)
def test_who_reads_comments(browse, written, audience):
    item_id = written("ghana", audience=AUDIENCES[audience])
    other = written("ghana", audience="public", title="Another")
    _post(browse, other, "timor", text="Elsewhere")
    _post(browse, item_id, "ghana", text="Zebra question")
    readers = {
        "public": {"ghana", "ghana_alternate", "denmark", "timor", "costa_rica", "eu", "editor"},
        "network": {"ghana", "ghana_alternate", "denmark", "timor", "costa_rica", "eu", "editor"},
        "group": {"ghana", "ghana_alternate", "editor"},
        "members": {"ghana", "ghana_alternate", "denmark", "editor"},
        "sets": {"ghana", "ghana_alternate", "denmark", "costa_rica", "editor"},
        "secretariat": {"ghana", "ghana_alternate", "editor"},
    }[audience]
    for who in ("nobody", "stranger", "ghana", "ghana_alternate", "denmark", "timor", "costa_rica",
                "eu", "editor"):  # fmt: skip
        answer = browse(who).client.get(f"/practices/{item_id}", follow_redirects=False)
        assert ("Zebra question" in answer.text) == (who in readers), who
    public = browse().get(f"/practices/{other}")
    assert "Comments are for the network." in public.text
    assert "Elsewhere" not in public.text
    assert public.soup.select("article.say") == []


def test_in_place_the_new_comment_comes_with_an_empty_form(browse, written):
    item_id = written("ghana")
    denmark = browse("denmark")
    part = denmark.post(
        f"/practices/{item_id}/comments", {"comment": "Second look"}, status=200, headers=HX
    )
    whole = denmark.get(f"/practices/{item_id}")

    assert part.words("#comments .say p") == whole.words("#comments .say p")
    assert part.soup.select_one("textarea").get_text().strip() == ""
    posted = denmark.get(f"/practices/{item_id}?said=commented")
    assert part.words("#comments .note [data-say]") == ["Your comment is posted."]
    assert posted.words("#comments .note [data-say]") == ["Your comment is posted."]
    assert whole.words("#comments .note") == []
    assert posted.words(".note.well") == ["Your comment is posted."]


def test_a_form_sent_twice_is_one_comment_also_in_place(browse, written, database):
    item_id = written("ghana")
    denmark, form = browse("denmark"), {"comment": "Once only", "once": "o" * 22}
    denmark.post(f"/practices/{item_id}/comments", form)
    denmark.post(f"/practices/{item_id}/comments", form)
    again = denmark.post(f"/practices/{item_id}/comments", form, status=204, headers=HX)

    assert again.headers["hx-redirect"].startswith(f"/practices/{item_id}?said=commented#c-")
    assert _count(database, Comment) == 1


def test_a_comment_says_in_which_language_it_is_written(browse, written):
    item_id = written("ghana")
    denmark = browse("denmark")
    denmark.client.cookies.set("language", "fr")
    here = f"/practices/{item_id}"

    fresh = denmark.get(here).soup.select_one("#c-language [selected]")["value"]
    back = denmark.post(f"{here}/comments", {"comment": "", "language": "es"}, status=422)
    kept = back.soup.select_one("#c-language [selected]")["value"]
    assert (fresh, kept) == ("fr", "es")
    for language in ("ar", ""):
        denmark.post(f"{here}/comments", {"comment": "Words", "language": language})
    said = browse("timor").get(here).soup.select("article.say div[dir]")
    assert [one["lang"] for one in said] == ["ar", "fr"]


def test_the_number_in_the_menu_is_right_after_an_act_in_place(browse, written):
    item_id, other = written("ghana", Stage.SUBMITTED), written("denmark", Stage.SUBMITTED)
    editor, here = browse("editor"), f"/practices/{item_id}"
    page = editor.get(here)
    assert page.words("#menu .count") == ["2 wait"]

    headers = {"HX-Request": "true", "HX-Target": "article#practice"}
    part = editor.post(f"{here}/publish", {"version": "2"}, status=200, headers=headers)
    (menu,) = part.soup.select("[data-hx-swap-oob='innerHTML:#menu']")
    after = editor.get(f"/practices/{other}").soup.select_one("#menu")
    assert [a.get_text() for a in menu.select("a")] == [a.get_text() for a in after.select("a")]
    assert menu.select_one(".count").get_text() == "1 waits"


def test_a_long_thread_has_parts_and_each_comment_stands_in_one(browse, written, monkeypatch):
    """The latest come first, oldest on top; an answer away from its comment stands by itself."""
    monkeypatch.setattr(queries, "MOST", 3)
    item_id, other = written("ghana"), written("ghana", title="Other")
    here = f"/practices/{item_id}"
    made = [_post(browse, item_id, text=f"Comment {n}").partition("#c-")[2] for n in range(7)]
    elsewhere = _post(browse, other, text="Elsewhere").partition("#c-")[2]
    timor = browse("timor")

    def shown(address: str) -> tuple[list[str], dict[str, str]]:
        page = timor.get(address).soup
        links = {a.get_text(): a["href"] for a in page.select("#comments > p.act > a")}
        return [one["id"][2:] for one in page.select("#comments article.say")], links

    assert shown(here) == (made[4:], {"Earlier comments": f"{here}?before={made[4]}#h-comments"})
    assert shown(f"{here}?before={made[4]}") == (
        made[1:4],
        {
            "Earlier comments": f"{here}?before={made[1]}#h-comments",
            "Latest comments": f"{here}#h-comments",
        },
    )
    assert shown(f"{here}?before={made[1]}") == (
        made[:1],
        {"Latest comments": f"{here}#h-comments"},
    )
    for odd in ("none", elsewhere, "x" * 500):
        assert shown(f"{here}?before={odd}")[0] == [], odd
    part = timor.block(f"{here}?before={made[4]}", "comments")
    assert [one["id"][2:] for one in part.soup.select("article.say")] == made[1:4]

    refused = timor.post(f"{here}/comments", {"comment": " ", "answers": made[0]}, status=422)
    assert refused.soup.select_one("#c-answers [selected]")["value"] == made[0]
    refused = timor.post(f"{here}/comments", {"comment": "x", "answers": elsewhere}, status=422)
    assert refused.soup.select("#c-answers [selected]") == []
    answer = _post(browse, item_id, text="To the first", answers=made[0]).partition("#c-")[2]
    assert shown(here)[0] == [made[5], made[6], answer]


def test_a_comment_that_was_searched_for_stands_in_the_part_that_the_hit_leads_to(
    browse, written, monkeypatch
):
    monkeypatch.setattr(queries, "MOST", 2)
    item_id, other = written("ghana"), written("ghana", title="Other")
    here = f"/practices/{item_id}"
    made = [_post(browse, item_id, text=f"Heron {n}").partition("#c-")[2] for n in range(5)]
    elsewhere = _post(browse, other, text="Elsewhere").partition("#c-")[2]
    timor = browse("timor")
    hits = timor.get("/search?q=heron").soup.select("a[href*='#c-']")

    assert {a["href"] for a in hits} == {f"{here}?comment={one}#c-{one}" for one in made}
    for n, part in ((0, made[:1]), (1, made[:2]), (2, made[1:3]), (3, made[3:]), (4, made[3:])):
        page = timor.get(f"{here}?comment={made[n]}").soup
        assert [one["id"][2:] for one in page.select("#comments article.say")] == part, n
        links = [a.get_text() for a in page.select("#comments > p.act > a")]
        first = ["Earlier comments"] if part[0] != made[0] else []
        assert links == first + (["Latest comments"] if n < 3 else []), n
    for odd in ("none", elsewhere, "x" * 500):
        page = timor.get(f"{here}?comment={odd}").soup
        assert [one["id"][2:] for one in page.select("#comments article.say")] == made[3:], odd


def _count(database, model) -> int:
    with database.read() as conn:
        return len(conn.execute(select(table(model))).all())


def test_an_answer_stands_under_its_comment_one_level_deep(browse, written):
    item_id = written("ghana")
    first = _post(browse, item_id, "denmark", "A question").partition("#c-")[2]
    second = _post(browse, item_id, "ghana", "An answer", answers=first).partition("#c-")[2]
    _post(browse, item_id, "denmark", "Thanks for it", answers=first)
    page = browse("timor").get(f"/practices/{item_id}")

    outer = page.soup.select("#comments > article.say")
    assert [one["id"] for one in outer] == [f"c-{first}"]
    assert outer[0].select_one("article.say")["id"] == f"c-{second}"
    assert len(outer[0].select("article.say")) == 2


def test_an_answer_to_what_one_does_not_see_keeps_the_text(browse, written):
    item_id = written("ghana")
    other = written("ghana", title="Other")
    elsewhere = _post(browse, other, text="Elsewhere").partition("#c-")[2]
    sent = {"comment": "My words", "answers": elsewhere}
    page = browse("denmark").post(f"/practices/{item_id}/comments", sent, status=422)

    assert page.words(".problem li")[0].startswith("The comment you answer is no longer here.")
    assert page.soup.select_one("#comments textarea").get_text().strip() == "My words"


@pytest.mark.parametrize("text", ["", "   ", "x" * 5001])
def test_bad_text_is_said_and_kept(browse, written, text, database):
    item_id = written("ghana")
    page = browse("denmark").post(f"/practices/{item_id}/comments", {"comment": text}, status=422)

    assert page.soup.select(".problem li")
    assert page.soup.select_one("#comments textarea").get_text().strip("\n") == text.strip("\n")
    assert _count(database, Comment) == 0


def test_only_members_and_the_secretariat_comment_and_only_on_what_is_out(browse, written):
    item_id = written("ghana", audience="public")
    waiting = written("ghana", Stage.SUBMITTED)
    said = {"comment": "Hello"}
    browse("stranger").post(f"/practices/{item_id}/comments", said, status=403)
    browse("editor").post(f"/practices/{waiting}/comments", said, status=403)
    browse("editor").post(f"/practices/{item_id}/comments", said)
    page = browse("ghana").get(f"/practices/{item_id}")

    assert page.words("article.say strong") == ["Secretariat"]


def test_the_owner_is_told_and_nobody_of_own_words(browse, written, database):
    item_id = written("ghana")
    _post(browse, item_id, "ghana", "My own")
    _post(browse, item_id, "denmark", "From outside")
    with database.read() as conn:
        rows = conn.execute(select(table(Notice).c.label, table(Notice).c.what)).all()

    assert [tuple(row) for row in rows if row.what == What.COMMENTED] == [
        ("member:GHA", What.COMMENTED)
    ]


def test_a_comment_is_never_wider_than_its_item(browse, written, database):
    item_id = written("ghana", audience="members:DNK")
    _post(browse, item_id, "denmark")
    rows = table(ItemLabel)
    with database.read() as conn:
        of_item = set(conn.execute(select(rows.c.label).where(rows.c.item_id == item_id)).scalars())
        comment = conn.execute(select(table(Comment).c.item_id)).scalar_one()
        own = set(conn.execute(select(rows.c.label).where(rows.c.item_id == comment)).scalars())
        assert own == of_item == {"member:DNK", "member:GHA", "secretariat"}
        assert conn.execute(select(table(Item).c.kind).where(table(Item).c.id == comment)).scalar()


def test_labels_follow_the_narrower_of_the_two():
    public = frozenset({"public", "member:GHA", "secretariat"})
    chosen = frozenset({"member:DNK", "member:GHA", "secretariat"})

    assert labels_of_comment(public) == {"network", "secretariat"}
    assert labels_of_comment(chosen) == chosen
    assert within(frozenset({"public", "network"}), public) == {"network"}
    assert within(frozenset({"network", "member:DNK"}), chosen) == {"member:DNK"}


@pytest.mark.parametrize("number", [1, 3])
def test_a_thread_is_two_queries(browse, written, queries, number):
    item_id = written("ghana")
    for _ in range(number):
        _post(browse, item_id)
    client = browse("denmark")
    client.get(f"/practices/{item_id}")
    # with what stands around it: what is like it, a lock, how far one read, what was moved
    with queries(5):
        client.get(f"/practices/{item_id}")


@pytest.mark.parametrize("number", [1, 3])
def test_posting_sends_so_many_statements_whatever_was_said_before(
    browse, written, queries, database, number
):
    item_id = written("ghana")
    for _ in range(number):
        _post(browse, item_id)
    client = browse("denmark")
    client.get(f"/practices/{item_id}")
    # who asks, how often, item, thread, labels, title; then eight questions of the act, twelve
    # writings, and the head of the record, which PostgreSQL gives with its lock, unheard
    with queries(26 + database.is_sqlite):
        client.post(f"/practices/{item_id}/comments", {"comment": "Words", "language": "en"})
