"""A clearance as its office reads it, whatever went out."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, FromClause

from app.clearing.rules import OPEN, Stage
from app.core.i18n import gettext
from app.items.models import Kind
from app.items.queries import Matter

_OF_ITEM = ("number", "stage", "audience", "language", "office_id", "version")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing(ABC):
    """What went out, to whom and until when; ``address`` is where those of its kind are read."""

    address: ClassVar[str]

    matter: Matter
    number: str
    member: str
    marking: str
    readers: str
    deadline: date
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
    @abstractmethod
    def what(self) -> str:
        """What went out."""

    @property
    def title(self) -> str:
        """What it is called in lists and notices."""
        return gettext("%(number)s: %(what)s", number=self.number, what=self.what)

    @property
    def href(self) -> str:
        """Where it is read."""
        return f"{self.address}/{self.matter.id}"


def columns_of(item: FromClause) -> list[ColumnElement[Any]]:
    """Return what a query of clearances asks of their items."""
    return [item.c[name].label(f"item_{name}") for name in _OF_ITEM]


def frame_of(row: Any, kind: Kind) -> dict[str, Any]:
    """Return what the row of a clearance says of its frame."""
    same = ("member", "marking", "readers", "deadline", "at", "back_at", "closed_at")
    matter = Matter(
        id=row.item_id,
        kind=kind,
        owners=frozenset({row.member}),
        **{name: getattr(row, f"item_{name}") for name in _OF_ITEM},
    )
    frame = {name: getattr(row, name) for name in same}
    return {"matter": matter, "number": row.item_number or "", **frame}
