"""Rounds as their office reads them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from app.clearing.values import Outgoing, frame_of
from app.core.i18n import gettext
from app.items.models import Kind
from app.vocabulary import office_kinds

ADDRESS = "/practices/clearances"


@dataclass(frozen=True, slots=True, kw_only=True)
class Round(Outgoing):
    """A practice that went out; ``practice`` is its title now, ``says`` what went out.

    ``by`` is the kind of the office that sent it out.
    """

    address: ClassVar[str] = ADDRESS

    count: int
    practice_id: str
    practice: str
    by: str
    spoken: str
    says: Mapping[str, str]

    @property
    def what(self) -> str:
        """What went out."""
        return self.practice

    @property
    def sender(self) -> str:
        """Who sent it out: an office of its member, in words."""
        return gettext(office_kinds.label(self.by)) if self.by else ""


def round_of(row: Any) -> Round:
    """Return the round of a row."""
    return Round(
        count=row.count,
        practice_id=row.practice_id,
        practice=row.title,
        by=row.by or "",
        spoken=row.spoken,
        says=json.loads(row.says),
        **frame_of(row, Kind.ROUND),
    )
