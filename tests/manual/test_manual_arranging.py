"""Moving, splitting and putting together without dragging: ids stay, no word is lost."""

import pytest

from app.manual import queries
from app.manual.editing import structure
from app.manual.editing.sections import cut
from app.manual.values import DRAFT
from app.text.blocks import Block, split

LIST = "/manual/edit/beginning/sections"
ARRANGE = f"{LIST}/h2aaaaaa/arrange"
LETTER = f"{LIST}/h2bbbbbb/arrange"
IDS = ["h2aaaaaa", "p2aaaaaa", "p2bbbbbb", "h2bbbbbb", "t2aaaaaa", "l2aaaaaa"]


def blocks_of(database):
    with database.read() as conn:
        return queries.chapter_text(conn, DRAFT, "chapterone22").blocks


def press(client, path, status=303, **sent: str):
    """Press a button of the page, with the version that the page has."""
    version = client.get(path).soup.select_one("input[name=version]")["value"]
    return client.post(path, {"version": version, **sent}, status=status)


@pytest.mark.usefixtures("manual")
def test_sections_and_blocks_move_with_their_ids(browse, database):
    editor = browse("editor")
    before = blocks_of(database)
    page = editor.get(LIST)
    assert [b["value"] for b in page.soup.select(".rows button")] == ["down", "up"]
    answer = press(editor, LIST, section="h2bbbbbb", do="up")
    assert [b.id for b in blocks_of(database)] == [*IDS[3:], *IDS[:3]]
    moved = editor.get(answer.location).soup.select_one("[data-focus]")
    assert moved.find_parent("form").select_one("input[name=section]")["value"] == "h2bbbbbb"
    press(editor, LIST, section="h2bbbbbb", do="down")
    assert blocks_of(database) == before

    answer = press(editor, ARRANGE, block="p2bbbbbb", do="up")
    assert [b.id for b in blocks_of(database)][:3] == ["h2aaaaaa", "p2bbbbbb", "p2aaaaaa"]
    assert editor.get(answer.location).soup.select_one("[data-focus]")["id"] == "b-p2bbbbbb"
    press(editor, ARRANGE, block="p2bbbbbb", do="up")
    press(editor, ARRANGE, block="h2aaaaaa", do="down")
    assert [b.id for b in blocks_of(database)][:3] == ["h2aaaaaa", "p2bbbbbb", "p2aaaaaa"]


def test_each_button_says_which_block_it_is_for(browse, rewrite):
    rewrite("is away", "is <i>away</i>")
    page = browse("editor").get(ARRANGE)
    assert page.words("#b-p2bbbbbb button") == [
        "Move up An alternate answers when the holder is <i>away</i>. See…",
        "Split here An alternate answers when the holder is <i>away</i>. See…",
    ]


def test_of_a_very_long_paragraph_the_first_places_to_split_are_offered(browse, rewrite):
    rewrite("answers when the holder is away.", "answers." + " One more." * 300)
    page = browse("editor").get(ARRANGE)
    assert len(page.soup.select("#b-p2bbbbbb input[type=radio]")) == 199


@pytest.mark.usefixtures("manual")
def test_a_block_is_split_and_put_together_again(browse, database):
    editor = browse("editor")
    before = blocks_of(database)
    assert editor.get(ARRANGE).words("#b-p2bbbbbb .pick") == ["See Going on."]
    press(editor, ARRANGE, block="p2bbbbbb", do="split", after="1")
    after = blocks_of(database)
    fresh = [b.id for b in after if b.id not in IDS]
    assert [b.id for b in after] == [*IDS[:3], *fresh, *IDS[3:]]
    assert [b.source for b in after][2:4] == [
        "An [alternate](term:alternate) answers when the holder is away.",
        "See [Going on](chapter:going-on).",
    ]
    press(editor, ARRANGE, block="p2bbbbbb", do="join")
    assert blocks_of(database) == before
    page = press(editor, LETTER, block="t2aaaaaa", do="join", status=409)
    assert page.words(".note.stop p")[0].startswith("Only two paragraphs, or two lists")
    press(editor, LETTER, block="l2aaaaaa", do="split", after="9", status=409)
    press(editor, LETTER, block="none", do="join", status=409)
    assert blocks_of(database) == before


@pytest.mark.usefixtures("manual")
def test_of_two_who_arrange_one_is_told_to_look_again(browse, database):
    one, other = browse("editor"), browse("editor")
    press(other, ARRANGE, block="p2bbbbbb", do="up")
    before = blocks_of(database)
    page = one.post(ARRANGE, {"version": "1", "block": "p2bbbbbb", "do": "down"}, status=409)

    assert page.words(".note.stop p") == ["Someone else saved this chapter while you were writing."]
    one.post(LIST, {"version": "1", "section": "h2bbbbbb", "do": "up"}, status=409)
    one.post(LIST, {"version": "2", "section": "none", "do": "up"}, status=404)
    assert blocks_of(database) == before


NOTED = "One.[^a] Two.[^b] Three.\n\n[^a]: First.\n[^b]: Second.\n\n[^c]: Alone."


@pytest.mark.parametrize(
    ("source", "after", "halves"),
    [
        (
            NOTED,
            1,
            ("One.[^a]\n\n[^a]: First.\n\n[^c]: Alone.", "Two.[^b] Three.\n\n[^b]: Second."),
        ),
        ("- a\n- b\n  more\n- c", 2, ("- a\n- b\n  more", "- c")),
        ("第一句。第二句。", 1, ("第一句。", "第二句。")),
        ("Is it so? Yes.", 1, ("Is it so?", "Yes.")),
    ],
)
def test_notes_go_where_they_are_referred_to(source, after, halves):
    (block,) = split(source)
    section = cut([Block("aaaaaaa2", block.kind, block.source)])[0]
    made = structure.block_split(section, "aaaaaaa2", after)

    assert [(one.id, one.source) for one in made] == [("aaaaaaa2", halves[0]), (None, halves[1])]


@pytest.mark.parametrize("source", ["| a |\n| - |\n| b |", "# Title. More.", "A. # B\n\n1. x"])
def test_what_has_no_place_to_split_is_refused(source):
    section = cut([Block("aaaaaaa2", split(source)[0].kind, split(source)[0].source)])[0]
    with pytest.raises(structure.CannotSplit):
        structure.block_split(section, "aaaaaaa2", 1)
