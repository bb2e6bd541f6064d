# ruff: noqa: E501 - payloads and expected HTML stand on one line
"""The redline as a page shows it, as two sides, and in words."""

from collections.abc import Sequence

import pytest
from bs4 import BeautifulSoup
from hypothesis import assume, given
from markupsafe import Markup

from app.text.blocks import Block, split
from app.text.clean import clean
from app.text.html import Look, write_blocks
from app.text.labels import ChapterWords, RedlineWords
from app.text.merge import Merged
from app.text.redline import compare
from app.text.redline_html import RedlineLook, change_html, side_by_side, to_html
from app.text.redline_words import Wording, in_words
from app.text.tree import parse
from tests.text.samples import documents, steady

LOOK = RedlineLook(icons="/i.svg", link=lambda scheme, slug: f"/{scheme}/{slug}")


def ins(text: str) -> str:
    return (
        f'<ins><span class="vh">inserted: </span>{text}'
        '<span class="vh"> end of insertion </span></ins>'
    )


def gone(text: str) -> str:
    return (
        f'<del><span class="vh">deleted: </span>{text}'
        '<span class="vh"> end of deletion </span></del>'
    )


def inline(old: str, new: str) -> str:
    ids = [Block("aaaaaaa2", one.kind, one.source) for one in (*split(old), *split(new))]
    return str(to_html(compare(ids[:1], ids[1:]), LOOK))


def wordings(old: str, new: str) -> list[Wording]:
    found = compare(split(old), split(new)).changes
    return [wording for change in found for wording in in_words(change)]


LINKED = '<a href="/chapter/b">it</a> (chapter:b)'

CASES = [
    ("One *two* three.", "One *two four* three.", f"<p>One <em>two</em>{ins('<em> four</em>')} three.</p>\n"),
    ("A word.", "A **word**.", f"<p>A {gone('word')}{ins('<strong>word</strong>')}.</p>\n"),
    ("See [it](chapter:a).", "See [it](chapter:b).",
     f"<p>See {gone('it (chapter:a)')}{ins(LINKED)}.</p>\n"),
    ("A [x](/y) b", "A b", f"<p>A{gone(' x')} b</p>\n"),
    ("Said[^a].", "Said[^b].", f"<p>Said{gone('<sup>[^a]</sup>')}{ins('<sup>[^b]</sup>')}.</p>\n"),
    ("Said[^a].\n\n[^a]: One.", "Said[^a].\n\n[^a]: Two.",
     f"<p>Said<sup>[^a]</sup>.</p>\n<div><sup>[^a]</sup> <p>{gone('One')}{ins('Two')}.</p>\n</div>\n"),
    ("- a one\n- b two", "- a one\n- new\n- b 2 two",
     f"<ul><li>a one</li>\n<li>{ins('new')}</li>\n<li>b{ins(' 2')} two</li>\n</ul>\n"),
    ("- a\n- b\n- c", "- a\n- c", f"<ul><li>a</li>\n<li>{gone('b')}</li>\n<li>c</li>\n</ul>\n"),
    ("## Old title", "## New title", f"<h3>{gone('Old')}{ins('New')} title</h3>\n"),
    ("## Title", "### Title", f"<h3>{gone('Title')}</h3>\n<h4>{ins('Title')}</h4>\n"),
    ("```\na b\n```", "```\na c\n```", f"<pre><code>a {gone('b')}{ins('c')}</code></pre>\n"),
    ("> a b", "> a c", f"<blockquote><p>a {gone('b')}{ins('c')}</p>\n</blockquote>\n"),
    ("> a\n>\n> ---", "> a\n>\n> b\n>\n> ---", f"<blockquote><p>a</p>\n<p>{ins('b')}</p>\n<hr>\n</blockquote>\n"),
    ("> a\n>\n> ---", "> a", f"<blockquote><p>a</p>\n{gone('---')}</blockquote>\n"),
    ("2. a", "3. a", '<ol start="3"><li>a</li>\n</ol>\n'),
    ("a  \nb", "a  \nc", f"<p>a<br>\n{gone('b')}{ins('c')}</p>\n"),
    ("各国政府应任命官员。", "各国政府应当任命官员。", f"<p>各国政府应{ins('当')}任命官员。</p>\n"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "html"), CASES)
def test_inline(old: str, new: str, html: str):
    assert inline(old, new) == f"<div>{html}</div>\n"


def cells(html: Markup | str | None) -> list[list[str]]:
    soup = BeautifulSoup(html or "", "html5lib")
    for hidden in soup.select(".vh"):
        hidden.decompose()
    return [
        ["".join(_sign(part) for part in cell.strings) for cell in row.find_all(["td", "th"])]
        for row in soup.find_all("tr")
    ]


def _sign(part) -> str:
    inside = part.find_parent(["ins", "del"])
    return part if inside is None else f"{'+' if inside.name == 'ins' else '-'}{part}"


OLD_TABLE = "| A | B |\n|-|-|\n| 1 | x |\n| 2 | y |\n| 4 | same |"
NEW_TABLE = "| A | C | B |\n|-|-|-|\n| 1 | k | x |\n| 3 | l | z |\n| 2 | m | yy |\n| 4 |  | same |"


def test_tables_cell_by_cell():
    old, new = ([Block("aaaaaaa2", "table", text)] for text in (OLD_TABLE, NEW_TABLE))
    redline = compare(old, new)
    assert cells(to_html(redline, LOOK)) == [
        ["A", "+C", "B"], ["1", "+k", "x"], ["+3", "+l", "+z"], ["2", "+m", "-y+yy"], ["4", "", "same"],
    ]  # fmt: skip
    sides = side_by_side(redline, LOOK)[0]
    assert cells(sides.old) == [["A", "B"], ["1", "x"], ["2", "-y"], ["4", "same"]]
    assert cells(sides.new) == [
        ["A", "+C", "B"], ["1", "+k", "x"], ["+3", "+l", "+z"], ["2", "+m", "+yy"], ["4", "", "same"],
    ]  # fmt: skip
    back = side_by_side(compare(new, old), LOOK)[0]
    assert cells(back.new) == [["A", "B"], ["1", "x"], ["2", "+y"], ["4", "same"]]
    assert cells(to_html(compare(new, old), LOOK))[2] == ["-3", "-l", "-z"]
    row_more = [Block("aaaaaaa2", "table", "| A | B |\n|-|-|\n| 9 | 9 |")]
    column_less = [Block("aaaaaaa2", "table", "| B |\n|-|\n| unlike |\n| 5 |")]
    assert cells(to_html(compare(row_more, column_less), LOOK)) == [
        ["-A", "B"], ["-9", "-9"], ["", "+unlike"], ["", "+5"],
    ]  # fmt: skip


def test_labels_of_cells_are_the_new_titles():
    html = inline("| A | B |\n|-|-|\n| 1 | x |", "| A | Bee |\n|-|-|\n| 1 | x |")
    assert 'data-l="Bee"' in html


def test_whole_tables_come_and_go():
    table = split(OLD_TABLE)
    assert cells(to_html(compare([], table), LOOK))[1] == ["+1", "+x"]
    assert cells(to_html(compare(table, table), LOOK))[1] == ["1", "x"]


def tagged(name: str, icon: str, text: str) -> str:
    return f'<p class="{name}"><svg class="i" aria-hidden="true"><use href="/i.svg#{icon}"/></svg>{text}</p>'


def test_moved_new_and_removed_blocks_say_so():
    one, two, three = split(
        "{#aaaaaaa2}\nFirst words.\n\n{#aaaaaaa3}\nSecond words here.\n\n{#aaaaaaa4}\nThird words."
    )
    look = RedlineLook(
        icons="/i.svg", old_numbers={"aaaaaaa4": "2.3"}, new_numbers={"aaaaaaa4": "2.1"}
    )
    up = compare([one, two, three], [three, one, two])
    assert change_html(up.changes[0], look) == (
        f'<div class="shift">{tagged("tag", "moved", "Moved up, was 2.3")}<p>Third words.</p>\n</div>\n'
    )
    down = compare([three, one, two], [one, two, three])
    assert tagged("tag", "moved", "Moved down, was 2.3") in str(to_html(down, look))
    assert to_html(compare([one], [one, two]), look) == (
        "<div><p>First words.</p>\n</div>\n"
        f"<div>{tagged('tag new', 'plus', 'New paragraph')}<p>{ins('Second words here.')}</p>\n</div>\n"
    )
    assert to_html(compare([two], []), look) == (
        f"<div>{tagged('tag', 'close', 'Removed paragraph, was 1')}"
        f"<p>{gone('Second words here.')}</p>\n</div>\n"
    )
    sides = side_by_side(compare([one, three], [two, three]), look)
    assert [(s.kind, s.old, s.new, s.old_number, s.new_number) for s in sides] == [
        ("deleted", f"<p>{gone('First words.')}</p>\n", None, "1", ""),
        ("inserted", None, f"<p>{ins('Second words here.')}</p>\n", "", "1"),
        ("same", "<p>Third words.</p>\n", "<p>Third words.</p>\n", "2.3", "2.1"),
    ]


def test_unchanged_blocks_may_come_from_the_store():
    blocks = split("a\n\nb")
    look = RedlineLook(unchanged=lambda block: Markup("<p>stored {}</p>").format(block.source))
    assert to_html(compare(blocks, blocks), look) == (
        "<div><p>stored a</p></div>\n<div><p>stored b</p></div>\n"
    )


def test_an_unknown_link_stays_text():
    assert to_html(compare([], split("[a](term:x)")), RedlineLook()) == (
        f"<div>{tagged('tag new', 'plus', 'New paragraph').replace('/i.svg', '')}<p>{ins('a')}</p>\n</div>\n"
    )


def test_in_words():
    assert wordings("Name an alternate, and let.", "Name at least one alternate, and let it be.") == [
        Wording("replaced", "an", "at least one"), Wording("inserted", "", "it be"),
    ]  # fmt: skip
    assert wordings("- a point to make\n- b", "- a point\n- b") == [
        Wording("removed", "to make", "")
    ]
    assert wordings("same", "same") == []
    assert wordings("", "new **words**") == [Wording("inserted", "", "new words")]
    assert wordings("old words\n\n---", "---") == [Wording("removed", "old words", "")]
    assert wordings("See [it](chapter:a) there now", "See [it](chapter:b) there now") == [
        Wording("marked", "it (chapter:a)", "it (chapter:b)")
    ]
    assert wordings("All *so* `it` is now", "All **so** it is now") == [
        Wording("marked", "*so* `it`", "**so** it")
    ]
    assert wordings("one two three", "one  two three") == []
    assert wordings(OLD_TABLE, OLD_TABLE.replace("| y", "| why")) == [
        Wording("replaced", "y", "why")
    ]


def test_words_are_handed_in_translated():
    words = RedlineWords.spoken(str.upper)
    assert (words.new, words.moved_up) == ("NEW PARAGRAPH", "MOVED UP, WAS %(NUMBER)S")
    assert ChapterWords.spoken(str.title).back == "Back"
    assert ChapterWords.spoken(lambda text: text) == ChapterWords()


def visible(html: Markup | str) -> str:
    soup = BeautifulSoup(html, "html5lib")
    for hidden in soup.select(".vh"):
        hidden.decompose()
    return "".join(soup.get_text().split())


def plain(sources: Sequence[Block]) -> str:
    look = Look(note=lambda label: f"<sup>[^{label}]</sup>")
    out = ""
    for block in sources:
        tree = parse(block.source)
        out += write_blocks(tree.nodes, look)
        for note in tree.notes:
            out += f"[^{note.detail}]" + write_blocks(note.children, look)
    return visible(clean(out))


@steady
@given(documents, documents)
def test_each_side_shows_its_whole_text_and_nothing_else(old: str, new: str):
    assume("](" not in old + new)
    befores, afters = split(old), split(new)
    for change, row in zip(
        compare(befores, afters).changes,
        side_by_side(compare(befores, afters), RedlineLook()),
        strict=True,
    ):
        for block, html in ((change.old, row.old), (change.new, row.new)):
            assert (block is None) == (html is None)
            if block and change.kind not in {"same", "moved"}:
                assert visible(html).replace("---", "") == plain([block]).replace("---", "")


def test_a_merged_node_has_a_node():
    with pytest.raises(ValueError, match="has a node"):
        _ = Merged("keep", None, None).node


def test_a_side_leaves_out_what_only_the_other_has():
    old, new = ([Block("aaaaaaa2", "list", text)] for text in ("- a\n- b\n- c", "- a\n- c\n- d"))
    row = side_by_side(compare(old, new), LOOK)[0]
    assert row.old == f"<ul><li>a</li>\n<li>{gone('b')}</li>\n<li>c</li>\n</ul>\n"
    assert row.new == f"<ul><li>a</li>\n<li>c</li>\n<li>{ins('d')}</li>\n</ul>\n"


def test_two_long_lists_without_an_equal_item_go_together_in_order():
    old, new = ("\n".join(f"- {word} {n}" for n in range(120)) for word in ("office", "state"))
    blocks = [Block("aaaaaaa2", "list", text) for text in (old, new)]
    html = side_by_side(compare(blocks[:1], blocks[1:]), LOOK)[0].new or ""
    assert html.count("<li>") == 120
    assert html.count("<ins>") == 120
