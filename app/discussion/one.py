"""One comment, with all that its page shows of it, for those who read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from app.access.viewer import Viewer
from app.core.db import table
from app.core.reading import Reading
from app.directory.models import Member
from app.discussion.models import Comment
from app.discussion.queries import labels_under
from app.discussion.rules import HIDDEN, OPEN, POSTED
from app.discussion.tree import signature
from app.items.models import Item, Revision
from app.items.queries import labels_given, seen

comment = table(Comment)
item = table(Item)
member = table(Member)
revision = table(Revision)


@dataclass(frozen=True, slots=True)
class One:
    """A comment as rules and pages see it; satisfies ``access.policy.Subject``.

    ``body`` is empty for those who may not read what the Secretariat hides.
    """

    id: str
    about: str
    member: str
    by: str
    body: str
    stage: str
    version: int
    language: str
    audience: str
    office_id: str | None
    at: datetime
    changed_at: datetime | None
    stance: str
    question: str
    answered_by: str | None
    answers: str | None
    reason: str

    @property
    def owners(self) -> frozenset[str]:
        """The member whose office said it."""
        return frozenset({self.member})


@dataclass(frozen=True, slots=True)
class Version:
    """What a comment said at one time."""

    number: int
    body: str
    at: datetime


_SEEN = (seen(comment.c.item_id), seen(comment.c.about))
_ABOUT = comment.c.about == bindparam("about")
_FOUND = (
    select(
        comment,
        member.c.name,
        item.c.stage,
        item.c.version,
        item.c.language,
        item.c.audience,
        item.c.office_id,
    )
    .join_from(comment, item, item.c.id == comment.c.item_id)
    .join(member, member.c.code == comment.c.member)
    .where(_ABOUT, *_SEEN)
)
_ONE = Reading(_FOUND.where(comment.c.item_id == bindparam("id")))
_QUESTIONS = Reading(
    _FOUND.where(comment.c.question != "", item.c.stage == POSTED)
    .order_by((comment.c.question != OPEN), comment.c.at.desc(), comment.c.item_id)
    .limit(bindparam("most"))
)
_VERSIONS = Reading(
    select(revision.c.number, revision.c.body, revision.c.at)
    .where(revision.c.item_id == bindparam("id"))
    .order_by(revision.c.number.desc())
)


def one(conn: Connection, viewer: Viewer, about: str, comment_id: str) -> One | None:
    """Return a comment on ``about``, None where the viewer reads no such comment."""
    given = {"about": about, "id": comment_id}
    row = _ONE.first(conn, {**given, **labels_given(labels_under(conn, viewer, about))})
    return _one(row, viewer) if row else None


def questions(conn: Connection, viewer: Viewer, about: str, most: int) -> Sequence[One]:
    """Return the questions under ``about`` that the viewer reads: those without an answer first."""
    given = {"about": about, "most": most}
    rows = _QUESTIONS.all(conn, {**given, **labels_given(labels_under(conn, viewer, about))})
    return [_one(row, viewer) for row in rows]


def _one(row: Any, viewer: Viewer) -> One:
    own = viewer.office is not None and not viewer.reads_only and viewer.office.member == row.member
    hidden = row.stage == HIDDEN and not (own or viewer.in_secretariat)
    return One(
        id=row.item_id,
        about=row.about,
        member=row.member,
        by=signature(row.member, row.name),
        body="" if hidden else row.body,
        stage=row.stage,
        version=row.version,
        language=row.language,
        audience=row.audience,
        office_id=row.office_id,
        at=row.at,
        changed_at=row.changed_at,
        stance=row.stance,
        question=row.question,
        answered_by=row.answered_by,
        answers=row.answers,
        reason="" if hidden else row.hidden_reason or "",
    )


def versions(conn: Connection, found: One) -> Sequence[Version]:
    """Return what a comment said over time, the latest first, as far as its words are read."""
    if not found.body:
        return ()
    rows = _VERSIONS.all(conn, {"id": found.id})
    return [Version(row.number, row.body, row.at) for row in rows if row.body is not None]
