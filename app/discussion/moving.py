"""The Secretariat moves a comment with its answers to another thing that the same people read."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import and_, delete, insert, or_, select, update
from sqlmodel import Session

from app.access.viewer import Viewer
from app.audit import actions as audit
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.core.i18n import N_
from app.directory.widening import reading_both
from app.discussion import answering, reporting
from app.discussion.finding import address_of, found_by, index
from app.discussion.forms import Written
from app.discussion.models import Comment, CommentMove
from app.discussion.moderating import tell
from app.discussion.one import One
from app.discussion.rules import ANSWERED, POSTED, TALKED_ABOUT, What
from app.items.models import Item
from app.notifications import actions as notifications
from app.notifications.post import Post

comment = table(Comment)
item = table(Item)
move_of = table(CommentMove)


class Elsewhere(Conflict):
    """Those who read a comment are others there than here."""

    message = N_(
        "This comment, or an answer to it, is not read by the same people there. Nobody would read"
        " more than before, and nobody less: choose a practice with the same readers."
    )


class SamePlace(Conflict):
    """It stands there already."""

    message = N_("The comment stands under this practice already.")


@dataclass(frozen=True, slots=True)
class Place:
    """Where comments stand: under what, how that is called, and at which address."""

    about: str
    title: str
    address: str


def move(  # noqa: PLR0913 - who, what, where to, as it was seen, and how to tell
    db: Session, viewer: Viewer, found: One, to: Place, *, version: int, post: Post
) -> None:
    """Let a comment and all answers to it stand under another thing; a link to it stays.

    Raises:
        SamePlace, Elsewhere: where it stands there, or is not read by the same people there.
        Conflict: when it was changed since it was read, or nobody writes there any more.
    """
    was = found.about
    if was == to.about:
        raise SamePlace
    stages = _hold(db, (was, to.about))
    held = update(item).where(item.c.id == found.id, item.c.version == version)
    newer = held.values(version=item.c.version + 1).returning(item.c.id)
    if stages.get(to.about) != TALKED_ABOUT or db.execute(newer).first() is None:
        raise Conflict
    rows = _with_answers(db, found)
    ids = [row.item_id for row in rows]
    if not all(_same_readers(db, one, was, to.about) for one in ids):
        raise Elsewhere
    _stand(db, found.id, ids, to.about)
    _leave_link(db, found.id, was, to.about)
    for row in rows:
        _find(db, row, to)
    notifications.stands_under(db, ids, was, to.about, to.address)
    _questions(db, was, to.about, ids)
    reporting.end(db, found.id, reporting.MOVED)
    tell(db, replace(found, about=to.about), What.MOVED, address_of(to.address, found.id), post)
    audit.record(db, Event.COMMENT_MOVED, viewer=viewer, subject=found.id)


def _hold(db: Session, ids: Collection[str]) -> dict[str, str]:
    """Hold what comments stand under, in one order for all; return the stage of each."""
    both = select(item.c.id, item.c.stage).where(item.c.id.in_(sorted(ids))).order_by(item.c.id)
    return {row.id: row.stage for row in db.execute(both.with_for_update())}


def _with_answers(db: Session, found: One) -> Sequence[Any]:
    """Return a comment and the answers to it, and to these."""
    head = found.answers or found.id
    columns = (
        comment.c.item_id, comment.c.replies_to, comment.c.body, comment.c.answered_by,
        comment.c.question, item.c.stage, item.c.language,
    )  # fmt: skip
    thread = (
        select(*columns)
        .join_from(comment, item, item.c.id == comment.c.item_id)
        .where(
            comment.c.about == found.about,
            or_(comment.c.item_id == head, comment.c.answers == head),
        )
        .order_by(comment.c.at, comment.c.item_id)
    )
    rows = db.execute(thread).all()
    if found.answers is None:
        return rows
    chosen = {found.id}
    for row in rows:  # an answer comes after what it answers
        if row.replies_to in chosen:
            chosen.add(row.item_id)
    return [row for row in rows if row.item_id in chosen]


def _same_readers(db: Session, comment_id: str, was: str, now: str) -> bool:
    """Whether a comment is read by the same people under either thing."""
    conn = db.connection()
    before, after = found_by(db, comment_id, was), found_by(db, comment_id, now)
    both = reading_both(conn, before, after)
    return before <= both and after <= both


def _stand(db: Session, head: str, ids: Collection[str], about: str) -> None:
    """Let comments stand under ``about``, those of ``ids`` as answers to ``head``."""
    own = update(comment).where(comment.c.item_id == head)
    db.execute(own.values(about=about, answers=None, replies_to=None))
    rest = update(comment).where(comment.c.item_id.in_(ids), comment.c.item_id != head)
    db.execute(rest.values(about=about, answers=head))


def _leave_link(db: Session, comment_id: str, was: str, now: str) -> None:
    back = delete(move_of).where(
        move_of.c.item_id == comment_id, move_of.c.was_about.in_((was, now))
    )
    db.execute(back)
    db.execute(insert(move_of).values(item_id=comment_id, was_about=was, at=clock.now()))


def _find(db: Session, row: Any, to: Place) -> None:
    if row.stage == POSTED:
        made = db.get_one(Item, row.item_id)
        labels, address = found_by(db, row.item_id, to.about), address_of(to.address, row.item_id)
        written = Written(row.body, None, row.language)
        index(db, made, written, to.title, labels, address=address)


def _questions(db: Session, was: str, now: str, ids: Sequence[str]) -> None:
    """Let questions whose answer is elsewhere be open; those moved ask whoever answers now."""
    parted = select(comment.c.item_id, comment.c.about).where(
        comment.c.question == ANSWERED,
        or_(
            and_(comment.c.about == was, comment.c.answered_by.in_(ids)),
            and_(comment.c.item_id.in_(ids), comment.c.answered_by.not_in(ids)),
        ),
    )
    for row in db.execute(parted).all():
        answering.ask(db, row.about, row.item_id, clock.now())
    answering.follow(db, now, ids)
