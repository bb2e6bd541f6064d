"""A person with a browser that reads every page it gets: valid, titled, labelled, guarded."""

import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

import html5lib
from bs4 import BeautifulSoup, Tag
from bs4.builder import HTML5TreeBuilder
from starlette.testclient import TestClient

from app.web import csrf

HTMX = {"HX-Request": "true"}


class Strict(HTML5TreeBuilder):
    """Builds the document of a whole page; the first error in its HTML is raised."""

    def feed(self, markup: str) -> None:
        parser = html5lib.HTMLParser(strict=True, tree=self.create_treebuilder)
        self.underlying_builder.parser = parser
        parser.parse(markup)
        self.underlying_builder.parser = None


_reading = ThreadPoolExecutor(1, initializer=sys.settrace, initargs=(None,))
"""Reads documents where nobody traces: measuring coverage would take as long again as reading."""


def _document(html: str, builder: type[HTML5TreeBuilder]) -> BeautifulSoup:
    return BeautifulSoup(html, builder=builder, store_line_numbers=False)


class Browser:
    """Asks for pages as one person (or nobody) and checks what every page owes its reader."""

    def __init__(self, client: TestClient, secret: str, session: str = "") -> None:
        self.client = client
        self.secret = secret
        self.session = session
        if session:
            client.cookies.set("session", session)

    @property
    def token(self) -> str:
        """The form token of this person's session."""
        seed = self.session or self.client.cookies.get("visitor", "")
        return csrf.masked(csrf.token(self.secret, seed))

    def get(self, path: str, *, status: int = 200, **options: Any) -> "Answer":
        """Ask for a page; a page of HTML is read in full."""
        answer = self.client.get(path, follow_redirects=False, **options)
        assert answer.status_code == status, (answer.status_code, answer.text[:2000])
        return Answer(answer).checked()

    def block(self, path: str, target: str, **options: Any) -> "Answer":
        """Ask as htmx does, for the part that replaces ``#target``."""
        headers = {**HTMX, "HX-Target": f"section#{target}"}
        return self.get(path, headers=headers, **options)

    def post(
        self, path: str, data: Mapping[str, Any] | None = None, *, status: int = 303, **options: Any
    ) -> "Answer":
        """Send a form with its token."""
        sent = {"csrf": self.token, **(data or {})}
        answer = self.client.post(path, data=sent, follow_redirects=False, **options)
        assert answer.status_code == status, (answer.status_code, answer.text[:3000])
        return Answer(answer).checked()


class Answer:
    """An answer, with its text and its document."""

    def __init__(self, raw: Any) -> None:
        self.raw = raw
        self.status = raw.status_code
        self.headers = raw.headers
        self.text = raw.text

    @property
    def is_html(self) -> bool:
        """Whether it is a page or fragment."""
        return self.headers.get("content-type", "").startswith("text/html")

    @property
    def is_whole(self) -> bool:
        """Whether it is a whole page, not what htmx asked for."""
        return self.is_html and "hx-request" not in self.raw.request.headers

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The document, parsed once; a whole page has to be valid."""
        builder = Strict if self.is_whole else HTML5TreeBuilder
        return _reading.submit(_document, self.text, builder).result()

    def checked(self) -> "Answer":
        """Read a whole page in full: assert what every page owes its reader."""
        if self.is_whole:
            check_page(self.soup)
        return self

    @property
    def location(self) -> str:
        """Path that the answer leads to."""
        parts = urlsplit(urljoin("/", self.headers["location"]))
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def words(self, selector: str) -> list[str]:
        """The text of each element found, white space collapsed."""
        return [" ".join(tag.get_text().split()) for tag in self.soup.select(selector)]

    def json(self) -> Any:
        """The answer as data."""
        return self.raw.json()


def check_page(soup: BeautifulSoup) -> None:
    """Assert what every page owes its reader."""
    heads = soup.find_all("h1")
    assert len(heads) == 1, "a page has one h1"
    title = soup.title.get_text() if soup.title else ""
    assert title.endswith(("R2P Focal Points", "Points focaux R2P")), title
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids)), sorted(i for i in ids if ids.count(i) > 1)
    assert not soup.find_all(style=True), "no inline style"
    scripts = [tag for tag in soup.find_all("script") if not tag.get("src")]
    assert not scripts, "no inline script"
    for form in soup.find_all("form"):
        _check_form(form)


def _check_form(form: Tag) -> None:
    assert form.get("action"), "a form has an action"
    if str(form.get("method", "get")).lower() == "post":
        assert form.find("input", attrs={"name": "csrf"}), f"no token in {form.get('action')}"
    labels = {label.get("for") for label in form.find_all("label")}
    for field in form.find_all(["input", "select", "textarea"]):
        if field.get("type") in {"hidden", "submit"}:
            continue
        named = field.get("id") in labels or field.get("aria-label") or field.find_parent("label")
        assert named, f"a field without a label: {field}"
