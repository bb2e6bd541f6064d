"""Translations as values: what of an entry is translated, and what a translation says of itself."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.practices.template import CURRENT, FORMS, Field, Shape

Texts = Mapping[str, str]
"""The translated fields by name; one that is missing is read in the language of the entry."""

NOT_TRANSLATED = frozenset({"second_summary"})
FIELDS: Sequence[Field] = tuple(
    one
    for one in FORMS[CURRENT]
    if one.shape in {Shape.WORDS, Shape.LINES, Shape.PROSE} and one.name not in NOT_TRANSLATED
)
"""What people write into an entry; all else is words of fixed lists, which the portal speaks."""
NEEDED = ("title", "summary", "description")
"""Without these nobody could read it as a translation."""


class Stage(StrEnum):
    """Where a translation stands that readers do not see yet."""

    DRAFT = "draft"
    OFFERED = "offered"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Translation:
    """A translation that readers see: by whom, since when, and of which version it is.

    It is ``kept_back`` where that version was for fewer people than read the entry today.
    """

    language: str
    texts: Texts
    member: str
    member_name: str
    agreed_by: str | None
    at: datetime
    made_for: int
    made_for_at: datetime
    current: int
    kept_back: bool = False

    @property
    def stale(self) -> bool:
        """Whether the entry says something else than what was translated."""
        return self.made_for < self.current


@dataclass(frozen=True, slots=True)
class Written:
    """A translation that is being written, offered or was given back."""

    id: str
    item_id: str
    language: str
    member: str
    member_name: str
    stage: str
    made_for: int
    version: int
    texts: Texts
    reason: str | None
    changed_at: datetime


def packed(texts: Texts) -> str:
    """Return the fields as they are kept."""
    return json.dumps(dict(texts), ensure_ascii=False, sort_keys=True)


def unpacked(text: str) -> Texts:
    """Return the fields of what was kept."""
    found: Texts = json.loads(text)
    return found
