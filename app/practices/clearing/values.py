"""Rounds as their office reads them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.core.i18n import gettext
from app.items.models import Kind
from app.items.queries import Matter
from app.practices.clearing.rules import OPEN, Stage
from app.vocabulary import office_kinds

ADDRESS = "/practices/clearances"


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A practice that went out; ``practice`` is its title now, ``says`` what went out.

    ``by`` is the kind of the office that sent it out.
    """

    matter: Matter
    number: str
    member: str
    count: int
    practice_id: str
    practice: str
    by: str
    spoken: str
    marking: str
    readers: str
    deadline: date
    says: Mapping[str, str]
    at: datetime
    back_at: datetime | None
    closed_at: datetime | None

    @property
    def stage(self) -> Stage:
        """How far it has come."""
        return Stage(self.matter.stage)

    @property
    def open(self) -> bool:
        """Whether anything can still come back."""
        return self.stage in OPEN

    @property
    def title(self) -> str:
        """What it is called in lists and notices."""
        return gettext("%(number)s: %(what)s", number=self.number, what=self.practice)

    @property
    def sender(self) -> str:
        """Who sent it out: an office of its member, in words."""
        return gettext(office_kinds.label(self.by)) if self.by else ""

    @property
    def href(self) -> str:
        """Where it is read."""
        return f"{ADDRESS}/{self.matter.id}"


def round_of(row: Any) -> Round:
    """Return the round of a row."""
    matter = Matter(
        id=row.item_id,
        kind=Kind.ROUND,
        number=row.item_number,
        stage=row.item_stage,
        audience=row.item_audience,
        language=row.item_language,
        office_id=row.item_office_id,
        owners=frozenset({row.member}),
        version=row.item_version,
    )
    same = ("member", "count", "practice_id", "marking", "readers", "deadline", "at", "back_at")
    return Round(
        matter=matter,
        number=row.item_number or "",
        practice=row.title,
        by=row.by or "",
        spoken=row.spoken,
        says=json.loads(row.says),
        closed_at=row.closed_at,
        **{name: getattr(row, name) for name in same},
    )
