"""Comments that were reported and wait for the Secretariat: for its desk, and for it alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from app.access.viewer import Viewer
from app.core.db import table
from app.core.reading import Reading
from app.directory.models import Member, Office
from app.discussion.models import Comment, CommentReport
from app.discussion.tree import signature
from app.items.models import Item
from app.items.queries import labels_given, seen

comment = table(Comment)
report = table(CommentReport)
item = table(Item)
member = table(Member)
office = table(Office)

MOST = 50


@dataclass(frozen=True, slots=True)
class Reported:
    """A comment that waits: since when, how often it was reported, and at which version it is."""

    comment_id: str
    about: str
    by: str
    since: datetime
    reports: int
    stage: str
    version: int


@dataclass(frozen=True, slots=True)
class Report:
    """One report: which office wrote it, when, and why."""

    by: str
    at: datetime
    reason: str
    outcome: str
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """The reported comments that wait, oldest first, and how many there are in all."""

    found: Sequence[Reported]
    number: int


_SEEN = (report.c.outcome == "", seen(comment.c.item_id), seen(comment.c.about))
_WAITING = Reading(
    select(
        report.c.item_id,
        comment.c.about,
        comment.c.member,
        member.c.name,
        func.min(report.c.at).label("since"),
        func.count().label("reports"),
        item.c.stage,
        item.c.version,
        func.count().over().label("number"),
    )
    .join_from(report, comment, comment.c.item_id == report.c.item_id)
    .join(item, item.c.id == comment.c.item_id)
    .join(member, member.c.code == comment.c.member)
    .where(*_SEEN)
    .group_by(
        report.c.item_id,
        comment.c.about,
        comment.c.member,
        member.c.name,
        item.c.stage,
        item.c.version,
    )
    .order_by(func.min(report.c.at), report.c.item_id)
    .limit(bindparam("most"))
)
_OF_ONE = Reading(
    select(
        report.c.at, report.c.reason, report.c.outcome, report.c.ended_at, member.c.code,
        member.c.name,
    )
    .join_from(report, office, office.c.id == report.c.office_id, isouter=True)
    .join(member, member.c.code == office.c.member, isouter=True)
    .where(report.c.item_id == bindparam("id"))
    .order_by(report.c.at.desc(), report.c.id)
    .limit(MOST)
)  # fmt: skip


def waiting(conn: Connection, viewer: Viewer, limit: int) -> Waiting:
    """Return the reported comments that wait, oldest first; nothing for all but the Secretariat."""
    if not viewer.in_secretariat:
        return Waiting((), 0)
    rows = _WAITING.all(conn, {"most": limit, **labels_given(viewer.labels)})
    found = [
        Reported(
            row.item_id,
            row.about,
            signature(row.member, row.name),
            row.since,
            row.reports,
            row.stage,
            row.version,
        )
        for row in rows
    ]
    return Waiting(found, rows[0].number if rows else 0)


def reports_of(conn: Connection, viewer: Viewer, comment_id: str) -> Sequence[Report]:
    """Return the reports of a comment, the latest first; nothing for all but the Secretariat."""
    if not viewer.in_secretariat:
        return ()
    return [
        Report(
            signature(row.code, row.name) if row.code else "",
            row.at,
            row.reason,
            row.outcome,
            row.ended_at,
        )
        for row in _OF_ONE.all(conn, {"id": comment_id})
    ]
