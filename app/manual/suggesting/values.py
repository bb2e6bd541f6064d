"""A suggestion as those who may read it see it."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.core.i18n import gettext
from app.items.models import Kind
from app.items.queries import Matter
from app.manual.meaning import Stance
from app.manual.suggesting.rules import Asks, Stage
from app.text.blocks import Block
from app.text.markdown import to_words
from app.text.shortening import shortened

BEGINNING = 60
_NOTES = re.compile(r"\n+(?=\[\^[^\s\[\]]+\]:)")


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a paragraph stands in an edition: its number, and the hash of what it says."""

    number: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A suggestion as its viewer may read it.

    ``read`` is where the paragraph stood in ``edition``, ``now`` where it stands in the current
    one, ``there`` where in the edition ``landed`` (of an added one, where that stands); None where
    that has no such paragraph. With a ``consultation`` it began from the text of that one.
    """

    matter: Matter
    member: str
    member_name: str
    chapter_id: str
    edition: int
    base: Block
    base_hash: str
    consultation: str | None
    asks: Asks
    stance: Stance
    proposed: str
    reason: str
    at: datetime
    answer: str
    answered_at: datetime | None
    taken: str | None
    taken_hash: str | None
    landed: int | None
    read: Placed | None
    now: Placed | None
    there: Placed | None

    @property
    def stage(self) -> Stage:
        """What became of it."""
        return Stage(self.matter.stage)

    @property
    def title(self) -> str:
        """The paragraph it is about, as lists and letters name it."""
        numbered = self.read and not self.consultation
        return titled(self.read.number if self.read and numbered else "", self.base.source)


def titled(number: str, source: str) -> str:
    """Return how a paragraph is named: by its number, if it has one, and its first words."""
    words = beginning(source, BEGINNING)
    return gettext("¶ %(number)s: %(words)s", number=number, words=words) if number else words


def beginning(source: str, most: int) -> str:
    """Return the first words of a paragraph, without its notes."""
    return shortened(to_words(_NOTES.split(source)[0]), most)


def suggestion_of(row: Any) -> Suggestion:
    """Return the suggestion of a row."""
    return Suggestion(
        matter=Matter(
            id=row.item_id,
            kind=Kind.SUGGESTION,
            number=None,
            stage=row.item_stage,
            audience=row.item_audience,
            language=row.item_language,
            office_id=row.item_office_id,
            owners=frozenset({row.member}),
            version=row.item_version,
        ),
        member=row.member,
        member_name=row.member_name,
        chapter_id=row.chapter_id,
        edition=row.edition,
        base=Block(row.block_id, row.base_kind, row.base),
        base_hash=row.base_hash,
        consultation=row.consultation_id,
        asks=Asks(row.asks),
        stance=Stance(row.stance),
        proposed=row.proposed,
        reason=row.reason,
        at=row.at,
        answer=row.answer,
        answered_at=row.answered_at,
        taken=row.taken,
        taken_hash=row.taken_hash,
        landed=row.landed,
        read=_placed(row, "read"),
        now=_placed(row, "now"),
        there=_placed(row, "there"),
    )


def _placed(row: Any, name: str) -> Placed | None:
    found = getattr(row, f"{name}_body_hash")
    return None if found is None else Placed(getattr(row, f"{name}_number"), found)
