"""Acts that take two people of the Secretariat, and what takes the place of a second one.

The one place that says who a second person can be, and how long the word of one alone waits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, select
from sqlmodel import Session

from app.access.labels import SECRETARIAT
from app.access.viewer import IN_SECRETARIAT
from app.core import clock
from app.core.db import table
from app.core.i18n import N_
from app.directory.holding import appointment, held_today
from app.directory.letters import Person
from app.directory.models import Invitation, Office
from app.directory.seated import holders_of

ALONE = timedelta(hours=72)
"""So long an act waits for which the Secretariat has one person only."""
SETTLED = timedelta(hours=72)
"""So long somebody was appointed to the Secretariat who decides with another one."""

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

_TERMS = (
    select(
        appointment.c.id,
        appointment.c.person_id,
        appointment.c.created_at,
        appointment.c.verified_at,
        appointment.c.verified_by,
        invitation.c.invited_by,
    )
    .join_from(appointment, office, office.c.id == appointment.c.office_id)
    .join(
        invitation,
        and_(
            invitation.c.redeemed_by == appointment.c.person_id,
            invitation.c.office_id == appointment.c.office_id,
        ),
        isouter=True,
    )
    .where(held_today(), office.c.kind.in_(sorted(IN_SECRETARIAT)))
)


@dataclass(slots=True)
class Term:
    """A running appointment to the Secretariat: known since when, and who brought it about.

    The day from which it counts says nothing here: whoever records it chooses that.
    """

    since: datetime
    by: set[str] = field(default_factory=set)

    @property
    def settled(self) -> bool:
        """Whether it is old enough for deciding together."""
        return self.since + SETTLED <= clock.now()


@dataclass(frozen=True, slots=True)
class Answer:
    """What agreeing does: ``apart`` says why two do not decide together, empty where they do.

    ``waits`` where agreeing lets the time of one alone begin all the same.
    """

    apart: str = ""
    waits: bool = False


def colleagues(conn: Connection, *but: str | None) -> Sequence[Person]:
    """Return everybody who acts for the Secretariat today, each with a language, except ``but``."""
    return [one for one in holders_of(conn, [SECRETARIAT], clock.today()) if one[0] not in but]


def alone_from(db: Session, *but: str | None) -> datetime | None:
    """Return from when the word of one suffices; None where somebody else than ``but`` acts."""
    return None if colleagues(db.connection(), *but) else clock.now() + ALONE


def seconds(conn: Connection, proposer: str | None, *but: str | None) -> Sequence[Person]:
    """Return who can be the second person beside ``proposer`` now, except ``but``."""
    terms = _terms(conn)
    others = colleagues(conn, proposer, *but)
    return [one for one in others if not _apart(terms, proposer, one[0])]


def answer_of(
    conn: Connection, proposer: str | None, other: str | None, *but: str | None
) -> Answer:
    """Return what it does when ``other`` agrees to what ``proposer`` proposed.

    They decide together where each has been in the Secretariat for long enough and neither brought
    the other there. Where no two of the Secretariat except ``but`` can, the time of one alone
    begins: so nobody is without a way, and no colleague just made up opens one that was shut.
    """
    terms = _terms(conn)
    if said := _apart(terms, proposer, other):
        return Answer(said, waits=said != GONE and not _any_two(terms, but))
    return Answer()


def two_there_are(conn: Connection, *but: str | None) -> bool:
    """Whether any two of the Secretariat, except ``but``, can decide together now."""
    return _any_two(_terms(conn), but)


def _any_two(terms: Mapping[str, Sequence[Term]], but: Sequence[str | None]) -> bool:
    who = [one for one in terms if one not in but]
    return any(not _apart(terms, one, other) for one in who for other in who if one < other)


def _apart(terms: Mapping[str, Sequence[Term]], one: str | None, other: str | None) -> str:
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


def _terms(conn: Connection) -> Mapping[str, Sequence[Term]]:
    """Return by which appointments each person acts for the Secretariat today."""
    found: dict[str, dict[str, Term]] = {}
    for row in conn.execute(_TERMS, {"today": clock.today()}):
        since = max(row.created_at, row.verified_at or row.created_at)
        term = found.setdefault(row.person_id, {}).setdefault(row.id, Term(since))
        term.by |= {row.verified_by, row.invited_by} - {None}
    return {person_id: list(terms.values()) for person_id, terms in found.items()}
