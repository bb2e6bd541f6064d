"""A browser without JavaScript that signs in as a person does, over real HTTP."""

import re
from html import unescape
from ssl import SSLContext
from urllib.parse import urljoin, urlsplit

import httpx
from bs4 import BeautifulSoup

from app.web.headers import CSP


class Tourist:
    """Follows forms, links and the pages that lead on."""

    def __init__(self, base: str, trusted: SSLContext | bool = True) -> None:  # noqa: FBT001, FBT002 - as httpx has it
        self.base = base
        self.http = httpx.Client(base_url=base, trust_env=False, timeout=20, verify=trusted)

    def close(self) -> None:
        """Give the connections back."""
        self.http.close()

    def get(self, path: str) -> httpx.Response:
        """Ask for a page of the portal; every answer carries the policy."""
        answer = self.http.get(path)
        assert answer.headers["content-security-policy"] == CSP
        return answer

    def post(self, path: str, data: dict[str, str]) -> httpx.Response:
        """Send a form as a browser does."""
        return self.http.post(path, data=data, headers={"Origin": self.base})

    def begin(self, *, way_back: str = "/home", from_page: str | None = None) -> str:
        """Open the sign-in page, press its button; return the provider's address."""
        page = self.get(from_page or f"/sign-in?next={way_back}")
        sent = self.post("/sign-in", hidden(page.text, "/sign-in"))
        assert sent.status_code == 200, sent.text
        return leads_to(sent.text)

    def choose(self, address: str, persona: str) -> str:
        """Choose a person at the provider; return the address it leads back to."""
        page = self.http.get(address)
        assert page.status_code == 200, page.text
        soup = BeautifulSoup(page.text, "html5lib")
        assert soup.select_one(f'[data-persona="{persona}"]'), persona
        ticket = soup.select_one("form input[name=interaction]")
        form = ticket and ticket.find_parent("form")
        assert ticket
        assert form
        fields = {"interaction": str(ticket["value"]), "persona": persona}
        there = urljoin(address, str(form["action"]))
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(there))
        back = self.http.post(there, data=fields, headers={"Origin": origin})
        assert back.status_code in {302, 303}, back.text
        return back.headers["location"]

    def sign_in(self, persona: str, *, way_back: str = "/home") -> httpx.Response:
        """Sign in from the first page to the last answer."""
        return self.http.get(self.choose(self.begin(way_back=way_back), persona))

    def sign_in_again(self, persona: str) -> httpx.Response:
        """Sign in anew with the same browser, its session lost."""
        self.http.cookies.delete("session")
        return self.sign_in(persona)

    @property
    def session(self) -> str | None:
        """The secret in the session cookie."""
        return self.http.cookies.get("session")

    def acts_for(self) -> str | None:
        """The name in the masthead, None for the public."""
        shown = BeautifulSoup(self.get("/directory/DNK").text, "html5lib").select_one(".acting")
        return str(shown["title"]) if shown else None


def hidden(html: str, action: str) -> dict[str, str]:
    """Return the hidden fields of the form that goes to ``action``."""
    form = BeautifulSoup(html, "html5lib").find("form", action=action)
    assert form is not None, action
    fields = form.find_all("input")
    return {str(field["name"]): str(field.get("value", "")) for field in fields}


def leads_to(html: str) -> str:
    """Return where a page leads on; its link and its refresh agree."""
    refresh = re.search(r'http-equiv="refresh" content="0;url=([^"]*)"', html)
    link = BeautifulSoup(html, "html5lib").select_one(".act a.btn")
    assert refresh
    assert link
    assert unescape(refresh[1]) == link["href"]
    assert urlsplit(str(link["href"])).scheme in {"http", "https"}
    return str(link["href"])
