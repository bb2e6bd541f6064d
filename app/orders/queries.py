"""What one person asked for, and how far it is: nobody but that person is ever shown it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.orders.models import WorkOrder
from app.orders.rules import Kind, State

order = table(WorkOrder)


@dataclass(frozen=True, slots=True)
class Ordered:
    """What a person asked for, as its page shows it."""

    id: str
    kind: Kind
    office_id: str | None
    state: State
    part: str
    number: int
    parts: int
    tries: int
    asked_at: datetime
    until: datetime
    size: int

    def is_for(self, kind: Kind, office_id: str | None) -> bool:
        """Whether it is what that page asks for."""
        return self.kind == kind and self.office_id == office_id


_SHOWN = (
    order.c.id, order.c.kind, order.c.office_id, order.c.state, order.c.part, order.c.number,
    order.c.parts, order.c.tries, order.c.asked_at, order.c.until, order.c.size,
)  # fmt: skip
_OF_PERSON = Reading(
    select(*_SHOWN).where(
        order.c.person_id == bindparam("person_id"), order.c.until > bindparam("wall")
    )
)
_BY_SECRET = Reading(
    select(*_SHOWN).where(
        order.c.secret_hash == bindparam("secret_hash"), order.c.kind == Kind.ERASURE
    )
)


def of_person(conn: Connection, person_id: str | None) -> Ordered | None:
    """Return what a person asked for and waits for, None where that is nothing."""
    return _shown(_OF_PERSON.first(conn, {"person_id": person_id, "wall": clock.wall()}))


def by_secret(conn: Connection, secret_hash: str) -> Ordered | None:
    """Return how far it is to take out whoever got that secret."""
    return _shown(_BY_SECRET.first(conn, {"secret_hash": secret_hash}))


def _shown(row: object | None) -> Ordered | None:
    if row is None:
        return None
    given = {column.name: getattr(row, column.name) for column in _SHOWN}
    return Ordered(**given | {"kind": Kind(given["kind"]), "state": State(given["state"])})
