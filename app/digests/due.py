"""For whom a digest is due: something waits in it since before the reader's own hour."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, select

from app.core import clock
from app.core.db import table
from app.digests import schedule
from app.directory.entry import time_zones
from app.notifications.classes import CLASSES, USUAL_HOUR, USUAL_WEEKDAY, How, NoticeClass
from app.notifications.models import Digest, DigestLine, DigestTime, NoticeChoice

line = table(DigestLine)
choice = table(NoticeChoice)
times = table(DigestTime)
digest = table(Digest)

_WAITING = (
    select(
        line.c.person_id,
        line.c.notice_class,
        line.c.how.label("own"),
        func.min(line.c.at).label("since"),
        choice.c.how,
        times.c.hour,
        times.c.weekday,
    )
    .join_from(
        line,
        choice,
        and_(choice.c.person_id == line.c.person_id, choice.c.notice_class == line.c.notice_class),
        isouter=True,
    )
    .join(times, times.c.person_id == line.c.person_id, isouter=True)
    .group_by(
        line.c.person_id,
        line.c.notice_class,
        line.c.how,
        choice.c.how,
        times.c.hour,
        times.c.weekday,
    )
    .order_by(line.c.person_id, line.c.notice_class)
)
_WRITTEN = select(digest.c.person_id, digest.c.day).where(digest.c.day >= bindparam("since"))
LATELY = timedelta(days=schedule.DAYS_BACK + 1)
"""No moment at which a digest can still be due is older, in any time zone."""


Level = tuple[str, str | None]
"""A class of notices, and the level of the things themselves where it counts before the class's."""


@dataclass(frozen=True, slots=True)
class Due:
    """A digest to be written: for whom, of which day, and of each class what came before.

    ``until`` names the classes, and levels, of which something is due. ``day`` is the reader's own
    day at the latest moment of these, however long after it the letter is written.
    """

    person_id: str
    day: date
    until: Mapping[Level, datetime]


def due(conn: Connection) -> Sequence[Due]:
    """Return every digest that is due and was not written for its day."""
    written = {(r.person_id, r.day) for r in conn.execute(_WRITTEN, {"since": _lately()})}
    zones = time_zones(conn)
    waits: dict[str, list[Any]] = {}
    for row in conn.execute(_WAITING):
        waits.setdefault(row.person_id, []).append(row)
    found = (_due(rows, schedule.zone(zones.get(one))) for one, rows in waits.items())
    return [one for one in found if one and (one.person_id, one.day) not in written]


def _lately() -> date:
    return clock.today() - LATELY


def _due(rows: Sequence[Any], where: tzinfo) -> Due | None:
    until = dict(_until(rows, clock.now(), where))
    if not until:
        return None
    day = max(until.values()).astimezone(where).date()
    return Due(rows[0].person_id, day, until)


def _until(rows: Sequence[Any], now: datetime, where: tzinfo) -> Iterator[tuple[Level, datetime]]:
    """Give the levels of which something is due; what now comes at once is due every day."""
    for row in rows:
        chosen = row.how or CLASSES[NoticeClass(row.notice_class)].usual
        if chosen == How.OFF:
            continue
        how = row.own or chosen
        hour = USUAL_HOUR if row.hour is None else row.hour
        weekday = USUAL_WEEKDAY if row.weekday is None else row.weekday
        moment = schedule.last(now, where, hour, weekday if how == How.WEEKLY else None)
        if row.since < moment:
            yield (row.notice_class, row.own), moment
