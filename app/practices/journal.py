"""The journal: which published practices changed, so that every process learns of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, func, insert, select, text
from sqlmodel import Session

from app.core.db import table
from app.core.reading import Reading
from app.practices.models import PracticeChange, PracticeTurn

turn = table(PracticeTurn)
change = table(PracticeChange)

KEPT = 10_000
MOST = 500
_ONE_ROW = 1

LATEST = func.coalesce(select(func.max(turn.c.last)).scalar_subquery(), 0)
"""The number of the latest change, as a part of a statement that asks for more."""
_LAST = Reading(select(func.coalesce(func.max(turn.c.last), 0).label("last")))
_SINCE = Reading(
    select(change.c.number, change.c.item_id)
    .where(change.c.number > bindparam("number"))
    .order_by(change.c.number)
    .limit(MOST + 1)
)
_TAKE_TURN = text(
    "INSERT INTO practice_turn (id, last) VALUES (:id, 1)"
    " ON CONFLICT (id) DO UPDATE SET last = practice_turn.last + 1 RETURNING last"
)


@dataclass(frozen=True, slots=True)
class Change:
    """A change by number; without an item everything must be read anew."""

    number: int
    item_id: str | None


def note(db: Session, item_id: str | None) -> None:
    """Note that a practice came out, changed or went (None: that many did).

    The turn's row stays held until the commit, so numbers rise in the order of commits.
    """
    number = db.execute(_TAKE_TURN, {"id": _ONE_ROW}).scalar_one()
    db.execute(delete(change).where(change.c.number <= number - KEPT))
    db.execute(insert(change), [{"number": number, "item_id": item_id}])


def last(conn: Connection) -> int:
    """Return the number of the latest change."""
    return int(_LAST.first(conn, {}).last)


def since(conn: Connection, number: int) -> Sequence[Change]:
    """Return the changes after ``number`` in order: one indexed read, as a rule of nothing."""
    return [Change(*row) for row in _SINCE.all(conn, {"number": number})]


def tells_all(changes: Sequence[Change], number: int) -> bool:
    """Whether ``changes`` are all there were after ``number`` and each names its practice."""
    return (
        len(changes) <= MOST
        and changes[0].number == number + 1
        and all(c.item_id is not None for c in changes)
    )
