"""Rounds as their office reads them."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from app.assistance.clearance.rules import CAME
from app.assistance.sealing import opened
from app.clearing.values import Outgoing, frame_of
from app.core.i18n import gettext
from app.items.models import Kind
from app.sealing.keys import Keys
from app.vocabulary import office_kinds

ADDRESS = "/assistance/clearances"
TABLE = "request_round"


@dataclass(frozen=True, slots=True, kw_only=True)
class Round(Outgoing):
    """A draft of a request that went out; ``by`` is the kind of the office that sent it out."""

    address: ClassVar[str] = ADDRESS

    count: int
    request_id: str
    by: str
    asked: int
    asked_on: date
    came: str | None

    @property
    def what(self) -> str:
        """What went out; the title of a request stands sealed in its place and nowhere else."""
        return gettext("a request for assistance, round %(number)s", number=self.count)

    @property
    def sender(self) -> str:
        """Who sent it out: an office of its member, in words."""
        return gettext(office_kinds.label(self.by)) if self.by else ""

    @property
    def outcome(self) -> str:
        """What came of it in words, nothing while it is open."""
        return gettext(CAME[self.came]) if self.came else ""


def round_of(row: Any, keys: Keys) -> Round:
    """Return the round of a row, as who holds ``keys`` reads it."""
    kept = keys.of(row.item_id, row.wrapped)
    frame = frame_of(row, Kind.REQUEST_ROUND)
    for name in ("marking", "readers"):
        frame[name] = opened(kept, TABLE, row.item_id, name, frame[name])
    return Round(
        count=row.count,
        request_id=row.request_id,
        by=row.by or "",
        asked=row.asked,
        asked_on=row.asked_on,
        came=row.came,
        **frame,
    )
