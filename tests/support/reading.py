"""Reads whole pages, strictly where the markup is new to this process, and what they owe."""

import re
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import html5lib
from bs4 import BeautifulSoup
from bs4.builder import HTML5TreeBuilder, LXMLTreeBuilder, TreeBuilder
from lxml import html as quick

TOKEN = re.compile(r"""<[^<>"']*(?:(?:"[^"]*"|'[^']*')[^<>"']*)*>|[^<]+""")
"""A tag, or what stands between two tags."""

VALUE = re.compile(r'(?<!\stype)="[^"]*"')
"""What an attribute is. A field's type stays: whether it is hidden decides where it may stand."""

ODD = re.compile(
    "&(?!(?:amp|lt|gt|quot|#34|#39);)"
    "|[^\t\n -~\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0001fffd]"
)
"""References and signs that may be wrong in themselves, wherever they stand."""

FIRST_LINE = re.compile(r"(<(?:textarea|pre)\b[^>]*>)\r?\n")
"""An empty first line, which browsers leave out."""

TITLES = ("R2P Focal Points", "Points focaux R2P")


class Strict(HTML5TreeBuilder):
    """Builds the document of a whole page; the first error in its HTML is raised."""

    def feed(self, markup: str) -> None:
        parser = html5lib.HTMLParser(strict=True, tree=self.create_treebuilder)
        self.underlying_builder.parser = parser
        parser.parse(markup)
        self.underlying_builder.parser = None


def skeleton(html: str) -> str | None:
    """Return a page without its words and values: pages of one skeleton are valid together.

    None where that cannot be told without reading: words that may be wrong in themselves,
    comments, tags that do not end.
    """
    begins = html[:15].lower() == "<!doctype html>" and html.count("<!") == 1
    if not begins or ODD.search(html) or TOKEN.sub("", html):
        return None
    return TOKEN.sub(_shape, html)


def _shape(found: re.Match[str]) -> str:
    token = found[0]
    if token[0] == "<":
        return token if "'" in token else VALUE.sub('=""', token)
    return " " if token.isspace() and token.isascii() else "x"


class Reading:
    """Knows the skeletons of the pages that were read strictly."""

    def __init__(self) -> None:
        self._known: set[str] = set()

    def check(self, html: str) -> bool:
        """See that a page is valid; return whether that took reading it strictly.

        Raises:
            html5lib.html5parser.ParseError: when its HTML is not valid.
        """
        found = skeleton(html)
        if found in self._known:
            return False
        _read(html, Strict)
        if found is not None:
            self._known.add(found)
        return True


def _read(html: str, builder: type[TreeBuilder]) -> BeautifulSoup:
    return BeautifulSoup(html, builder=builder, store_line_numbers=False)


def _quickly(html: str) -> BeautifulSoup:
    """Read a page as a browser would where it is valid, in a third of the time."""
    return _read(FIRST_LINE.sub(r"\1", html), LXMLTreeBuilder)


_thread = ThreadPoolExecutor(1, initializer=sys.settrace, initargs=(None,))
"""Reads documents where nobody traces: measuring coverage would take as long again as reading."""

_reading = Reading()


def document(html: str) -> BeautifulSoup:
    """Return the document of a page, or of a part of one."""
    return _thread.submit(_quickly, html).result()


def check_valid(html: str) -> None:
    """See that a whole page is valid."""
    _thread.submit(_reading.check, html).result()


def check_page(html: str) -> None:
    """Assert what every valid page owes its reader."""
    _thread.submit(_check, quick.document_fromstring(html)).result()


def _check(page: Any) -> None:
    assert len(page.xpath("//h1")) == 1, "a page has one h1"
    title = page.findtext("head/title") or ""
    assert title.endswith(TITLES), title
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids)), sorted(i for i in ids if ids.count(i) > 1)
    assert not page.xpath("//@style"), "no inline style"
    assert not page.xpath("//script[not(@src) or @src='']"), "no inline script"
    for form in page.xpath("//form"):
        _check_form(form)


def _check_form(form: Any) -> None:
    assert form.get("action"), "a form has an action"
    if form.get("method", "get").lower() == "post":
        assert form.xpath(".//input[@name='csrf']"), f"no token in {form.get('action')}"
    labels = set(form.xpath(".//label/@for"))
    for field in form.xpath(".//input | .//select | .//textarea"):
        if field.get("type") in {"hidden", "submit"}:
            continue
        named = field.get("id") in labels or field.get("aria-label")
        named = named or next(field.iterancestors("label"), None) is not None
        assert named, f"a field without a label: {quick.tostring(field)}"
