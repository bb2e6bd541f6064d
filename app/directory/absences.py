"""That a holder is away, until when, and who stands in: said, changed, ended early."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, bindparam, select
from sqlmodel import Session

from app.access.viewer import Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.core.i18n import N_
from app.core.reading import Reading
from app.directory.holding import appointment, held_today
from app.directory.leaving import Holding
from app.directory.models import Absence, Appointment, Member, Office
from app.directory.rules import Stage
from app.directory.standing_in import absence, away_today
from app.identity.models import Person

LONGEST = timedelta(days=184)
"""So long one absence lasts at most: whoever is away for longer hands the office over."""
LAST_DAY = LONGEST - timedelta(days=1)
"""So long after its first day an absence ends at the latest: both days count."""
CHANGED = N_("Who holds this office has changed meanwhile. Here is the present state.")

office = table(Office)
member = table(Member)
person = table(Person)
standing = appointment.alias("standing")
stand_in = office.alias("stand_in")


@dataclass(frozen=True, slots=True)
class Away:
    """That the holder of an office is away today, as members are told."""

    office_id: str
    kind: str
    member: str
    member_name: str
    until: date
    stand_in: str | None


@dataclass(frozen=True, slots=True)
class Saying:
    """What somebody says: from which day to which, and the appointment of the stand-in."""

    starts: date
    ends: date
    stand_in: str | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who can stand in: another verified holder of the same member."""

    appointment_id: str
    office_id: str
    kind: str
    name: str


_AWAY = Reading(
    select(
        office.c.id,
        office.c.kind,
        member.c.code,
        member.c.name,
        absence.c.ends,
        stand_in.c.kind.label("stand_in"),
    )
    .join_from(absence, appointment, appointment.c.id == absence.c.appointment_id)
    .join(office, office.c.id == appointment.c.office_id)
    .join(member, member.c.code == office.c.member)
    .join(standing, (standing.c.id == absence.c.stand_in) & held_today(standing), isouter=True)
    .join(stand_in, stand_in.c.id == standing.c.office_id, isouter=True)
    .where(
        office.c.member.in_(bindparam("members", expanding=True)),
        away_today(),
        held_today(),
    )
    .order_by(member.c.name, office.c.kind.desc(), office.c.id)
)
_CANDIDATES = (
    select(appointment.c.id, office.c.id.label("office_id"), office.c.kind, person.c.name)
    .join_from(appointment, office, office.c.id == appointment.c.office_id)
    .join(person, person.c.id == appointment.c.person_id)
    .where(
        office.c.member == bindparam("member"),
        appointment.c.person_id != bindparam("person_id"),
        held_today(),
    )
    .order_by(appointment.c.starts, office.c.id)
)
_NOT_OVER = select(absence.c.id, absence.c.starts, absence.c.ends, absence.c.stand_in).where(
    absence.c.appointment_id == bindparam("appointment_id"),
    absence.c.ends >= bindparam("today"),
    absence.c.ends >= absence.c.starts,
)


def away_now(conn: Connection, members: Collection[str]) -> Sequence[Away]:
    """Return who of ``members`` is away today; one statement."""
    asked = {"members": sorted(members), "today": clock.today()}
    return [Away(*row) for row in _AWAY.all(conn, asked)]


def candidates(conn: Connection, code: str, held: Holding) -> Sequence[Candidate]:
    """Return who can stand in for the holder of an office of the member ``code``."""
    asked = {"member": code, "person_id": held.person_id, "today": clock.today()}
    return [Candidate(*row) for row in conn.execute(_CANDIDATES, asked)]


def said(conn: Connection, held: Holding) -> Saying | None:
    """Return what was said about this holder's absence, begun or to come; None for nothing."""
    row = conn.execute(_NOT_OVER, _asked(held)).first()
    return None if row is None else Saying(row.starts, row.ends, row.stand_in)


def say(db: Session, viewer: Viewer, office_id: str, held: Holding, saying: Saying) -> bool:
    """Say that a holder is away, or say it anew; return whether that was news.

    An absence that has begun keeps its first day.

    Raises:
        Conflict: when the appointment ended in the meantime.
    """
    _hold(db, held)
    now = said(db.connection(), held)
    if now is not None and now.starts <= clock.today():
        saying = Saying(now.starts, saying.ends, saying.stand_in)
    if saying == now:
        return False
    row = _row(db, held)
    row.starts, row.ends, row.stand_in = saying.starts, saying.ends, saying.stand_in
    row.said_by, row.said_at = viewer.person_id, clock.now()
    db.add(row)
    db.flush()
    days = {"from": saying.starts.isoformat(), "until": saying.ends.isoformat()}
    detail = {**days, "stand_in": saying.stand_in}
    event = Event.ABSENCE_SAID if now is None else Event.ABSENCE_CHANGED
    record(db, event, viewer=viewer, subject=office_id, detail={**detail})
    return True


def come_back(db: Session, viewer: Viewer, office_id: str, held: Holding) -> bool:
    """End an absence: from today on the holder is there; return whether that was news."""
    _hold(db, held)
    if said(db.connection(), held) is None:
        return False
    _row(db, held).ends = clock.today() - timedelta(days=1)
    record(db, Event.ABSENCE_ENDED, viewer=viewer, subject=office_id)
    return True


def _hold(db: Session, held: Holding) -> None:
    """Keep the appointment until the act is done: of two who say something, one comes first."""
    row = db.get(Appointment, held.appointment_id, with_for_update=True, populate_existing=True)
    if row is None or row.stage != Stage.VERIFIED:
        raise Conflict(CHANGED)


def _row(db: Session, held: Holding) -> Absence:
    found = db.execute(_NOT_OVER, _asked(held)).first()
    if found is not None:
        return db.get_one(Absence, found.id)
    return Absence(appointment_id=held.appointment_id, starts=clock.today(), ends=clock.today())


def _asked(held: Holding) -> dict[str, object]:
    return {"appointment_id": held.appointment_id, "today": clock.today()}
