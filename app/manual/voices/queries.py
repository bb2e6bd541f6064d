"""Reading about guests of consultations; who they are is read for those two alone who know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, or_, select, union_all

from app.access.viewer import Viewer
from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.core.seal import Seal
from app.guests import sealed
from app.guests.models import Guest
from app.guests.queries import lasts, may_be_guest
from app.guests.sealed import Who
from app.identity.models import Person
from app.items.models import Item
from app.manual.consulting.models import Contribution
from app.manual.consulting.rules import Stage
from app.manual.voices import codes
from app.manual.voices.models import Voice, Voiced

contribution = table(Contribution)
guest = table(Guest)
item = table(Item)
person = table(Person)
voice = table(Voice)
voiced = table(Voiced)


@dataclass(frozen=True, slots=True)
class Seat:
    """A guest's place in a consultation, while the invitation lasts.

    ``person_id`` is whose account it is, None for whoever comes by a code. ``token_hash`` is what
    the guest came by: a code that was made anew is another one. ``withdrawn`` says that of the
    consultation: then there is only what the guest sent.
    """

    guest_id: str
    consultation_id: str
    number: int
    last_day: date
    token_hash: str
    person_id: str | None
    withdrawn: bool

    @property
    def reads(self) -> bool:
        """Whether the guest reads the text: until the last day, not longer."""
        return clock.today() <= self.last_day and not self.withdrawn


@dataclass(frozen=True, slots=True)
class Listed:
    """A guest as the staff reads it: its number, and nothing of who it is."""

    guest_id: str
    number: int
    by_code: bool
    last_day: date
    invited_at: datetime
    accepted_at: datetime | None
    ended_at: datetime | None
    invited_by: str | None
    second: str | None
    sent: bool
    lasts: bool

    def known_to(self, person_id: str | None) -> bool:
        """Whether a person is one of the two who know who the guest is."""
        return person_id is not None and person_id in {self.invited_by, self.second}


def _seats(*columns: Any) -> Select[Any]:
    return (
        select(
            guest.c.id,
            voice.c.consultation_id,
            voice.c.number,
            guest.c.last_day,
            guest.c.token_hash,
            guest.c.person_id,
            (item.c.stage == Stage.WITHDRAWN).label("withdrawn"),
        )
        .join_from(voice, guest, guest.c.id == voice.c.guest_id)
        .join(item, item.c.id == guest.c.item_id)
        .where(lasts(), *columns)
    )


_PERSON = (guest.c.person_id == bindparam("person_id"), voice.c.by_code.is_(False))
_OF_PERSON = Reading(_seats(guest.c.id == bindparam("id"), *_PERSON))
_ALL_OF_PERSON = Reading(_seats(*_PERSON))
_BY_CODE = Reading(_seats(guest.c.token_hash == bindparam("hash"), voice.c.by_code.is_(True)))
_LISTED = (
    select(
        guest.c.id,
        voice.c.number,
        voice.c.by_code,
        guest.c.last_day,
        guest.c.invited_at,
        guest.c.accepted_at,
        guest.c.ended_at,
        guest.c.invited_by,
        voice.c.second,
        voiced.c.item_id.is_not(None).label("sent"),
        lasts().label("lasts"),
    )
    .join_from(voice, guest, guest.c.id == voice.c.guest_id)
    .join(item, item.c.id == guest.c.item_id)
    .join(voiced, voiced.c.voice_id == voice.c.guest_id, isouter=True)
    .where(voice.c.consultation_id == bindparam("id"))
    .order_by(voice.c.number.desc())
)
_OF_CONSULTATION = Reading(_LISTED)
_KNOWN = Reading(
    select(guest.c.id, guest.c.name, guest.c.ministry, guest.c.address)
    .join_from(voice, guest, guest.c.id == voice.c.guest_id)
    .where(
        guest.c.id == bindparam("id"),
        or_(guest.c.invited_by == bindparam("who"), voice.c.second == bindparam("who")),
    )
)
_BEHIND = Reading(
    select(voice.c.guest_id)
    .join_from(voiced, voice, voice.c.guest_id == voiced.c.voice_id)
    .join(guest, guest.c.id == voice.c.guest_id)
    .where(
        voiced.c.item_id == bindparam("id"),
        or_(guest.c.invited_by == bindparam("who"), voice.c.second == bindparam("who")),
    )
)
_NUMBERS = union_all(
    select(voice.c.number).where(voice.c.consultation_id == bindparam("id")),
    select(voiced.c.number)
    .join_from(voiced, contribution, contribution.c.item_id == voiced.c.item_id)
    .where(contribution.c.consultation_id == bindparam("id")),
).subquery()
_LAST = select(func.max(_NUMBERS.c.number))


def of_person(conn: Connection, guest_id: str, person_id: str | None) -> Seat | None:
    """Return the place of a person as this guest, None where there is none (any more)."""
    given = {"id": guest_id, "person_id": person_id}
    row = _OF_PERSON.first(conn, {**given, "today": clock.today()})
    return Seat(*row) if row else None


def heard(conn: Connection, viewer: Viewer) -> frozenset[str]:
    """Return the consultations whose text the viewer reads as a guest."""
    if not may_be_guest(viewer):
        return frozenset()
    given = {"person_id": viewer.person_id, "today": clock.today()}
    seats = (Seat(*row) for row in _ALL_OF_PERSON.all(conn, given))
    return frozenset(one.consultation_id for one in seats if one.reads)


def by_code(conn: Connection, code: str) -> Seat | None:
    """Return the place of whoever has a code, None where it never was or is over."""
    row = _BY_CODE.first(conn, {"hash": codes.kept(code), "today": clock.today()})
    return Seat(*row) if row else None


def of_consultation(conn: Connection, item_id: str) -> Sequence[Listed]:
    """Return the guests of a consultation, for the staff, the latest first."""
    rows = _OF_CONSULTATION.all(conn, {"id": item_id, "today": clock.today()})
    return [Listed(*row) for row in rows]


def knows(conn: Connection, guest_id: str, who: str | None) -> bool:
    """Whether a person is one of the two who know who a guest is."""
    return _KNOWN.first(conn, {"id": guest_id, "who": who}) is not None


def known(conn: Connection, seal: Seal, guest_id: str, who: str | None) -> Who | None:
    """Return who a guest is, None for everybody but the two people who know it."""
    row = _KNOWN.first(conn, {"id": guest_id, "who": who})
    if row is None:
        return None
    kept = sealed.who(conn, seal, guest_id, person_id=who)
    return kept or Who(row.name, row.ministry, row.address)


def behind(conn: Connection, item_id: str, who: str | None) -> str | None:
    """Return the guest who sent a submission, None for all but the two who know who it is."""
    row = _BEHIND.first(conn, {"id": item_id, "who": who})
    return row.guest_id if row else None


def last_number(conn: Connection, consultation_id: str) -> int:
    """Return the highest number that a guest of a consultation has or had, 0 where none did."""
    return conn.execute(_LAST, {"id": consultation_id}).scalar() or 0


def people(conn: Connection, ids: Sequence[str | None]) -> Sequence[tuple[str, str]]:
    """Return people with their names, in the order of these."""
    asked = select(person.c.id, person.c.name).where(person.c.id.in_([*filter(None, ids)]))
    return [(row.id, row.name) for row in conn.execute(asked.order_by(person.c.name, person.c.id))]
