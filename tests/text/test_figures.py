"""A figure is a block of its own: what it says survives, and only its own address is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text.blocks import Block, join, split
from app.text.chapter import render_chapter
from app.text.figures import ADDRESS_OF, Gallery, Picture, names, written
from app.text.markdown import to_html, to_text
from app.text.redline import compare
from app.text.redline_html import RedlineLook, side_by_side
from app.text.redline_html import to_html as redlined
from app.text.redline_words import Wording, in_words
from app.text.tree import parse

NAME = "0123456789abcdef0123456789abcdef-800x600.png"
OTHER = "fedcba9876543210fedcba9876543210-80x60.jpg"
GALLERY = Gallery(lambda name: Picture(ADDRESS_OF + name, "84 kB"))
WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), max_size=60)


def shown(source, gallery=GALLERY):
    made = render_chapter(split(source), number="1", link=lambda _k, _n: None, gallery=gallery)
    return str(made.html)


@given(WORDS, WORDS)
def test_any_words_and_source_are_said_as_they_were_written(alt, source):
    block, *others = split(written(NAME, alt, source, "Below."))
    assert not others
    assert block.kind == "figure"
    assert [one.kind for one in split(join([block]))] == ["figure"]
    parts = {part.tag: part.text for part in parse(block.source).nodes[0].children}
    assert parts["img"] == " ".join(alt.split())
    assert parts.get("credit", "") == " ".join(source.split())
    assert parts["figcaption"] == "Below."
    assert names(block.source) == {NAME}


@given(st.text('![]()"\\ \nfigure:' + NAME, max_size=120))
def test_a_block_is_a_figure_where_its_tree_is(text):
    for block in split(text):
        first = parse(block.source).nodes[:1]
        assert (block.kind == "figure") == (bool(first) and first[0].tag == "figure")


def test_a_figure_is_shown_with_its_size_caption_and_source():
    html = shown(written(NAME, 'A "map"', "UN", "Where *it* is.[^1]") + "\n\n[^1]: Note.")
    assert html == (
        '<div id="p1.1"><a class="pn" href="#p1.1" aria-label="Address of paragraph 1.1">1.1</a>'
        f'<figure><img src="{ADDRESS_OF}{NAME}" alt="A &quot;map&quot;" width="800" height="600"'
        ' loading="lazy" decoding="async"><p class="credit">'
        f'<a href="{ADDRESS_OF}{NAME}" download="">Download the picture (84 kB)</a></p>'
        '<figcaption><p>Where <em>it</em> is.<sup id="r1"><a href="#n1" aria-label="Note 1">1</a>'
        '</sup></p><p class="credit">Source: UN</p></figcaption></figure>\n</div>\n'
    )


def test_a_missing_picture_is_a_sentence():
    html = shown(written(NAME, "A map", "UN"), Gallery(lambda _name: None))
    assert "This picture is missing at present. It shows: A map" in html
    assert "<img" not in html


@pytest.mark.parametrize(
    "source",
    [
        f"- ![a](figure:{NAME})",
        f"> ![a](figure:{NAME})",
        f"Words ![a](figure:{NAME})",
        f"| ![a](figure:{NAME}) |\n| --- |",
        "![a](https://example.org/a.png)",
        "![a](figure:0123-8x6.png)",
        f"![a](figure:{NAME.replace('800', '0')})",
        f"![a](figure:{NAME.replace('png', 'svg')})",
        f'![a](figure:{NAME}"onerror=alert(1))',
        "![a](/manual/figures/x)",
    ],
)
def test_anything_else_shows_words_alone(source):
    assert all(block.kind != "figure" for block in split(source))
    assert "<img" not in shown(source)


def test_comments_and_other_documents_show_the_words_alone():
    source = written(NAME, "A map", "UN")
    assert "<img" not in to_html(source)
    assert to_html(source, profile="document") == '<p dir="auto">A map</p>\n<p dir="auto">UN</p>\n'


def test_search_finds_words_caption_and_source():
    assert to_text(written(NAME, "A map", "UN", "Where *it* is.")) == "A map\nWhere it is.\nUN"


class TestRedline:
    OLD = (Block("aaaaaaa2", "figure", written(NAME, "A map of it", "UN", "Below.")),)
    NEW = (Block("aaaaaaa2", "figure", written(OTHER, "A chart of it", "UN", "Below all.")),)

    def test_old_and_new_picture_stand_beside_each_other(self):
        html = str(redlined(compare(self.OLD, self.NEW), RedlineLook(gallery=GALLERY)))
        gone, come = (
            html.index(f'<del><span class="vh">deleted: </span><img src="{ADDRESS_OF}{NAME}'),
            html.index(f'<ins><span class="vh">inserted: </span><img src="{ADDRESS_OF}{OTHER}'),
        )
        assert gone < come < html.index("Alternative text: A <del>")

    def test_each_side_has_its_picture(self):
        (row,) = side_by_side(compare(self.OLD, self.NEW), RedlineLook(gallery=GALLERY))
        assert [NAME in str(row.old), OTHER in str(row.old)] == [True, False]
        assert [NAME in str(row.new), OTHER in str(row.new)] == [False, True]

    def test_it_is_said_in_words(self):
        (change,) = compare(self.OLD, self.NEW).changes
        assert in_words(change) == (
            Wording("picture", "", ""),
            Wording("alternative", "A map of it", "A chart of it"),
            Wording("inserted", "", "all"),
        )
        (come,) = compare((), self.NEW).changes
        (gone,) = compare(self.OLD, ()).changes
        assert in_words(come)[0] == Wording("new_figure", "", "A chart of it")
        assert in_words(gone)[0] == Wording("no_figure", "A map of it", "")

    @given(WORDS, WORDS, st.sampled_from([NAME, OTHER]))
    def test_no_redline_of_figures_fails(self, alt, source, name):
        new = (Block("aaaaaaa2", "figure", written(name, alt, source)),)
        for old in (self.OLD, ()):
            found = compare(old, new)
            redlined(found, RedlineLook(gallery=GALLERY))
            side_by_side(found, RedlineLook())
            in_words(found.changes[0])
