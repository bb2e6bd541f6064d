# ruff: noqa: E501 - payloads and expected HTML stand on one line
"""Hostile input: whatever is written, only the listed elements, attributes and schemes remain."""

from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st

from app.text.blocks import Block, split
from app.text.chapter import render_chapter
from app.text.clean import clean
from app.text.markdown import to_html
from app.text.redline import compare
from app.text.redline_html import RedlineLook, side_by_side
from app.text.redline_html import to_html as redline_html
from tests.text.samples import documents, steady

pytestmark = pytest.mark.long

ELEMENTS = {
    *[
        "p",
        "br",
        "hr",
        "em",
        "strong",
        "code",
        "pre",
        "blockquote",
        "ul",
        "ol",
        "li",
        "a",
        "span",
        "div",
    ],
    *[
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "sup",
        "ins",
        "del",
        "section",
        "svg",
        "use",
    ],
}
ATTRIBUTES = {
    "a": {"href", "rel", "aria-label", "class"},
    "ol": {"start", "dir"}, "ul": {"dir"}, "blockquote": {"dir"},
    "p": {"dir", "id", "class"}, "div": {"id", "class"}, "span": {"class"}, "sup": {"id"},
    "table": {"role", "dir"}, "thead": {"role"}, "tbody": {"role"}, "tr": {"role"},
    "th": {"role", "scope"}, "td": {"role", "data-l"},
    "section": {"class", "aria-labelledby"}, "li": {"id"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
    "svg": {"class", "aria-hidden"}, "use": {"href"},
}  # fmt: skip
CLASSES = {"term", "tables", "vh", "pn", "notes", "part", "note", "i", "tag", "new", "shift"}
IDS = ("a", "b", "p1.", "s-", "r", "n", "h-n")

JS = "alert(1)"
TAGS = [
    "script", "img", "svg", "iframe", "object", "embed", "form", "input", "button", "style",
    "link", "meta", "base", "math", "video", "audio", "details", "marquee", "template", "noscript",
    "textarea", "title", "xmp", "plaintext", "select", "frameset", "isindex", "a", "div", "body",
]  # fmt: skip
EVENTS = [
    "onerror", "onload", "onclick", "onmouseover", "onfocus", "ontoggle", "onanimationstart",
    "onpointerenter", "onbegin", "formaction", "style", "id", "class", "srcdoc", "xlink:href",
    "hx-get", "hx-post", "hx-on:click", "hx-on::load", "hx-trigger", "hx-vals", "hx-swap-oob",
    "data-hx-get", "data-hx-on:click", "hx-boost", "hx-ext", "hx-headers", "hx-include", "is",
]  # fmt: skip
SCHEMES = [
    "javascript:", "JaVaScRiPt:", "java\tscript:", "java\nscript:", "\x01javascript:",
    "javascript&colon;", "&#106;avascript:", "&#x6A;avascript&#58;", "javascript&#0000058;",
    "vbscript:", "data:text/html,", "data:text/html;base64,", "data:image/svg+xml,", "file:///",
    "blob:", "about:", "view-source:", "ws://", "ftp://", "jar:", "livescript:", "mocha:",
    "feed:javascript:", "//evil.example/", "\\\\evil.example\\", "/\\evil.example", "/\t/evil.example",
    "https:evil.example", "http:/evil.example", "https://a@evil.example/", "javascript%3A", "％6A",
    "mailto:a@b.example?body=", "intent://", "ms-word:ofe|u|", "chapter:", 'term:"onclick=',
]  # fmt: skip
LINK_TRICKS = [
    "[a]({})", "[a](<{}>)", '[a]({} "t")', "![a]({})", "<{}>", "[a][b]\n\n[b]: {}", "[![a](b)]({})",
    "[a](b '{}')", "[a]( {} )", "[a](\u00a0{})", "[a](\\{})", "| [a]({}) |\n|-|\n| [b]({}) |",
    "- [a]({})", "> [a]({})", "# [a]({})", "[a]({}{{.x}})", "[^n]: [a]({})\n\nx[^n]", "`[a]({})`",
    '[a](x"onmouseover="{})', '[a](https://ok.example/"onclick={})', "[{}](/x)", "**[a]({})**",
]  # fmt: skip
LOOSE = [
    "<script>alert(1)</script>", "<<script>alert(1)//<</script>", "<scr<script>ipt>", "<svg/onload=alert(1)>",
    "<img src=x onerror=alert(1)//", '"><img src=x>', "'><svg>", "</p><script>x</script>", "<!--><img>",
    "<![CDATA[<script>]]>", "<?php x ?>", "<!DOCTYPE html>", "<math><mtext></mtext><mglyph><style>",
    "<svg><use href='data:'/></svg>", "&lt;script&gt;", "&#60;script&#62;", "\\<script\\>", "`<script>`",
    "```\n<script>\n```", "    <script>", '``` " onclick=x\n```', "```<b>\n```", "| <img> |\n|-|\n| <b> |",
    '|a" onclick=x|b|\n|-|-|\n|c|d|', '|a|b" hx-get=/x|\n|-|-|\n|c|d|', "[^<img>]: x\n\ny[^<img>]",
    '[^"onclick]: x\n\ny[^"onclick]', "{#abcdefgh}\nx", '{#abc"onx}\nx', "{.note onclick=x}",
    "x{: hx-get=/x}", "[a](/x){hx-get=/y}", "![a](http://evil.example/beacon.png)", "<hx-partial>",
    "\u2028<script>", "\0<script>", "\ufeff<img>", '<a href="javascript:x">y</a>', "\ud83d<b>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">', "<form><math><mtext></form>",
    "<div id=main></div>", "<p class=note>", "<ins><del>", "> **Not verified.** <script>", "**Not verified.**",
]  # fmt: skip

PAYLOADS = [
    *LOOSE,
    *(f"<{tag}>{JS}</{tag}>" for tag in TAGS),
    *(f"<{tag} src=x onerror={JS}>" for tag in TAGS),
    *(f'<a {name}="{JS}">x</a>' for name in EVENTS),
    *(f'<img {name}={JS} src="//evil.example/x">' for name in EVENTS),
    *(f'[x](/y "{name}={JS}")' for name in EVENTS),
    *(f'[x](/y{name}="{JS}")' for name in EVENTS),
    *(trick.replace("{}", scheme + JS) for scheme in SCHEMES for trick in LINK_TRICKS),
]


def assert_harmless(html: str) -> None:
    soup = BeautifulSoup(html, "html5lib")
    body = soup.body
    assert body is not None
    assert soup.head is not None
    assert list(soup.head.children) == []
    for element in body.find_all(True):
        assert isinstance(element, Tag)
        assert element.name in ELEMENTS
        assert set(element.attrs) <= ATTRIBUTES.get(element.name, set())
        assert set(element.get_attribute_list("class")) - {None} <= CLASSES
        assert str(element.get("id") or "b").startswith(IDS)
        _assert_address(str(element.get("href") or "#x"))


def _assert_address(href: str) -> None:
    if href.startswith("/"):
        assert href[1:2] not in {"/", "\\"}
        return
    parts = urlsplit(href)
    assert href.startswith("#") or parts.scheme in {"http", "https", "mailto"}
    assert "@" not in parts.netloc


def every_sink(source: str) -> list[str]:
    other = split("Quiet words.\n\n| a | b |\n|-|-|\n| c | d |\n\n- x\n- y")
    blocks = split(source)
    look = RedlineLook(icons="/i.svg", link=lambda _scheme, slug: f"/x/{slug}")
    chapter = render_chapter(
        blocks, number="1", link=lambda _scheme, slug: f"/x/{slug}", icons="/i.svg"
    )
    found = [to_html(source), to_html(source, profile="document"), chapter.html, chapter.notes_html]
    for pair in ((other, blocks), (blocks, other), (blocks, blocks)):
        redline = compare(*pair)
        sides = side_by_side(redline, look)
        found += [redline_html(redline, look), *(side.new or "" for side in sides)]
    return [str(html) for html in found]


def test_the_corpus_is_large():
    assert len(set(PAYLOADS)) >= 900


@pytest.mark.parametrize("payload", LOOSE)
def test_loose_payloads_in_every_sink(payload: str):
    for html in every_sink(payload):
        assert_harmless(html)


@pytest.mark.parametrize("start", range(0, len(PAYLOADS), 50))
def test_the_whole_corpus(start: int):
    for payload in PAYLOADS[start : start + 50]:
        for html in every_sink(payload):
            assert_harmless(html)


@steady
@given(
    st.lists(st.sampled_from(PAYLOADS), min_size=2, max_size=5), st.sampled_from(["", " ", "\n"])
)
def test_payloads_put_together(parts: list[str], between: str):
    for html in every_sink(between.join(parts)):
        assert_harmless(html)


@steady
@given(documents)
def test_any_document(source: str):
    for html in every_sink(source):
        assert_harmless(html)


def test_block_ids_reach_a_page_only_in_their_own_form():
    hostile = Block('x" onclick="y', "paragraph", "text")
    chapter = render_chapter([hostile], number="1", link=lambda *_: None)
    assert BeautifulSoup(chapter.html, "html5lib").p.attrs == {"id": 'x" onclick="y'}


def test_the_second_wall_holds_alone():
    html = (
        '<p id="main" style="x" hx-get="/x" data-hx-on="y" onclick="z">a</p><script>s</script>'
        '<a href="javascript:x" rel="me" class="btn term">b</a><a href="//evil.example">c</a>'
        '<img src="http://evil.example/x"><form action="/x"><sup id="r1">1</sup></form>'
        '<ol start="9" dir="rtl"></ol><td role="button" data-l="t">d</td>'
    )
    assert clean(html) == (
        '<p>a</p><a class="term">b</a><a>c</a><img><sup id="r1">1</sup><ol start="9"></ol>d'
    )
