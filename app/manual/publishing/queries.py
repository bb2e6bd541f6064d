"""Submissions as the Secretariat reads them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from app.core.db import table
from app.identity.models import Person
from app.manual.models import Edition
from app.manual.publishing.models import Submission
from app.manual.publishing.rules import FREELY, Kind, Outcome

submission = table(Submission)
edition = table(Edition)
person = table(Person)

LONG_AGO = datetime.min.replace(tzinfo=UTC)

_ALL = select(submission)
_ONE = _ALL.where(submission.c.id == bindparam("key"))
_OPEN = _ALL.where(submission.c.slot.is_not(None)).order_by(submission.c.proposed_at)
_ALONE = (
    select(edition.c.published_at)
    .join_from(edition, submission, submission.c.number == edition.c.number)
    .where(
        edition.c.number == bindparam("number"),
        submission.c.kind == Kind.EDITION,
        submission.c.outcome == Outcome.DONE,
        submission.c.agreed_at.is_(None),
    )
)
_NAMES = select(person.c.id, person.c.name).where(
    person.c.id.in_(bindparam("people", expanding=True))
)


def one(conn: Connection, key: str) -> Row[Any] | None:
    """Return a submission, None where there is none."""
    return conn.execute(_ONE, {"key": key}).first()


def unfinished(conn: Connection) -> Sequence[Row[Any]]:
    """Return what is open, the oldest first."""
    return conn.execute(_OPEN).all()


def open_of(conn: Connection, kind: str) -> Row[Any] | None:
    """Return what is open of a kind."""
    return next((row for row in unfinished(conn) if row.slot == kind), None)


def freely_until(conn: Connection, number: int) -> datetime:
    """Return until when one person can withdraw an edition: nobody agreed to it. Else long ago."""
    found: datetime | None = conn.execute(_ALONE, {"number": number}).scalar()
    return found + FREELY if found else LONG_AGO


def names(conn: Connection, *people: str | None) -> Mapping[str, str]:
    """Return the names of people by their ids."""
    wanted = sorted({one_ for one_ in people if one_})
    return {row.id: row.name for row in conn.execute(_NAMES, {"people": wanted})}
