"""Figures for the secretariat: how long answers took, and which members have long done nothing.

They are read from the record, so that they go back as far as it does and nothing more is kept.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import Connection, select

from app.access.labels import SECRETARIAT_CODE
from app.access.viewer import IN_NETWORK
from app.audit.chain import audit
from app.audit.events import Event
from app.core import clock
from app.core.days import working_days
from app.core.db import table
from app.core.i18n import N_
from app.directory.holding import appointment, held_today
from app.directory.models import Member, Office

LOOKED_BACK = timedelta(days=400)
MONTHS = 12
SILENT = timedelta(days=180)
MOST_EVENTS = 200_000
PRACTICE, REQUEST, SUGGESTION = "practice", "request", "suggestion"
KINDS: Mapping[str, str] = {
    PRACTICE: N_("Practices"),
    REQUEST: N_("Requests"),
    SUGGESTION: N_("Suggestions"),
}
BEGINS: Mapping[Event, str] = {
    Event.PRACTICE_SUBMITTED: PRACTICE,
    Event.REQUEST_SUBMITTED: REQUEST,
    Event.SUGGESTION_MADE: SUGGESTION,
}
ENDS = frozenset(
    {
        Event.PRACTICE_PUBLISHED,
        Event.PRACTICE_APPROVED,
        Event.PRACTICE_RETURNED,
        Event.PRACTICE_CHANGE_TAKEN,
        Event.REQUEST_AUTHENTICATED,
        Event.REQUEST_OPENED,
        Event.REQUEST_RETURNED,
        Event.SUGGESTION_ACCEPTED,
        Event.SUGGESTION_ADAPTED,
        Event.SUGGESTION_DECLINED,
    }
)
"""Answers of the secretariat."""
BROKEN_OFF = frozenset(
    {Event.PRACTICE_WITHDRAWN, Event.REQUEST_WITHDRAWN, Event.SUGGESTION_WITHDRAWN}
)
"""Taken back before an answer: no wait is counted."""
NOT_AN_ACT = (Event.SESSION_STARTED, Event.SESSION_ENDED, Event.PRESENCE_PROVED)
office = table(Office)
member = table(Member)
_EVENTS = (
    select(audit.c.at, audit.c.event, audit.c.subject, audit.c.detail)
    .where(audit.c.event.in_([*BEGINS, *ENDS, *BROKEN_OFF]))
    .order_by(audit.c.id)
    .limit(MOST_EVENTS)
)
_LAST = (
    select(audit.c.at)
    .where(audit.c.office_id == office.c.id, audit.c.event.not_in(NOT_AN_ACT))
    .order_by(audit.c.id.desc())
    .limit(1)
    .correlate(office)
    .scalar_subquery()
)
_OFFICES = (
    select(member.c.code, member.c.name, _LAST.label("at"))
    .join_from(member, office, office.c.member == member.c.code)
    .where(
        member.c.code != SECRETARIAT_CODE,
        office.c.kind.in_(sorted(IN_NETWORK)),
        select(appointment.c.id)
        .where(appointment.c.office_id == office.c.id, held_today())
        .correlate(office)
        .exists(),
    )
    .order_by(member.c.code)
)


@dataclass(frozen=True, slots=True)
class Waited:
    """How long the secretariat took for what it answered of a kind in a month, in working days."""

    month: str
    kind: str
    number: int
    median: float
    longest: int


@dataclass(frozen=True, slots=True)
class Silent:
    """A member with a holder that has long done nothing; ``since`` is None where it never did."""

    code: str
    name: str
    since: date | None


def waited(conn: Connection) -> Sequence[Waited]:
    """Return the waiting times by month of the answer and kind, the latest month first."""
    since = clock.wall() - LOOKED_BACK
    rows = conn.execute(_EVENTS.where(audit.c.at >= since))
    found: dict[tuple[str, str], list[int]] = {}
    for month, kind, days in _answered(rows):
        found.setdefault((month, kind), []).append(days)
    months = sorted({month for month, _kind in found}, reverse=True)[:MONTHS]
    return [
        Waited(month, kind, len(took), float(median(took)), max(took))
        for month in months
        for kind in KINDS
        if (took := found.get((month, kind)))
    ]


def silent(conn: Connection) -> Sequence[Silent]:
    """Return the members whose holders have done nothing for long, the longest silence first."""
    last: dict[str, datetime | None] = {}
    names: dict[str, str] = {}
    for row in conn.execute(_OFFICES, {"today": clock.today()}):
        names[row.code] = row.name
        before = last.get(row.code)
        last[row.code] = max((at for at in (before, row.at) if at), default=None)
    until = clock.wall() - SILENT
    found = [
        Silent(code, names[code], at.date() if at else None)
        for code, at in last.items()
        if at is None or at < until
    ]
    return sorted(found, key=lambda one: (one.since or date.min, one.code))


def _answered(rows: Any) -> Iterator[tuple[str, str, int]]:
    """Give month, kind and working days of each answer."""
    begun: dict[str, tuple[str, datetime]] = {}
    for row in rows:
        event, subject = Event(row.event), row.subject
        if event == Event.PRACTICE_CHANGE_TAKEN:
            subject = json.loads(row.detail).get("change", subject)
        if event in BEGINS:
            begun[subject] = (BEGINS[event], row.at)
        elif subject in begun:
            kind, since = begun.pop(subject)
            if event in ENDS:
                yield f"{row.at:%Y-%m}", kind, working_days(since.date(), row.at.date())
