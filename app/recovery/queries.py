"""Recoveries as the Secretariat, the person and the bearer of a link read them."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.identity.models import Person, Recovery
from app.identity.sessions import hashed
from app.recovery.rules import WARNED, Life, Stage

recovery = table(Recovery)
person = table(Person)
proposer = person.alias("proposer")
second = person.alias("second")


@dataclass(frozen=True, slots=True)
class Shown:
    """A recovery with the names of the two who decide it."""

    id: str
    name: str
    reason: str
    reason_words: str
    checked: str
    checked_words: str
    proposer: str | None
    proposed_at: datetime
    second: str | None
    agreed_at: datetime | None
    link_until: datetime | None
    ended_at: datetime | None
    life: Life


_ALL = (
    select(
        recovery,
        person.c.name,
        proposer.c.name.label("proposer"),
        second.c.name.label("second"),
    )
    .join_from(recovery, person, person.c.id == recovery.c.person_id)
    .join(proposer, proposer.c.id == recovery.c.proposed_by, isouter=True)
    .join(second, second.c.id == recovery.c.agreed_by, isouter=True)
    .order_by(recovery.c.proposed_at.desc(), recovery.c.id)
)
_OPEN = Reading(_ALL.where(recovery.c.ended_at.is_(None)))
_OF_PERSON = _ALL.where(recovery.c.person_id == bindparam("person_id"))
_BY_LINK = select(recovery.c.person_id).where(
    recovery.c.link_hash == bindparam("link_hash"),
    recovery.c.ended_at.is_(None),
    recovery.c.link_until > bindparam("wall"),
)


def of_person(conn: Connection, person_id: str) -> Sequence[Shown]:
    """Return every recovery of a person that is still known, the latest first."""
    return [_shown(row) for row in conn.execute(_OF_PERSON, {"person_id": person_id})]


def unfinished(conn: Connection) -> Sequence[Shown]:
    """Return every recovery that goes on."""
    return [_shown(row) for row in _OPEN.all(conn, {})]


def stopped_lately(found: Sequence[Shown]) -> datetime | None:
    """Return when the person last stopped one, None where that was long ago or never."""
    since = clock.now() - WARNED
    ends = [one.ended_at for one in found if one.life.stage == Stage.STOPPED and one.ended_at]
    return max((at for at in ends if at > since), default=None)


def going_on(conn: Connection, person_id: str) -> Row[Any] | None:
    """Return the row of the recovery of a person that goes on, None where none does."""
    wanted = recovery.c.person_id == person_id, recovery.c.ended_at.is_(None)
    return conn.execute(select(recovery).where(*wanted)).first()


def person_of_link(conn: Connection, link: str) -> str | None:
    """Return for whom a link is that works now, None where it does not."""
    return person_of_hash(conn, hashed(link))


def person_of_hash(conn: Connection, link_hash: str) -> str | None:
    """Return for whom the link of a hash is that works now, None where it does not."""
    asked = {"link_hash": link_hash, "wall": clock.wall()}
    return conn.execute(_BY_LINK, asked).scalar()


def life_of(row: Any) -> Life:
    """Return what has happened to the recovery of a row."""
    return Life(*(getattr(row, field.name) for field in fields(Life)))


def _shown(row: Row[Any]) -> Shown:
    said = {one.name: getattr(row, one.name) for one in fields(Shown) if one.name != "life"}
    return Shown(**said, life=life_of(row))
