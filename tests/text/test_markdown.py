# ruff: noqa: E501 - payloads and expected HTML stand on one line
"""Markdown becomes the HTML that the pages' stylesheet and assistive technology expect."""

import pytest

from app.text.markdown import to_html, to_text

CASES = {
    "a *b* **c** `d`": '<p dir="auto">a <em>b</em> <strong>c</strong> <code>d</code></p>\n',
    "***a** b*": '<p dir="auto"><em><strong>a</strong> b</em></p>\n',
    "# T\n\n### U": '<p dir="auto"><strong>T</strong></p>\n<p dir="auto"><strong>U</strong></p>\n',
    "a\nb  \nc": '<p dir="auto">a b<br>\nc</p>\n',
    "政府\n机构 a\n官": '<p dir="auto">政府机构 a 官</p>\n',
    "- a\n- b": '<ul dir="auto"><li>a</li>\n<li>b</li>\n</ul>\n',
    "3. a\n\n   b": '<ol start="3" dir="auto"><li><p dir="auto">a</p>\n<p dir="auto">b</p>\n</li>\n</ol>\n',
    "-": '<ul dir="auto"><li></li>\n</ul>\n',
    "> a": '<blockquote dir="auto"><p dir="auto">a</p>\n</blockquote>\n',
    "```js\nx < y\n```": "<pre><code>x &lt; y</code></pre>\n",
    "---": "<hr>\n",
    "~~a~~ www.x.example": '<p dir="auto">~~a~~ www.x.example</p>\n',
    "![alt *x*](http://evil.example/x.png)": '<p dir="auto">alt x</p>\n',
    "![](x.png)": '<p dir="auto"></p>\n',
    "[^a]\n\n[^a]: b": '<p dir="auto">[^a]</p>\n<p dir="auto">[^a]: b</p>\n',
    "[a][b]\n\n[b]: http://c.example": '<p dir="auto">[a][b]</p>\n<p dir="auto">[b]: http://c.example</p>\n',
    "<b>x</b> &amp; &copy;": '<p dir="auto">&lt;b&gt;x&lt;/b&gt; &amp; ©</p>\n',
    "": "",
}  # fmt: skip

LINKS = {
    "https://a.example/b?c=d#e": True,
    "http://a.example": True,
    "/manual/2#b7k2x2qa": True,
    "#b7k2x2qa": True,
    "mailto:a@b.example": True,
    "mailto:a@b.example?cc=c@d.example": False,
    "//evil.example": False,
    "https://user@evil.example": False,
    "https://a.example:80@evil.example/": False,
    "relative/path": False,
    "ftp://a.example": False,
    "chapter:appointing": False,
    "tel:+123": False,
    "": False,
}


@pytest.mark.parametrize(("source", "html"), CASES.items())
def test_comment(source: str, html: str):
    assert to_html(source) == html


@pytest.mark.parametrize(("href", "kept"), LINKS.items())
def test_only_listed_addresses_become_links(href: str, *, kept: bool):
    html = to_html(f"[text](<{href}>)")
    rel = ' rel="noopener noreferrer ugc"' if href.startswith("http") else ""
    link = f'<a href="{href}"{rel}>text</a>'
    assert html == f'<p dir="auto">{link if kept else "text"}</p>\n'


def test_a_table_keeps_its_meaning_as_cards():
    html = to_html("| A *b* | C |  |\n|:-|-:|-|\n| d | **e** | f |\n|  | g | h |")
    assert html == (
        '<div class="tables"><table role="table" dir="auto"><thead role="rowgroup"><tr role="row">'
        '<th role="columnheader" scope="col">A <em>b</em></th>'
        '<th role="columnheader" scope="col">C</th><td role="cell"></td></tr></thead>'
        '<tbody role="rowgroup"><tr role="row"><th role="rowheader" scope="row">d</th>'
        '<td role="cell" data-l="C"><span><strong>e</strong></span></td>'
        '<td role="cell"><span>f</span></td></tr>\n'
        '<tr role="row"><td role="cell"></td><td role="cell" data-l="C"><span>g</span></td>'
        '<td role="cell"><span>h</span></td></tr>\n</tbody></table></div>\n'
    )


def test_a_table_may_have_no_rows_and_a_long_title_is_cut_in_the_labels():
    assert "<tbody" not in to_html("| A |\n|-|")
    html = to_html(f"| A | {'b' * 100} |\n|-|-|\n| c | d |")
    assert f'data-l="{"b" * 80}"' in html


def test_a_document_has_headings_and_notes():
    html = to_html("# T\n\n{#abcdefgh}\nA[^a] b[^b] c[^a] d[^z].\n\n[^a]: One [^b].\n[^b]: Two\n\n    three\n[^c]: unused", profile="document", prefix="x")  # fmt: skip
    assert html == (
        '<h2>T</h2>\n<p dir="auto">A<sup id="xr1"><a href="#xn1" aria-label="Note 1">1</a></sup>'
        ' b<sup id="xr2"><a href="#xn2" aria-label="Note 2">2</a></sup>'
        ' c<sup id="xr1-2"><a href="#xn1" aria-label="Note 1">1</a></sup> d[^z].</p>\n'
        '<section class="notes part" aria-labelledby="xh-n"><h2 id="xh-n">Sources</h2><ol>\n'
        '<li id="xn1">One [^b]. <a href="#xr1" aria-label="Back to text, note 1">Back</a>'
        ' <a href="#xr1-2" aria-label="Back to text, note 1, place 2">2</a></li>\n'
        '<li id="xn2"><p dir="auto">Two</p>\n<p dir="auto">three</p>\n'
        ' <a href="#xr2" aria-label="Back to text, note 2">Back</a></li>\n</ol></section>\n'
    )
    assert to_html("## A", profile="document") == "<h2>A</h2>\n"


def test_plain_text():
    source = (
        "# T\n\nA **b** [c](https://d.example) <https://e.example> <f@g.example>[^n]\n\n"
        "- x\n  1. y\n  2. z\n- w\n\n| A | B |\n|-|-|\n| 1 | *2* |\n\n> q\n\n---\n\n[^n]: note"
    )
    assert to_text(source) == (
        "T\n\nA b c https://e.example f@g.example\n\nx\ny\nz\nw\n\nA | B\n1 | 2\n\nq\n\nnote"
    )
