"""A person with a browser that reads every page it gets: valid, titled, labelled, guarded."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from app.web import csrf
from tests.support import reading

HTMX = {"HX-Request": "true"}


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
        """The document, parsed once."""
        return reading.document(self.text)

    def checked(self) -> "Answer":
        """Read a whole page in full: assert what every page owes its reader."""
        if self.is_whole:
            reading.check_valid(self.text)
            reading.check_page(self.text)
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
