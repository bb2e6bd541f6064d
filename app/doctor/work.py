"""Work that stays undone: letters, what people asked for, a record that nobody signs."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import Connection, func, select

from app.audit import checkpoints
from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import table
from app.doctor.finding import Finding
from app.incident.models import Freeze, Incident, Statement
from app.mail.models import Letter
from app.orders.models import WorkOrder
from app.orders.rules import UNDER_WAY

STUCK = timedelta(hours=1)
UNSIGNED = timedelta(hours=3)
SILENT = timedelta(days=1)
GIVEN_UP = timedelta(days=7)
"""So long letters that were given up are told of."""

freeze = table(Freeze)
letter = table(Letter)
order = table(WorkOrder)
record = table(AuditRecord)
_TOLD = (
    select(func.max(table(Statement).c.at))
    .join(table(Incident))
    .where(table(Incident).c.ended_at.is_(None))
)


def findings(conn: Connection) -> Iterator[Finding]:
    """Give that the portal is frozen or silent, and what the worker should have done."""
    stopped = conn.execute(select(freeze.c.at, freeze.c.reason)).first()
    if stopped is not None:
        why = f": {stopped.reason}" if stopped.reason else ""
        yield Finding(
            f"The portal has been frozen since {stopped.at:%Y-%m-%d %H:%M} UTC{why}.",
            "portal thaw, when it is safe",
        )
    now = clock.wall()
    told = conn.execute(_TOLD).scalar()
    if told is not None and told < now - SILENT:
        yield Finding(
            f"An incident is open; nothing was said about it since {told:%Y-%m-%d %H:%M} UTC.",
            "say what is known on /incident/edit, or portal incident end",
        )
    waits = select(func.min(letter.c.created_at)).where(letter.c.sent_at.is_(None))
    oldest = conn.execute(waits).scalar()
    if oldest is not None and oldest < now - STUCK:
        unsent = letter.c.sent_at.is_(None)
        problem = conn.execute(select(func.max(letter.c.problem)).where(unsent)).scalar()
        yield Finding(
            "Letters wait for more than an hour" + (f": {problem}." if problem else "."),
            "portal worker, or PORTAL_WORKER=true; then look at PORTAL_SMTP_URL",
        )
    yield from _given_up(conn)
    if stopped is None:
        yield from _asked_for(conn)
    signed = checkpoints.last(conn)
    first = select(func.min(record.c.at)).where(record.c.id > (signed.entries if signed else 0))
    since = conn.execute(first).scalar()
    if since is not None and since < now - UNSIGNED:
        yield Finding(
            "The record has not been signed for more than three hours.",
            "portal worker, or PORTAL_WORKER=true",
        )


def _asked_for(conn: Connection) -> Iterator[Finding]:
    """Files and erasures that nobody makes: a frozen portal makes none, and says so itself."""
    waits = select(func.min(order.c.asked_at)).where(order.c.state.in_(UNDER_WAY))
    oldest = conn.execute(waits).scalar()
    if oldest is not None and oldest < clock.wall() - STUCK:
        yield Finding(
            f"What somebody asked for waits since {oldest:%Y-%m-%d %H:%M} UTC.",
            "portal worker, or PORTAL_WORKER=true",
        )


def _given_up(conn: Connection) -> Iterator[Finding]:
    """Letters that never left: whoever should have got them has to be told another way."""
    lately = letter.c.sent_at > clock.wall() - GIVEN_UP
    lost = select(func.count(), func.max(letter.c.problem), func.max(letter.c.sent_at)).where(
        lately, letter.c.problem.is_not(None)
    )
    count, problem, last = conn.execute(lost).one()
    if count:
        yield Finding(
            f"Letters given up in the last {GIVEN_UP.days} days: {count}; the last on "
            f"{last:%Y-%m-%d}: {problem}.",
            "look at PORTAL_SMTP_URL and the addresses, and tell those concerned another way",
        )
