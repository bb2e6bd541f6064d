"""The demonstration's page: the choice of a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse

from provider.config import Group, Person
from provider.rendering import Renderer, language_of, leads_to
from provider.words import SOURCE, WORDS, catalogue


@dataclass(frozen=True, slots=True)
class Choice:
    """One button: label and description in the page's language, or marked with their own."""

    persona: str
    label: str
    description: str
    language: str


class Pages(Renderer):
    """Renders for one demonstration."""

    def __init__(self, title: str, people: Sequence[Person]) -> None:
        super().__init__(title, WORDS)
        self._people = people

    def choice(self, request: HTTPConnection, ticket: str, redirect_uri: str) -> HTMLResponse:
        """Return the sign-in page; its form may lead on to the application's own address."""
        language = language_of(request)
        groups = [(group, self._choices(group, language)) for group in get_args(Group)]
        page = self.render(
            request,
            "choice.html",
            groups=[(group, choices) for group, choices in groups if choices],
            ticket=ticket,
            host=urlsplit(redirect_uri).netloc,
        )
        return leads_to(page, redirect_uri)

    def _choices(self, group: Group, language: str) -> list[Choice]:
        return [_choice(person, language) for person in self._people if person.group == group]


def _choice(person: Person, language: str) -> Choice:
    """Return a button in ``language``, in its own words where the catalogue knows no other."""
    known = (person.label, person.description)
    label, about = map(catalogue(language).gettext, known)
    return Choice(person.persona, label, about, SOURCE if (label, about) == known else language)
