"""Reading about guests. What a guest reads is asked each time, and ends without anybody's doing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, or_, select

from app.access.viewer import Viewer
from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.core.seal import SealedText
from app.directory.holding import review
from app.directory.models import Member, Office
from app.guests.models import Guest
from app.guests.rules import BY_CODE
from app.identity.models import Person
from app.identity.sessions import hashed
from app.items.models import Item, ItemLabel

OVER = ("withdrawn", "closed", "lapsed", "taken", "hidden")
"""The stages of what is lent to nobody any more."""

guest = table(Guest)
item = table(Item)
label = table(ItemLabel)
office = table(Office)
member = table(Member)
person = table(Person)

_LENT = (
    select(label.c.item_id)
    .where(label.c.item_id == guest.c.item_id, label.c.label == guest.c.host)
    .exists()
)
_CONTESTED = (
    select(review.c.id)
    .where(
        review.c.office_id == guest.c.office_id,
        review.c.began_at.is_not(None),
        or_(review.c.ended_at.is_(None), review.c.began_at >= guest.c.invited_at),
    )
    .exists()
)


def lasts() -> ColumnElement[bool]:
    """Return that a guest may read today, or may still accept: the one condition that says so.

    A review of the office that invited ends it for good: it was contested who spoke. What a guest
    sent to a consultation can be withdrawn after the last day too, and of a consultation that was
    withdrawn until it is given back, so the loan lasts for that.
    """
    return and_(
        guest.c.ended_at.is_(None),
        or_(guest.c.last_day >= bindparam("today"), guest.c.stays),
        or_(item.c.stage.not_in(OVER), guest.c.stays),
        _LENT,
        ~_CONTESTED,
    )


@dataclass(frozen=True, slots=True)
class Loan:
    """A loan that lasts: ``host`` is the label it is read by, ``office`` the one that lent it."""

    id: str
    item_id: str
    kind: str
    host: str
    office: str
    member_name: str
    last_day: date


@dataclass(frozen=True, slots=True)
class Granted(Loan):
    """Something that a guest may read now, and what the guest wrote on it."""

    remark: str | None
    words: SealedText | None


@dataclass(frozen=True, slots=True)
class Invited(Loan):
    """An invitation that can be accepted."""

    number: str | None
    address: str
    member: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A guest as those see it who lent the thing; ``account`` is who accepted."""

    id: str
    item_id: str
    kind: str
    name: str
    address: str
    ministry: str
    last_day: date
    invited_at: datetime
    accepted_at: datetime | None
    account: str | None
    ended_at: datetime | None
    remark: str | None
    words: SealedText | None
    remarked_at: datetime | None
    lasts: bool


def loans(*more: ColumnElement[Any]) -> Select[Any]:
    """Return the select of loans that last: the columns of ``Loan``, and ``more`` after them."""
    return (
        select(
            guest.c.id,
            guest.c.item_id,
            item.c.kind,
            guest.c.host,
            office.c.kind.label("office"),
            member.c.name.label("member_name"),
            guest.c.last_day,
            *more,
        )
        .join_from(guest, item, item.c.id == guest.c.item_id)
        .join(office, office.c.id == guest.c.office_id)
        .join(member, member.c.code == office.c.member)
        .where(lasts())
    )


_GRANTED = (
    loans(guest.c.remark, guest.c.words)
    .where(guest.c.person_id == bindparam("person_id"))
    .order_by(guest.c.last_day, guest.c.id)
)
_ALL = Reading(_GRANTED)
_ONE = Reading(_GRANTED.where(guest.c.id == bindparam("id")))
_BY_TOKEN = loans(item.c.number, guest.c.address, member.c.code.label("member")).where(
    guest.c.token_hash == bindparam("token_hash"),
    guest.c.accepted_at.is_(None),
    guest.c.address != BY_CODE,
)
_STILL = (
    select(guest.c.id)
    .join_from(guest, item, item.c.id == guest.c.item_id)
    .where(guest.c.id == bindparam("id"), lasts())
)


def _listed() -> Select[Any]:
    return (
        select(
            guest.c.id,
            guest.c.item_id,
            item.c.kind,
            guest.c.name,
            guest.c.address,
            guest.c.ministry,
            guest.c.last_day,
            guest.c.invited_at,
            guest.c.accepted_at,
            person.c.name.label("account"),
            guest.c.ended_at,
            guest.c.remark,
            guest.c.words,
            guest.c.remarked_at,
            lasts().label("lasts"),
        )
        .join_from(guest, item, item.c.id == guest.c.item_id)
        .join(person, person.c.id == guest.c.person_id, isouter=True)
        .order_by(guest.c.invited_at.desc(), guest.c.id)
    )


_OF_ITEM = Reading(_listed().where(guest.c.item_id == bindparam("item_id")))
_OF_HOST = _listed().where(guest.c.host == bindparam("host"), lasts())


def granted(conn: Connection, viewer: Viewer, guest_id: str) -> Granted | None:
    """Return what the viewer may read as this guest, None where there is nothing (any more)."""
    if not may_be_guest(viewer):
        return None
    row = _ONE.first(conn, {"id": guest_id, "person_id": viewer.person_id, **_today()})
    return None if row is None else Granted(*row)


def was_guest(conn: Connection, viewer: Viewer, guest_id: str) -> bool:
    """Whether the viewer accepted this invitation, whatever became of it."""
    own = guest.c.id == guest_id, guest.c.person_id == viewer.person_id
    return conn.execute(select(guest.c.id).where(*own)).first() is not None


def still_lent(conn: Connection, guest_id: str) -> bool:
    """Whether a guest may read today, or may still accept."""
    return conn.execute(_STILL, {"id": guest_id, **_today()}).first() is not None


def all_granted(conn: Connection, viewer: Viewer) -> Sequence[Granted]:
    """Return everything that the viewer may read as a guest, what ends first standing first."""
    if not may_be_guest(viewer):
        return []
    rows = _ALL.all(conn, {"person_id": viewer.person_id, **_today()})
    return [Granted(*row) for row in rows]


def may_be_guest(viewer: Viewer) -> bool:
    """Whether a person is nobody's holder: who holds an office reads as that office does."""
    return viewer.signed_in and not viewer.offices and not viewer.silent


def find(conn: Connection, token: str) -> Invited | None:
    """Return the invitation behind ``token``, None where it was used or is over.

    Its address may be sealed: see ``sealed.found``.
    """
    row = conn.execute(_BY_TOKEN, {"token_hash": hashed(token), **_today()}).first()
    return None if row is None else Invited(*tuple(row))


def of_item(conn: Connection, item_id: str) -> Sequence[Listed]:
    """Return all guests of an item that the caller found the viewer to see, the latest first."""
    return [Listed(*row) for row in _OF_ITEM.all(conn, {"item_id": item_id, **_today()})]


def of_host(conn: Connection, host: str) -> Sequence[Listed]:
    """Return those to whom something of ``host`` is lent now."""
    return [Listed(*row) for row in conn.execute(_OF_HOST, {"host": host, **_today()})]


def _today() -> dict[str, date]:
    return {"today": clock.today()}
