"""What a file of records is made of, as the template of the press reads it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

Value = str | Sequence[str] | None


@dataclass(frozen=True, slots=True)
class Record:
    """A thing: its title, facts with what they are called, and longer texts."""

    title: str
    facts: Sequence[tuple[str, Value]] = ()
    texts: Sequence[tuple[str, str | None]] = ()

    def as_data(self) -> dict[str, object]:
        """Return it as data; facts and texts that say nothing are left out."""
        return {
            "title": self.title,
            "facts": facts_as_data(self.facts),
            "texts": [[label, found] for label, text in self.texts if (found := lines(text))],
        }


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the file: its title, a sentence where it has no record, and its records."""

    title: str
    empty: str
    records: Sequence[Record] = field(default_factory=tuple)

    def as_data(self) -> dict[str, object]:
        """Return it as data."""
        lead = [] if self.records else [self.empty]
        return {
            "title": self.title,
            "lead": lead,
            "records": [one.as_data() for one in self.records],
        }


def facts_as_data(facts: Iterable[tuple[str, Value]]) -> list[dict[str, object]]:
    """Return facts as data, without those that say nothing."""
    found = ((label, _plain(value)) for label, value in facts)
    return [{"label": label, "value": value} for label, value in found if value]


def lines(text: str | None) -> list[str]:
    """Return the lines of a text that say something."""
    return [line for line in (text or "").splitlines() if line.strip()]


def _plain(value: Value) -> list[str]:
    """Return a value as plain lines: what a page marks up for a browser is words here."""
    parts = [value] if isinstance(value, str) else value or ()
    words = (part.striptags() if isinstance(part, Markup) else part for part in parts)
    return [line for part in words for line in lines(part)]
