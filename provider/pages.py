"""The provider's pages: the choice of a person, and one sentence when that is all there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse

from provider.config import Group, Person, origin
from provider.headers import policy
from provider.words import SOURCE, catalogue, choose_language, words_in


@dataclass(frozen=True, slots=True)
class Choice:
    """One button: label and description in the page's language, or marked with their own."""

    persona: str
    label: str
    description: str
    language: str


class Pages:
    """Renders for one provider, under whatever path it is mounted."""

    def __init__(self, title: str, people: Sequence[Person]) -> None:
        self._title, self._people = title, people
        folder = FileSystemLoader(Path(__file__).parent / "templates")
        self._templates = Environment(
            loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )

    def choice(self, request: HTTPConnection, ticket: str, redirect_uri: str) -> HTMLResponse:
        """Return the sign-in page; its form may lead on to the application's own address."""
        language = language_of(request)
        groups = [(group, self._choices(group, language)) for group in get_args(Group)]
        page = self._render(
            request,
            "choice.html",
            groups=[(group, choices) for group, choices in groups if choices],
            ticket=ticket,
            host=urlsplit(redirect_uri).netloc,
        )
        page.headers["Content-Security-Policy"] = policy(f"'self' {origin(redirect_uri)}")
        page.headers["Referrer-Policy"] = "same-origin"  # no-referrer would make Origin "null"
        return page

    def sentence(
        self, request: HTTPConnection, title: str, body: str, status: int = 200
    ) -> HTMLResponse:
        """Return a page of one title and one sentence, both named by their keys."""
        page = self._render(request, "sentence.html", heading=title, body=body)
        page.status_code = status
        return page

    def _choices(self, group: Group, language: str) -> list[Choice]:
        return [_choice(person, language) for person in self._people if person.group == group]

    def _render(self, request: HTTPConnection, template: str, **context: object) -> HTMLResponse:
        language = language_of(request)
        html = self._templates.get_template(template).render(
            **context,
            provider=self._title,
            language=language,
            words=words_in(language),
            root=request.scope.get("root_path", ""),
        )
        return HTMLResponse(html, headers={"Content-Language": language})


def language_of(request: HTTPConnection) -> str:
    """Return the language in which to answer this request."""
    return choose_language(
        request.query_params.get("ui_locales", ""), request.headers.get("accept-language", "")
    )


def _choice(person: Person, language: str) -> Choice:
    """Return a button in ``language``, in its own words where the catalogue knows no other."""
    known = (person.label, person.description)
    label, about = map(catalogue(language).gettext, known)
    return Choice(person.persona, label, about, SOURCE if (label, about) == known else language)
