"""Published on a day: the Secretariat has agreed, and until then nobody else sees the practice."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select
from sqlmodel import Session

from app.access.audience import labels_of_draft, labels_of_submitted
from app.access.labels import SECRETARIAT
from app.access.viewer import ANYONE, Viewer
from app.audit import actions as audit
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.items import actions as items
from app.items.models import Item
from app.items.queries import Matter, labels_given, seen
from app.notifications import actions as notifications
from app.notifications.post import Post
from app.practices import letters
from app.practices.actions import announce
from app.practices.adapting.holding import about_of
from app.practices.entry import Entry
from app.practices.holding import entry_of, move
from app.practices.joining import agreement
from app.practices.joining.rules import Act as Together
from app.practices.models import Practice
from app.practices.rules import Act, Stage, What
from app.web.portal import Portal

item = table(Item)
practice = table(Practice)

AT_ONCE = 50


class InDoubt(NamedTuple):
    """A practice that was agreed to and is not published although its day has passed."""

    id: str
    title: str
    number: str | None
    day: date


_IN_DOUBT = Reading(
    select(item.c.id, practice.c.title, item.c.number, practice.c.not_before)
    .join_from(practice, item, item.c.id == practice.c.item_id)
    .where(
        item.c.stage == Stage.APPROVED,
        practice.c.not_before < bindparam("today"),
        seen(item.c.id),
    )
    .order_by(practice.c.not_before, item.c.id)
)


def waits(entry: Entry) -> bool:
    """Whether its office wants it published on a later day than today."""
    return entry.not_before is not None and entry.not_before > clock.today()


def in_doubt(conn: Connection, viewer: Viewer) -> Sequence[InDoubt]:
    """Return what should be published by now and is not: a clock that jumped, a frozen portal."""
    given = {**labels_given(viewer.labels), "today": clock.today()}
    return [InDoubt(*row) for row in _IN_DOUBT.all(conn, given)]


def approve(db: Session, viewer: Viewer, matter: Matter, post: Post, *, version: int) -> None:
    """Agree to a submitted practice that is published on its day; its office is told.

    Raises:
        Conflict: when somebody else has answered it.
    """
    moved = move(db, matter, Act.APPROVE, version)
    items.relabel(db, moved, labels_of_submitted(matter.owners))
    notifications.done_waiting(db, moved.id)
    notifications.tell(db, moved.id, labels_of_draft(matter.owners), What.APPROVED)
    letters.write(db, post, entry_of(db, (SECRETARIAT,), moved.id), What.APPROVED)
    audit.record(db, Event.PRACTICE_APPROVED, viewer=viewer, subject=moved.id)


def release(db: Session, viewer: Viewer, matter: Matter, post: Post, *, version: int) -> None:
    """Publish what the Secretariat agreed to: on its day, or now because its office says so.

    Raises:
        Conflict: when it has changed since it was read, or before its day not all owners agreed.
    """
    if viewer.member in matter.owners:
        agreement.ensure_agreed(db, matter, Together.RELEASE)
    moved = move(db, matter, Act.RELEASE, version)
    announce(db, viewer, moved, matter, post)


def release_due(portal: Portal) -> int:
    """Publish what is to be published by today; return how many were."""
    today = clock.today()
    due = (
        select(practice.c.item_id)
        .join_from(practice, item, item.c.id == practice.c.item_id)
        .where(item.c.stage == Stage.APPROVED, practice.c.not_before <= today)
        .order_by(practice.c.not_before, practice.c.item_id)
        .limit(AT_ONCE)
    )
    with portal.db.read() as conn:
        ids = list(conn.execute(due).scalars())
    return sum(_release(portal, item_id, today) for item_id in ids)


def _release(portal: Portal, item_id: str, today: date) -> bool:
    """Publish one, unless another worker or its office has just done so."""
    with portal.db.unit_of_work() as db:
        held = select(practice.c.not_before).join_from(practice, item)
        wanted = (item.c.id == item_id, item.c.stage == Stage.APPROVED)
        day = db.execute(held.where(*wanted).with_for_update(of=item)).scalar()
        if day is None or day > today:
            return False
        matter = about_of(db, item_id)
        release(db, ANYONE, matter, Post.of(portal), version=matter.version)
    return True
