"""The record of a member's offices: who held them, who is proposed, whom somebody invited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, select

from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.directory.holding import UNDER_REVIEW, appointment
from app.directory.models import Invitation, Member, Office
from app.directory.rules import Stage
from app.identity.models import Person
from app.vocabulary.office_kinds import OFFICE_KINDS

KINDS = OFFICE_KINDS.codes()
office = table(Office)
member = table(Member)
invitation = table(Invitation)
person = table(Person)
verifier = person.alias("verifier")


@dataclass(frozen=True, slots=True)
class Kept:
    """An office as its record shows it."""

    id: str
    kind: str
    title: str | None
    mailbox: str | None
    under_review: bool


@dataclass(frozen=True, slots=True)
class Term:
    """An appointment: whose, from when until when, on which paper, and how far it has come."""

    id: str
    office_id: str
    holder: str
    stage: str
    starts: date
    ends: date | None
    authority: str | None
    evidence: str | None
    verified_by: str | None
    verified_at: datetime | None
    why_ended: str | None
    person_id: str


@dataclass(frozen=True, slots=True)
class Open:
    """An invitation that was neither redeemed nor withdrawn; ``over`` when its time has passed."""

    id: str
    office_id: str
    name: str
    expires_at: datetime
    over: bool


@dataclass(frozen=True, slots=True)
class Proposed:
    """An appointment that waits for the Secretariat, with its member and office."""

    id: str
    member: str
    member_name: str
    kind: str
    holder: str
    since: datetime


_OFFICES = (
    select(
        office.c.id,
        office.c.kind,
        office.c.title,
        office.c.mailbox,
        office.c.id.in_(UNDER_REVIEW).label("under_review"),
    )
    .where(office.c.member == bindparam("code"))
    .order_by(office.c.id)
)
_TERM = (
    select(
        appointment.c.id,
        appointment.c.office_id,
        person.c.name.label("holder"),
        appointment.c.stage,
        appointment.c.starts,
        appointment.c.ends,
        appointment.c.authority,
        appointment.c.evidence,
        verifier.c.name.label("verified_by"),
        appointment.c.verified_at,
        appointment.c.why_ended,
        appointment.c.person_id,
    )
    .join_from(appointment, person, person.c.id == appointment.c.person_id)
    .join(verifier, verifier.c.id == appointment.c.verified_by, isouter=True)
)
_TERMS = (
    _TERM.join(office, office.c.id == appointment.c.office_id)
    .where(office.c.member == bindparam("code"))
    .order_by(appointment.c.starts.desc(), appointment.c.created_at.desc(), appointment.c.id)
)
_ONE_TERM = _TERM.where(appointment.c.id == bindparam("id"))
_INVITATIONS = (
    select(invitation.c.id, invitation.c.office_id, invitation.c.name, invitation.c.expires_at)
    .join_from(invitation, office, office.c.id == invitation.c.office_id)
    .where(
        office.c.member == bindparam("code"),
        invitation.c.redeemed_at.is_(None),
        invitation.c.withdrawn_at.is_(None),
    )
    .order_by(invitation.c.created_at, invitation.c.id)
)
_PROPOSED = (
    select(
        appointment.c.id,
        member.c.code,
        member.c.name,
        office.c.kind,
        person.c.name.label("holder"),
        appointment.c.created_at,
    )
    .join_from(appointment, office, office.c.id == appointment.c.office_id)
    .join(member, member.c.code == office.c.member)
    .join(person, person.c.id == appointment.c.person_id)
    .where(appointment.c.stage == Stage.PROPOSED)
    .order_by(appointment.c.created_at, appointment.c.id)
)
_ALL_PROPOSED = Reading(_PROPOSED)
_MINE = _PROPOSED.where(appointment.c.person_id == bindparam("person_id"))


def offices(conn: Connection, code: str) -> Sequence[Kept]:
    """Return the member's offices in the order of the fixed list of kinds."""
    found = [Kept(*row) for row in conn.execute(_OFFICES, {"code": code})]
    return sorted(found, key=lambda one: KINDS.index(one.kind))


def terms(conn: Connection, code: str) -> Mapping[str, Sequence[Term]]:
    """Return every appointment to the member's offices by office, the latest first."""
    found: dict[str, list[Term]] = {}
    for row in conn.execute(_TERMS, {"code": code}).mappings():
        found.setdefault(row["office_id"], []).append(Term(**row))
    return found


def term(conn: Connection, appointment_id: str) -> Term | None:
    """Return one appointment, None for an unknown id."""
    row = conn.execute(_ONE_TERM, {"id": appointment_id}).mappings().first()
    return None if row is None else Term(**row)


def invitations(conn: Connection, code: str) -> Mapping[str, Sequence[Open]]:
    """Return the invitations to the member's offices that nobody used, by office."""
    wall = clock.wall()
    found: dict[str, list[Open]] = {}
    for row in conn.execute(_INVITATIONS, {"code": code}):
        found.setdefault(row.office_id, []).append(Open(*row, over=row.expires_at <= wall))
    return found


def proposed(conn: Connection) -> Sequence[Proposed]:
    """Return the appointments that wait for the Secretariat, the longest wait first."""
    return [Proposed(*row) for row in _ALL_PROPOSED.all(conn, {})]


def proposed_for(conn: Connection, person_id: str) -> Sequence[Proposed]:
    """Return the appointments of one person that wait for the Secretariat."""
    return [Proposed(*row) for row in conn.execute(_MINE, {"person_id": person_id})]
