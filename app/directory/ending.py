"""Before an appointment ends: holder, the member's other holders and the Secretariat are told.

Three months before, one month before and two weeks before, so that the office is handed over and
does not fall vacant unnoticed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, bindparam, func, select, update
from sqlmodel import Session

from app.access.labels import SECRETARIAT, member_label, office_label
from app.access.viewer import IN_NETWORK
from app.core import clock
from app.core.db import table
from app.core.i18n import N_
from app.directory.holding import appointment, held_today
from app.directory.keeping import SUCCEEDED
from app.directory.leaving import HANDED_OVER
from app.directory.models import Member, Office
from app.directory.office_showing import in_full
from app.directory.rules import Told
from app.directory.seated import addressees
from app.identity.models import Person
from app.notifications.classes import NoticeClass
from app.notifications.post import Addressee, LetterKind, News, Post
from app.web.components import date_words
from app.web.portal import Portal

RUNGS = (timedelta(days=91), timedelta(days=30), timedelta(days=14))
AT_ONCE = 50
ENDS_SOON = LetterKind(N_("An appointment ends on %(day)s"), "appointment-ends")
YOURS_ENDS = LetterKind(N_("Your appointment ends on %(day)s"), "appointment-ends")

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

    def news(self, *, own: bool) -> News:
        """Return the news of it, for the holder or for the others who should know."""
        if own and self.kind in IN_NETWORK:
            return News(NoticeClass.DIRECTORY, Told.YOURS_ENDS, f"/hand-over/{self.office_id}")
        if own:
            return News(NoticeClass.DIRECTORY, Told.YOURS_ENDS, "/account")
        return News(NoticeClass.DIRECTORY, Told.ENDS_SOON, f"/directory/{self.member}/offices")


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
        post = Post.of(portal)
        own = Addressee(one.person_id, one.language, office_label(one.office_id))
        post.send(db, one.news(own=True), [own], YOURS_ENDS, lambda: _words(one, own=True))
        labels = {member_label(one.member), SECRETARIAT}
        told = addressees(db.connection(), labels, clock.today())
        others = [to for to in told if to.person_id != one.person_id]
        post.send(db, one.news(own=False), others, ENDS_SOON, lambda: _words(one, own=False))
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


def _words(one: Ending, *, own: bool) -> Mapping[str, object]:
    office_in_full = in_full(one.kind, one.member_name)
    said = {"own": own, "hands_over": own and one.kind in IN_NETWORK}
    return {**said, "office": office_in_full, "day": date_words(one.ends)}
