"""Loans that end soon: which they are, and that each is told of once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, update
from sqlmodel import Session

from app.core import clock
from app.core.db import table
from app.guests.holding import hold
from app.guests.models import Guest
from app.guests.queries import OVER, Loan, loans
from app.guests.rules import REMINDED
from app.identity.models import Person
from app.items.models import Item

AT_ONCE = 50

guest = table(Guest)
item = table(Item)
person = table(Person)


@dataclass(frozen=True, slots=True)
class Ending(Loan):
    """A loan that ends soon, and what letters about it need."""

    number: str | None
    address: str
    language: str | None
    accepted_at: datetime

    @property
    def told_before(self) -> bool:
        """Whether the guest accepted so late that the last day was near already."""
        return self.accepted_at.date() >= self.last_day - REMINDED


_DUE = (
    loans(item.c.number, guest.c.address, person.c.language, guest.c.accepted_at)
    .join(person, person.c.id == guest.c.person_id)
    .where(guest.c.last_day.between(bindparam("today"), bindparam("until")))
    .where(guest.c.reminded_on.is_(None), item.c.stage.not_in(OVER))
    .order_by(guest.c.last_day, guest.c.id)
)


def due(conn: Connection) -> Sequence[Ending]:
    """Return the loans of whose end nobody was told yet, what ends first standing first."""
    asked = {"today": clock.today(), "until": clock.today() + REMINDED}
    found = [Ending(*row) for row in conn.execute(_DUE, asked)]
    return [one for one in found if not one.told_before][:AT_ONCE]


def claim(db: Session, found: Ending) -> bool:
    """Note that people are told now; False where the loan ended or somebody has just noted it."""
    hold(db, found.id)
    if found.id not in {one.id for one in due(db.connection())}:
        return False
    told = update(guest).where(guest.c.id == found.id, guest.c.reminded_on.is_(None))
    return (
        db.execute(told.values(reminded_on=clock.today()).returning(guest.c.id)).first() is not None
    )
