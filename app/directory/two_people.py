"""Acts that take two people of the Secretariat, and what takes the place of a second one.

The one place that says who a second person can be, and how long the word of one alone waits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, or_, select
from sqlmodel import Session

from app.access.labels import SECRETARIAT
from app.access.viewer import IN_SECRETARIAT
from app.core import clock
from app.core.db import table
from app.core.i18n import N_
from app.directory.holding import appointment, held_today
from app.directory.letters import Person
from app.directory.models import Invitation, Office
from app.directory.rules import Stage
from app.directory.seated import holders_of

ALONE = timedelta(hours=72)
"""So long an act waits for which the Secretariat has one person only."""
SETTLED = timedelta(hours=72)
"""So long somebody was appointed to the Secretariat who decides with another one."""
MISSED = timedelta(hours=72)
"""So long whoever left still keeps the others from being alone."""

SECOND = N_("A second person of the Secretariat has to agree: you proposed it yourself.")
GONE = N_("Who decided this no longer acts for the Secretariat. Withdraw it and propose it anew.")
FRESH = N_(
    "One of you two has been in the Secretariat for less than 72 hours, so you do not decide this"
    " together. Somebody else has to agree, or two others decide it."
)
APPOINTED = N_(
    "One of you two appointed the other to the Secretariat, so you do not decide this together."
    " Somebody else has to agree, or two others decide it."
)

office = table(Office)
invitation = table(Invitation)

_LEFT = and_(
    appointment.c.starts <= appointment.c.ends,
    or_(
        and_(
            appointment.c.stage.in_((Stage.ENDED, Stage.REVOKED)),
            appointment.c.ended_at > bindparam("since"),
        ),
        and_(
            appointment.c.stage == Stage.VERIFIED,
            appointment.c.ends < bindparam("today"),
            appointment.c.ends >= bindparam("since_day"),
        ),
    ),
)
"""Who left lately, by when the record says so: whoever ends an appointment chooses its last day."""
SEEN = (
    appointment.c.id,
    appointment.c.person_id,
    appointment.c.created_at,
    appointment.c.verified_at,
    appointment.c.verified_by,
    invitation.c.invited_by,
    invitation.c.renewed_by,
)
"""What says of an appointment since when it is known, and who brought it about."""
CAME = appointment.join(office, office.c.id == appointment.c.office_id).join(
    invitation, invitation.c.appointment_id == appointment.c.id, isouter=True
)
"""Appointments, each with its office and the invitation by which it came about."""
_TERMS = (
    select(held_today().label("acts"), *SEEN, appointment.c.ends, appointment.c.ended_at)
    .select_from(CAME)
    .where(or_(held_today(), _LEFT), office.c.kind.in_(sorted(IN_SECRETARIAT)))
)


@dataclass(slots=True)
class Term:
    """An appointment to the Secretariat: known since when, who brought it about, when it was over.

    The day from which it counts says nothing here: whoever records it chooses that. ``left`` is
    None while it runs.
    """

    since: datetime
    left: datetime | None = None
    by: set[str] = field(default_factory=set)

    @property
    def settled(self) -> bool:
        """Whether it is, or was when it ended, old enough for deciding together."""
        return self.since + SETTLED <= (self.left or clock.now())


Terms = Mapping[str, Sequence[Term]]
"""The appointments of each person."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What agreeing does: ``apart`` says why two do not decide together, empty where they do.

    ``waits`` where agreeing lets the time of one alone begin all the same.
    """

    apart: str = ""
    waits: bool = False


def known_since(row: Any) -> datetime:
    """Return since when the portal knows an appointment, from a row with ``SEEN``."""
    known: datetime = max(row.created_at, row.verified_at or row.created_at)
    return known


def brought_by(row: Any) -> set[str]:
    """Return who brought an appointment about, from a row with ``SEEN``."""
    return {row.verified_by, row.invited_by, row.renewed_by} - {None}


def colleagues(conn: Connection, *but: str | None) -> Sequence[Person]:
    """Return everybody who acts for the Secretariat today, each with a language, except ``but``."""
    return [one for one in holders_of(conn, [SECRETARIAT], clock.today()) if one[0] not in but]


def is_alone(conn: Connection, *but: str | None) -> bool:
    """Whether nobody else than ``but`` acts for the Secretariat, nor did within 72 hours."""
    return not set(_terms(conn)) - set(but)


def alone_from(db: Session, *but: str | None) -> datetime | None:
    """Return from when the word of one suffices; None where that one is not alone."""
    return clock.now() + ALONE if is_alone(db.connection(), *but) else None


def seconds(conn: Connection, proposer: str | None, *but: str | None) -> Sequence[Person]:
    """Return who can be the second person beside ``proposer`` now, except ``but``."""
    terms = _acting(_terms(conn))
    others = colleagues(conn, proposer, *but)
    return [one for one in others if not _apart(terms, proposer, one[0])]


def answer_of(
    conn: Connection, proposer: str | None, other: str | None, *but: str | None
) -> Answer:
    """Return what it does when ``other`` agrees to what ``proposer`` proposed.

    They decide together where each has been in the Secretariat for long enough and neither brought
    the other there. Where no two of the Secretariat except ``but`` can, the time of one alone
    begins: so nobody is without a way, and no colleague just made up opens one that was shut.
    Whoever left lately is counted for that as if still there.
    """
    lately = _terms(conn)
    said = _apart(_acting(lately), proposer, other)
    shut = said not in {FRESH, APPOINTED} or _any_two(lately, but)
    return Answer(said, waits=not shut and _may_begin(lately, {proposer, other}, but))


def two_there_are(conn: Connection, *but: str | None) -> bool:
    """Whether any two of the Secretariat, except ``but``, can decide together, or lately could."""
    return _any_two(_terms(conn), but)


def _any_two(terms: Terms, but: Sequence[str | None]) -> bool:
    who = [one for one in terms if one not in but]
    return any(not _apart(terms, one, other) for one in who for other in who if one < other)


def _may_begin(terms: Terms, two: set[str | None], but: Sequence[str | None]) -> bool:
    """Whether the time of one alone begins by two: both are settled, or nobody beside them is."""
    settled = {who for who in terms if who not in but and any(one.settled for one in terms[who])}
    return two <= settled or settled <= two


def _apart(terms: Terms, one: str | None, other: str | None) -> str:
    """Return why two do not decide together, empty where they do."""
    if one is None or other is None or one not in terms or other not in terms:
        return GONE
    if one == other:
        return SECOND
    free = [_by_nobody_of(terms[who], {one, other}) for who in (one, other)]
    if not all(free):
        return APPOINTED
    return "" if all(any(term.settled for term in each) for each in free) else FRESH


def _by_nobody_of(found: Sequence[Term], two: set[str]) -> Sequence[Term]:
    """Return the appointments that neither of two brought about: nobody appoints oneself, too."""
    return [term for term in found if not term.by & two]


def _acting(lately: Terms) -> Terms:
    """Return the appointments that run, without those of who left."""
    running = {who: [one for one in terms if one.left is None] for who, terms in lately.items()}
    return {who: terms for who, terms in running.items() if terms}


def _terms(conn: Connection) -> Terms:
    """Return by which appointments each person acts for the Secretariat, or did lately."""
    since = clock.now() - MISSED
    asked = {"today": clock.today(), "since": since, "since_day": since.date()}
    found: dict[str, dict[str, Term]] = {}
    for row in conn.execute(_TERMS, asked):
        made = Term(known_since(row), None if row.acts else _left(row))
        term = found.setdefault(row.person_id, {}).setdefault(row.id, made)
        term.by |= brought_by(row)
    return {person_id: list(terms.values()) for person_id, terms in found.items()}


def _left(row: Any) -> datetime:
    """Return when an appointment was over: by an act, or with the last day that was chosen."""
    if row.ended_at is not None:
        ended: datetime = row.ended_at
        return ended
    return datetime.combine(row.ends + timedelta(days=1), time(), UTC)
