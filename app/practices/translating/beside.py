"""What is translated: a practice that the viewer may translate, and its fields side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.access.policy import P
from app.core.errors import NotFound
from app.core.i18n import gettext
from app.items import queries as items
from app.items.models import Kind
from app.items.queries import Matter
from app.practices import queries
from app.practices.entry import Entry
from app.practices.template import Shape
from app.practices.translating.values import FIELDS, Translation
from app.text.markdown import to_html
from app.vocabulary import languages
from app.web.ask import Ask


@dataclass(frozen=True, slots=True)
class Wanted:
    """A published practice that the viewer may translate, and into what; empty where not chosen."""

    matter: Matter
    entry: Entry
    language: str = ""

    @classmethod
    def of(
        cls, ask: Ask, item_id: str, language: str = "", needs: P = P.TRANSLATION_WRITE
    ) -> "Wanted":
        """Return it, for whoever has the permission that is needed.

        Raises:
            Forbidden: for whoever has not.
            NotFound: where the viewer sees no such practice, or there is no such language.
        """
        matter = items.find(ask.conn, ask.viewer, Kind.PRACTICE, item_id)
        entry = queries.entry(ask.conn, ask.viewer, item_id) if matter else None
        known = not language or (language in languages.codes())
        if matter is None or entry is None or not known:
            raise NotFound
        ask.ensure(needs, matter)
        if language == entry.language:
            raise NotFound
        return cls(matter, entry, language)

    @property
    def href(self) -> str:
        """Where the translations of the practice are listed."""
        return f"/practices/{self.matter.id}/translations"

    @property
    def shown(self) -> Translation | None:
        """The translation that readers see."""
        made = self.entry.translations
        return next((one for one in made if one.language == self.language), None)

    @property
    def began_with(self) -> int | None:
        """Of which version the translation is that a new draft begins with."""
        return self.shown.made_for if self.shown else None


@dataclass(frozen=True, slots=True)
class Line:
    """A field beside its translation."""

    name: str
    label: str
    source: str | Markup
    prose: bool
    long: bool
    said: str | Markup


def lines_of(entry: Entry, texts: Mapping[str, str]) -> Sequence[Line]:
    """Return each field that an entry has, beside what ``texts`` say for it."""
    return [
        Line(
            name=one.name,
            label=gettext(one.label),
            source=_shown(getattr(entry, one.name), one.shape),
            prose=one.shape == Shape.PROSE,
            long=one.shape in {Shape.PROSE, Shape.LINES} or one.name == "cost",
            said=_shown(texts.get(one.name, ""), one.shape),
        )
        for one in FIELDS
        if getattr(entry, one.name)
    ]


def _shown(text: str, shape: Shape) -> str | Markup:
    return to_html(text, profile="comment") if shape == Shape.PROSE and text else text
