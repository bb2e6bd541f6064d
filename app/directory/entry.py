"""A holder's own entry in the directory: what it says, who sees which of it, and its confirmation.

What is right today is wrong in a year: twice a year the holder is asked to confirm the entry, and
members see since when nobody has.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, bindparam, or_, select
from sqlmodel import Session

from app.access.viewer import IN_NETWORK, Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.directory.holding import appointment, held_today
from app.directory.models import HolderEntry, Office

kept = table(HolderEntry)
office = table(Office)

NAME = "name"
FIELDS = (NAME, "position", "email", "telephone", "languages", "expertise", "time_zone")
"""What members may be shown, each by itself, in the order in which it stands."""

EVERY = timedelta(days=182)
"""Twice a year."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a holder says; codes of languages and themes, names of the fields that members see."""

    position: str = ""
    email: str = ""
    telephone: str = ""
    languages: tuple[str, ...] = ()
    expertise: tuple[str, ...] = ()
    time_zone: str = ""
    shown: frozenset[str] = frozenset({NAME})

    def as_members_see_it(self) -> "Entry":
        """Return the entry without what the holder does not show."""
        hidden = {
            name: type(getattr(self, name))() for name in FIELDS[1:] if name not in self.shown
        }
        return replace(self, **hidden)


@dataclass(frozen=True, slots=True)
class Own:
    """The entry of who asks: the appointment it belongs to and the day it was last right."""

    appointment_id: str
    entry: Entry
    confirmed_at: datetime | None
    starts: date

    @property
    def due(self) -> bool:
        """Whether it is time to confirm it."""
        return last_right(self.confirmed_at, self.starts)[1]


COLUMNS = tuple(kept.c[name] for name in (*FIELDS[1:], "shown", "confirmed_at"))
_OWN = (
    select(appointment.c.id, appointment.c.starts, *COLUMNS)
    .join_from(appointment, kept, kept.c.appointment_id == appointment.c.id, isouter=True)
    .where(
        appointment.c.office_id == bindparam("office_id"),
        appointment.c.person_id == bindparam("person_id"),
        held_today(),
    )
    .order_by(appointment.c.starts.desc(), appointment.c.id)
    .limit(1)
)
_UNASKED = (
    select(appointment.c.id, appointment.c.person_id, appointment.c.office_id)
    .join_from(appointment, office, office.c.id == appointment.c.office_id)
    .join(kept, kept.c.appointment_id == appointment.c.id, isouter=True)
    .where(
        held_today(),
        office.c.kind.in_(sorted(IN_NETWORK)),
        appointment.c.starts <= bindparam("day"),
        or_(kept.c.confirmed_at.is_(None), kept.c.confirmed_at <= bindparam("moment")),
        or_(kept.c.asked_at.is_(None), kept.c.asked_at <= bindparam("moment")),
    )
    .order_by(appointment.c.id)
    .limit(bindparam("most"))
)


def last_right(confirmed_at: datetime | None, starts: date) -> tuple[date, bool]:
    """Return the day on which an entry was last known to be right, and whether that is too long."""
    day = confirmed_at.date() if confirmed_at else starts
    return day, day + EVERY <= clock.today()


def own(conn: Connection, viewer: Viewer, office_id: str) -> Own | None:
    """Return the viewer's entry for an office held today, an empty one where none was written."""
    asked = {"office_id": office_id, "person_id": viewer.person_id, "today": clock.today()}
    row = conn.execute(_OWN, asked).first()
    if row is None:
        return None
    return Own(row.id, entry_of(row), row.confirmed_at, row.starts)


def entry_of(row: object) -> Entry:
    """Return the entry in a row of the columns of ``HolderEntry``; empty for an outer join's."""
    found = {name: getattr(row, name) for name in (*FIELDS[1:], "shown")}
    if found["shown"] is None:
        return Entry()
    words = {name: found[name] or "" for name in ("position", "email", "telephone", "time_zone")}
    return Entry(
        **words,
        languages=tuple(found["languages"].split()),
        expertise=tuple(found["expertise"].split()),
        shown=frozenset(found["shown"].split()),
    )


_ZONES = (
    select(appointment.c.person_id, kept.c.time_zone)
    .join_from(appointment, kept, kept.c.appointment_id == appointment.c.id)
    .where(held_today(), kept.c.time_zone.is_not(None))
    .order_by(appointment.c.starts.desc(), appointment.c.id)
)


def time_zones(conn: Connection) -> Mapping[str, str]:
    """Return the time zone of everybody who wrote one, of several offices the one held longest."""
    return {row.person_id: row.time_zone for row in conn.execute(_ZONES, {"today": clock.today()})}


def keep(db: Session, viewer: Viewer, mine: Own, entry: Entry) -> None:
    """Write the entry; who writes it has also confirmed it, and who changes nothing only that."""
    if mine.entry == entry:
        confirm(db, viewer, mine)
        return
    row = _row(db, mine)
    for name in ("position", "email", "telephone", "time_zone"):
        setattr(row, name, getattr(entry, name) or None)
    row.languages = " ".join(entry.languages)
    row.expertise = " ".join(entry.expertise)
    row.shown = " ".join(name for name in FIELDS if name in entry.shown)
    row.confirmed_at = clock.now()
    record(db, Event.ENTRY_CHANGED, viewer=viewer, subject=mine.appointment_id)


def confirm(db: Session, viewer: Viewer, mine: Own) -> None:
    """Say that the entry is still right; said twice on one day, it is said once."""
    if mine.confirmed_at is not None and mine.confirmed_at.date() == clock.today():
        return
    _row(db, mine).confirmed_at = clock.now()
    record(db, Event.ENTRY_CONFIRMED, viewer=viewer, subject=mine.appointment_id)


def _row(db: Session, mine: Own) -> HolderEntry:
    row = db.get(HolderEntry, mine.appointment_id)
    if row is None:
        row = HolderEntry(appointment_id=mine.appointment_id)
        db.add(row)
    return row


@dataclass(frozen=True, slots=True)
class Unasked:
    """A holder whose entry is due and who has not been asked for half a year."""

    appointment_id: str
    person_id: str
    office_id: str


def unasked(conn: Connection, *, most: int) -> Sequence[Unasked]:
    """Return up to ``most`` holders of offices of the network who should be asked to confirm."""
    moment = clock.now() - EVERY
    asked = {"today": clock.today(), "day": moment.date(), "moment": moment, "most": most}
    return [Unasked(*row) for row in conn.execute(_UNASKED, asked)]


def claim(db: Session, appointment_id: str) -> bool:
    """Note that the holder is asked now; False where somebody else has just noted it."""
    row = db.get(HolderEntry, appointment_id, with_for_update=True)
    if row is None:
        row = HolderEntry(appointment_id=appointment_id)
        db.add(row)
    if row.asked_at is not None and row.asked_at > clock.now() - EVERY:
        return False
    row.asked_at = clock.now()
    return True
