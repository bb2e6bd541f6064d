"""Before an appointment ends: holder, the member's other holders and the Secretariat are told.

Three months before, one month before and two weeks before, so that the office is handed over and
does not fall vacant unnoticed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, bindparam, func, select, update
from sqlmodel import Session

from app.access.labels import SECRETARIAT, member_label
from app.access.viewer import IN_NETWORK
from app.core import clock
from app.core.db import table
from app.core.i18n import N_
from app.directory import letters, queries
from app.directory.holding import appointment, held_today
from app.directory.keeping import SUCCEEDED
from app.directory.leaving import HANDED_OVER
from app.directory.letters import Kind
from app.directory.models import Member, Office
from app.directory.office_showing import in_full
from app.identity.models import Person
from app.web.components import date_words
from app.web.portal import Portal

RUNGS = (timedelta(days=91), timedelta(days=30), timedelta(days=14))
AT_ONCE = 50
ENDS_SOON = Kind(N_("An appointment ends on %(day)s"), "appointment-ends")
YOURS_ENDS = Kind(N_("Your appointment ends on %(day)s"), "appointment-ends")

office = table(Office)
member = table(Member)
person = table(Person)


@dataclass(frozen=True, slots=True)
class Ending:
    """An appointment that ends soon, and when somebody was last reminded of it."""

    appointment_id: str
    person_id: str
    language: str | None
    office_id: str
    kind: str
    member: str
    member_name: str
    ends: date
    reminded_on: date | None

    @property
    def due(self) -> bool:
        """Whether a rung of the ladder was reached and nobody was reminded since."""
        today = clock.today()
        reached = [self.ends - rung for rung in RUNGS if self.ends - rung <= today]
        return bool(reached) and (self.reminded_on is None or self.reminded_on < max(reached))


_ENDING = (
    select(
        appointment.c.id,
        person.c.id.label("person_id"),
        person.c.language,
        office.c.id.label("office_id"),
        office.c.kind,
        member.c.code,
        member.c.name,
        appointment.c.ends,
        appointment.c.reminded_on,
    )
    .join_from(appointment, office, office.c.id == appointment.c.office_id)
    .join(member, member.c.code == office.c.member)
    .join(person, person.c.id == appointment.c.person_id)
    .where(
        held_today(),
        appointment.c.ends <= bindparam("until"),
        func.coalesce(appointment.c.why_ended, "").not_in((HANDED_OVER, SUCCEEDED)),
    )
    .order_by(appointment.c.ends, appointment.c.id)
)


def ending(conn: Connection) -> Sequence[Ending]:
    """Return the appointments of whose end somebody should be reminded now, the nearest first."""
    asked = {"today": clock.today(), "until": clock.today() + max(RUNGS)}
    return [one for row in conn.execute(_ENDING, asked) if (one := Ending(*row)).due]


def remind_due(portal: Portal) -> int:
    """Write to everybody concerned, once for each rung; return of how many appointments."""
    with portal.db.read() as conn:
        due = ending(conn)[:AT_ONCE]
    return sum(_remind(portal, one) for one in due)


def _remind(portal: Portal, one: Ending) -> bool:
    """Write about one appointment, unless another worker has just done so."""
    with portal.db.unit_of_work() as db:
        if not _claim(db, one):
            return False
        record_of = f"{portal.settings.base_url}/directory/{one.member}/offices"
        hands_over = one.kind in IN_NETWORK
        own = f"{portal.settings.base_url}/hand-over/{one.office_id}" if hands_over else ""
        _write(db, portal, one, (one.person_id, one.language), own)
        labels = {member_label(one.member), SECRETARIAT}
        for to in queries.holders_of(db.connection(), labels, clock.today()):
            if to[0] != one.person_id:
                _write(db, portal, one, to, record_of)
    return True


def _claim(db: Session, one: Ending) -> bool:
    """Note that people are reminded now; False where somebody else has just noted it."""
    before = appointment.c.reminded_on
    claimed = db.execute(
        update(appointment)
        .where(
            appointment.c.id == one.appointment_id,
            before.is_(None) if one.reminded_on is None else before == one.reminded_on,
        )
        .values(reminded_on=clock.today())
        .returning(appointment.c.id)
    )
    return claimed.first() is not None


def _write(db: Session, portal: Portal, one: Ending, to: letters.Person, address: str) -> None:
    own = to[0] == one.person_id

    def words() -> dict[str, str]:
        return {
            "own": "yes" if own else "",
            "office": in_full(one.kind, one.member_name),
            "day": date_words(one.ends),
            "address": address,
        }

    letters.write(db, portal, to, YOURS_ENDS if own else ENDS_SOON, words)
