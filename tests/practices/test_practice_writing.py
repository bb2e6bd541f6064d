"""An office writes a practice in five pages: each saves, can be left, and keeps what was typed."""

import pytest
from sqlalchemy import Row, select

from app.core.db import table
from app.items.models import Item
from app.practices.models import Practice, PracticeSource
from app.practices.rules import Stage
from tests.practices.sample import FIRST_PAGE

STEPS = ("what", "how", "learned", "readers", "check")


def _stored(database) -> Row:
    with database.read() as conn:
        return conn.execute(select(table(Practice))).one()


def test_the_whole_journey_from_the_first_field_to_the_published_page(browse):
    ghana, editor = browse("ghana"), browse("editor")
    ghana.get("/practices/new")
    second = ghana.post("/practices/new", FIRST_PAGE).location
    item_id = second.split("/")[2]
    base = f"/practices/{item_id}/edit"
    assert second == f"{base}/how"
    pages = (
        ("how", {"responsible_body": "Two ministries", "year_from": "2019", "pillars": ["1"]}),
        ("learned", {"what_worked": "It is *short*."}),
        ("readers", {"own_source": "yes", "audience": "network"}),
        ("check", {}),
    )
    led = []
    for version, (step, fields) in enumerate(pages, start=1):
        ghana.get(f"{base}/{step}")
        led.append(ghana.post(f"{base}/{step}", {"version": version, **fields}).location)
    assert led == [
        f"{base}/learned",
        f"{base}/readers",
        f"{base}/check",
        f"/practices/{item_id}?said=submitted",
    ]

    assert editor.get(f"/practices/{item_id}").words("#h-review") == ["Your answer"]
    done = editor.post(f"/practices/{item_id}/publish", {"version": 5})
    assert done.location == f"/practices/{item_id}?said=published"

    page = browse("denmark").get(f"/practices/{item_id}")
    assert page.words("h1") == [FIRST_PAGE["title"]]
    assert page.words(".read") == [FIRST_PAGE["description"], "It is short."]
    assert browse("denmark").get("/practices").words(".rows h3") == [FIRST_PAGE["title"]]
    browse().get(f"/practices/{item_id}", status=303)


def test_a_first_page_with_holes_is_kept_and_makes_no_draft(browse, database):
    typed = {**FIRST_PAGE, "title": "", "themes": [], "summary": "s" * 301}
    page = browse("ghana").post("/practices/new", typed, status=422)

    assert page.words(".problem li") == [
        "Give the practice a title.",
        "Shorten this to 300 characters. It has 301 now.",
        "Choose at least one theme.",
    ]
    assert page.soup.select_one("#f-summary")["value"] == "s" * 301
    assert FIRST_PAGE["description"] in page.soup.select_one("#f-description").get_text()
    with database.read() as conn:
        assert conn.execute(select(table(Item))).all() == []


def test_a_draft_is_left_and_gone_on_with_by_the_colleague(browse):
    left = browse("ghana").post("/practices/new", {**FIRST_PAGE, "then": "leave"}).location
    item_id = left.split("/")[2].partition("?")[0]
    colleague = browse("ghana_alternate")

    assert left == f"/practices/{item_id}?said=saved"
    link = colleague.get("/practices/new").soup.select_one("aside .stack a")
    assert link["href"] == f"/practices/{item_id}/edit/what"
    assert colleague.get(link["href"]).soup.select_one("#f-title")["value"] == FIRST_PAGE["title"]
    assert browse("denmark").get("/practices/new").soup.select("aside .stack a") == []


@pytest.mark.parametrize("step", STEPS)
def test_every_page_of_a_draft_can_be_opened_by_its_office_only(browse, written, step):
    item_id = written("ghana", Stage.DRAFT)
    address = f"/practices/{item_id}/edit/{step}"

    page = browse("ghana").get(address)
    assert page.words("[aria-current=step]")[-1:] == page.words(".steps [aria-current]")
    browse("denmark").get(address, status=404)
    browse("editor").get(address, status=404)
    browse().get(address, status=303)
    browse("ghana").get(f"/practices/{item_id}/edit/nothing", status=404)


@pytest.mark.parametrize("stage", [Stage.SUBMITTED, Stage.PUBLISHED, Stage.WITHDRAWN])
def test_what_has_left_the_office_is_not_written_any_more(browse, written, stage):
    item_id = written("ghana", stage)
    ghana = browse("ghana")
    page = ghana.get(f"/practices/{item_id}/edit/what", status=403)
    ghana.post(f"/practices/{item_id}/edit/what", {**FIRST_PAGE, "version": "2"}, status=403)

    assert page.words("main .lede") == [
        "Only the office that wrote it can change it, and only before it is submitted."
    ]


HOW = [
    ({"year_from": "2062"}, "First year must be"),
    ({"year_from": "nineteen"}, "Write the year with four digits"),
    ({"year_from": "2019", "year_to": "2018"}, "Last year must not lie before"),
    ({"status": "asleep"}, "Choose one of the answers offered."),
    ({"practical_steps": "2"}, "Choose one of the answers offered."),
    ({"partners": "\n".join(f"P{n}" for n in range(41))}, "Name at most 40 partners."),
]


@pytest.mark.parametrize(("wrong", "sentence"), HOW)
def test_wrong_answers_are_said_and_kept_and_nothing_is_saved(
    browse, written, database, wrong, sentence
):
    item_id = written("ghana", Stage.DRAFT)
    typed = {"version": "1", "responsible_body": "The <council>", **wrong}
    page = browse("ghana").post(f"/practices/{item_id}/edit/how", typed, status=422)

    assert page.words(".problem li")[0].startswith(sentence)
    assert page.soup.select_one("#f-responsible_body")["value"] == "The <council>"
    assert _stored(database).responsible_body is None


READERS = [
    ({"audience": "network"}, "Add at least one source"),
    ({"audience": "chosen", "own_source": "yes"}, "Choose at least one group, member or office."),
    ({"audience": "chosen", "add": "members:GHA", "own_source": "yes"}, "Choose one of the answer"),
    ({"audience": "chosen", "add": "offices:none", "own_source": "yes"}, "Choose one of the answe"),
    ({"audience": "members", "add": "members:DNK", "own_source": "yes"}, "Choose one of the answe"),
    ({"audience": "world", "own_source": "yes"}, "Choose one of the answers offered."),
    ({"own_source": "yes"}, "Choose who may read it."),
    ({"audience": "network", "sources": "\n".join("ab"[:1] * 31)}, "Give at most 30 sources."),
    ({"audience": "network", "sources": "x" * 601}, "A source is longer than 600 characters."),
]


@pytest.mark.parametrize(("wrong", "sentence"), READERS)
def test_sources_and_readers_are_checked(browse, written, wrong, sentence):
    item_id = written("ghana", Stage.DRAFT)
    page = browse("ghana").post(
        f"/practices/{item_id}/edit/readers", {"version": "1", **wrong}, status=422
    )

    assert page.words(".problem li")[0].startswith(sentence)


def test_sources_keep_their_words_and_addresses(browse, written, database):
    item_id = written("ghana", Stage.DRAFT)
    typed = "Act 818\nReport of 2012 https://example.org/r?a=1&b=2\nhttps://example.org\njavascript:alert(1)"
    sent = {"version": "1", "audience": "public", "sources": typed}
    browse("ghana").post(f"/practices/{item_id}/edit/readers", sent)
    with database.read() as conn:
        rows = conn.execute(select(table(PracticeSource)).order_by(table(PracticeSource).c.place))
        assert [(row.title, row.url) for row in rows] == [
            ("Act 818", None),
            ("Report of 2012", "https://example.org/r?a=1&b=2"),
            ("https://example.org", "https://example.org"),
            ("javascript:alert(1)", None),
        ]
    again = browse("ghana").get(f"/practices/{item_id}/edit/readers")
    assert again.soup.select_one("#f-sources").get_text().strip() == typed


SENTENCES = [
    ({"audience": "public"}, "Anyone can read this entry"),
    ({"audience": "network"}, "Read by every appointed Focal Point and alternate"),
    (
        {"audience": "chosen", "readers": ["members:TLS", "group:african"], "add": "members:DNK"},
        "Chosen: African Group, Denmark and Timor-Leste. The office that wrote it (Ghana) and",
    ),
    (
        {
            "audience": "chosen",
            "readers": [f"members:{code}" for code in ("DNK", "TLS", "KEN", "UGA", "CHE", "CRI")],
        },
        "Chosen: Costa Rica, Denmark, Kenya, Switzerland and 2 more. The office that wrote it",
    ),
    ({"audience": "secretariat"}, "Read by the office that wrote it (Ghana)"),
]


@pytest.mark.parametrize(("chosen", "sentence"), SENTENCES)
def test_who_will_read_it_is_said_in_words_in_place_and_on_the_last_page(
    browse, written, chosen, sentence
):
    item_id = written("ghana", Stage.DRAFT)
    ghana, base = browse("ghana"), f"/practices/{item_id}/edit"

    part = ghana.block(f"{base}/readers", "preview", params=chosen)
    assert sentence in part.words("#preview p")[0]
    ghana.post(f"{base}/readers", {"version": "1", "own_source": "yes", **chosen})
    assert sentence in ghana.get(f"{base}/check").words("form .note p")[0]


def test_readers_are_added_one_by_one_and_taken_out_without_a_script(
    browse, written, cast, database
):
    item_id = written("ghana", Stage.DRAFT)
    address = f"/practices/{item_id}/edit/readers"
    ghana, denmark = browse("ghana"), cast["denmark"].viewer.office.id
    typed = {"version": "1", "sources": "Act 818", "audience": "chosen"}
    first = {"add": ["group:african", "members:DNK"], "then": "more"}
    page = ghana.post(address, {**typed, **first}, status=200)
    assert chosen(page) == {"group:african": "African Group", "members:DNK": "Denmark"}
    assert page.soup.select_one("#f-sources").get_text().strip() == "Act 818"
    assert page.words(".err") == []
    stale = ghana.post(address, {**typed, **first, "version": "0"}, status=409)
    assert "Act 818" in stale.text

    more = {"readers": list(chosen(page)), "add": f"offices:{denmark}", "then": "more"}
    page = ghana.post(address, {**typed, **more}, status=200)
    assert chosen(page)[f"offices:{denmark}"] == "Denmark (Focal Point)"
    with database.read() as conn:
        assert conn.execute(select(table(Item).c.audience)).scalar_one() == "network"

    kept = ["group:african", f"offices:{denmark}"]
    ghana.post(address, {**typed, "readers": kept, "add": "", "told": "yes"})
    with database.read() as conn:
        stored = conn.execute(select(table(Item).c.audience)).scalar_one()
    assert stored == f"group:african;offices:{denmark};told"
    again = ghana.get(address)
    assert sorted(chosen(again)) == sorted(kept)
    assert again.soup.select_one("#f-told").has_attr("checked")


def chosen(page) -> dict[str, str]:
    """Return the sets that stand chosen on the form, with what they are called."""
    boxes = page.soup.select("input[name=readers][checked]")
    return {box["value"]: box.find_parent("label").get_text(strip=True) for box in boxes}


def test_an_office_chooses_among_all_groups_members_and_offices_but_its_own(browse, written, cast):
    item_id = written("ghana", Stage.DRAFT)
    page = browse("ghana").get(f"/practices/{item_id}/edit/readers")

    answers = [box["value"] for box in page.soup.select("input[name=audience]")]
    offered = {option["value"] for option in page.soup.select("select[name=add] option")} - {""}
    assert answers == ["public", "network", "chosen", "secretariat"]
    assert len({one for one in offered if one.startswith("group:")}) == 5
    assert len({one for one in offered if one.startswith("members:")}) == 203
    others = ("denmark", "costa_rica", "timor", "eu")
    assert {one for one in offered if one.startswith("offices:")} == {
        f"offices:{cast[who].viewer.office.id}" for who in others
    }


def test_of_two_colleagues_the_later_does_not_overwrite(browse, written, database):
    item_id = written("ghana", Stage.DRAFT)
    address = f"/practices/{item_id}/edit/learned"
    browse("ghana").post(address, {"version": "1", "what_worked": "First words"})
    late = browse("ghana_alternate").post(
        address, {"version": "1", "what_worked": "Later words"}, status=409
    )

    assert "Later words" in late.text
    assert _stored(database).what_worked == "First words"


def test_five_clicks_are_one_draft(browse, database):
    ghana, form = browse("ghana"), {**FIRST_PAGE, "once": "f" * 22}
    places = {ghana.post("/practices/new", form).location for _ in range(5)}

    assert len(places) == 1
    with database.read() as conn:
        assert len(conn.execute(select(table(Item))).all()) == 1


def test_without_a_source_it_is_not_submitted(browse):
    second = browse("ghana").post("/practices/new", FIRST_PAGE).location
    check = second.replace("/how", "/check")
    page = browse("ghana").post(check, {"version": "1"}, status=422)

    assert page.words(".problem li") == [
        "Add at least one source, or say that your office is the source."
    ]
    assert page.words(".notes .empty h3") == ["No source is given yet"]


@pytest.mark.parametrize("who", ["editor", "stranger"])
def test_only_offices_of_members_share(browse, who):
    page = browse(who).get("/practices/new", status=403)
    browse(who).post("/practices/new", FIRST_PAGE, status=403)

    assert page.words("main .lede") == ["Only a Focal Point or alternate can share a practice."]
    assert browse(who).get("/practices").soup.select(".btn[href='/practices/new']") == []


def test_the_last_page_shows_each_part_with_its_way_back(browse, written):
    item_id = written("ghana", Stage.DRAFT)
    page = browse("ghana").get(f"/practices/{item_id}/edit/check")
    ways = {a["href"].rpartition("/")[2] for a in page.soup.select("main a[href*='/edit/']")}

    assert ways == {"what", "how", "learned", "readers"}
