"""Before an appointment ends: holder, the member's other holders and the Secretariat are told.

Three months before, one month before and two weeks before, so that the office is handed over and
does not fall vacant unnoticed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, bindparam, select, update
from sqlmodel import Session

from app.access.labels import SECRETARIAT, member_label
from app.core import clock
from app.core.db import table
from app.core.i18n import N_, SOURCE_LANGUAGE, gettext, use_language
from app.directory import queries
from app.directory.holding import appointment, held_today
from app.directory.models import Member, Office
from app.directory.office_showing import title_of
from app.identity.models import Person
from app.mail import actions as mail
from app.web.components import date_words
from app.web.portal import Portal

RUNGS = (timedelta(days=91), timedelta(days=30), timedelta(days=14))
AT_ONCE = 50
ENDS_SOON = N_("An appointment ends on %(date)s")
YOURS_ENDS = N_("Your appointment ends on %(date)s")

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
    .where(held_today(), appointment.c.ends <= bindparam("until"))
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
    for one in due:
        with portal.db.unit_of_work() as db:
            _remind(db, portal, one)
    return len(due)


def _remind(db: Session, portal: Portal, one: Ending) -> None:
    labels = {member_label(one.member), SECRETARIAT}
    others = dict(queries.holders_of(db.connection(), labels, clock.today()))
    others.pop(one.person_id, None)
    base = portal.settings.base_url
    _write(db, portal, one, (one.person_id, one.language), f"{base}/hand-over/{one.office_id}")
    for other in others.items():
        _write(db, portal, one, other, f"{base}/directory/{one.member}/offices")
    db.execute(
        update(appointment)
        .where(appointment.c.id == one.appointment_id)
        .values(reminded_on=clock.today())
    )


def _write(
    db: Session, portal: Portal, one: Ending, to: tuple[str, str | None], address: str
) -> None:
    person_id, language = to
    own = person_id == one.person_id
    with use_language(language or SOURCE_LANGUAGE):
        day = date_words(one.ends)
        values = {
            "own": own,
            "office": title_of(None, one.kind),
            "member": gettext(one.member_name),
            "day": day,
            "address": address,
        }
        body = portal.renderer.text("mail/appointment-ends.txt", values)
        subject = gettext(YOURS_ENDS if own else ENDS_SOON, date=day)
        mail.write(db, person_id, subject=subject, body=body)
