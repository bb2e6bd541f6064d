"""Holding a guest's place in a consultation: whatever ends it comes before or after the act."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from app.core import clock
from app.core.db import table
from app.directory.models import Office
from app.directory.viewers import seats_of
from app.guests import queries as guests
from app.guests.models import Guest
from app.identity import people
from app.items.models import Item
from app.manual.consulting.models import Consultation
from app.manual.consulting.rules import Closed, NotBegun, State, state_of
from app.manual.voices.models import Voice
from app.manual.voices.queries import Seat
from app.manual.voices.rules import LoanOver

office = table(Office)


@dataclass(frozen=True, slots=True)
class Held:
    """A guest whose invitation lasts, and the consultation, until the commit."""

    row: Consultation
    item: Item
    guest: Guest

    def ensure_open(self) -> None:
        """Let pass who writes while the consultation is open and the last day is not over.

        Raises:
            NotBegun, Closed: when nobody writes yet, or any more.
            LoanOver: when the guest's own time is over.
        """
        today = clock.today()
        state = state_of(self.item.stage, self.row.begins, self.row.until, today)
        if state == State.COMING:
            raise NotBegun
        if state != State.OPEN:
            raise Closed
        if self.guest.last_day < today:
            raise LoanOver


def hold(db: Session, seat: Seat) -> Held:
    """Hold the office that invited, the consultation and the guest, in this order.

    An account that holds an office by now is nobody's guest.

    Raises:
        LoanOver: when the invitation is over.
    """
    found = db.get(Guest, seat.guest_id)
    if found is None:
        raise LoanOver
    db.execute(select(office.c.id).where(office.c.id == found.office_id).with_for_update())
    row = db.get_one(Consultation, found.item_id, with_for_update=True, populate_existing=True)
    there = db.get(Guest, seat.guest_id, with_for_update=True, populate_existing=True)
    if there is None or there.token_hash != seat.token_hash or db.get(Voice, there.id) is None:
        raise LoanOver
    if seat.person_id is not None:
        people.hold(db, seat.person_id)
        if there.person_id != seat.person_id or seats_of(db.connection(), [seat.person_id]):
            raise LoanOver
    if not guests.still_lent(db.connection(), there.id):
        raise LoanOver
    return Held(row, db.get_one(Item, found.item_id, populate_existing=True), there)
