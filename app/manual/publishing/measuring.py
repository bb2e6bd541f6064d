"""How much an edition would change: in its source and each language; the largest share counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from app.core.i18n import gettext
from app.manual import changes
from app.manual.changes import Changes
from app.manual.rules import Weight, measured
from app.manual.translating import changes as languages
from app.manual.translating.changes import LanguageChange
from app.manual.translating.offers import name_of
from app.manual.values import DRAFT
from app.manual.wording import share_words


@dataclass(frozen=True, slots=True)
class LanguageRow:
    """A language that changes, in words; ``href`` leads to all of it, where that is shown."""

    name: str
    count: int
    share: str
    href: str


@dataclass(frozen=True, slots=True)
class Measure:
    """What differs from an edition to the draft."""

    source: Changes
    languages: Sequence[LanguageChange]

    @property
    def share(self) -> float:
        """The largest share of changed words, of the source's or of a language's."""
        return max([self.source.share, *(one.share for one in self.languages)])


def measure(conn: Connection, after: int) -> Measure:
    """Return what differs from the edition ``after`` to the draft."""
    return Measure(changes.between(conn, after, DRAFT), languages.between(conn, after, DRAFT))


def language_rows(found: Measure, whole: str = "") -> Sequence[LanguageRow]:
    """Return a row for each language that changes; ``whole`` is where each is shown."""
    return [
        LanguageRow(
            name=name_of(one.language),
            count=one.count,
            share=share_words(one.share),
            href=f"{whole}{one.language}" if whole else "",
        )
        for one in found.languages
    ]


def weight_words(row: Any) -> str:
    """Return what the edition of a submission is called, beside what is measured."""
    measure = gettext("minor") if measured(row.share) == Weight.MINOR else gettext("major")
    said = gettext("minor") if row.weight == Weight.MINOR else gettext("major")
    return gettext("Called %(said)s, measured as %(measure)s.", said=said, measure=measure)
