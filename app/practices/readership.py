"""Who reads a published practice, chosen anew: fewer at once, more when the Secretariat agrees.

The Secretariat published it for the readers it then had; whoever comes to them is its concern as
well as the owner's, and whoever goes is the owner's alone (``docs/decisions.md``, 84).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select, update
from sqlmodel import Session

from app.access.audience import Audience, labels_of_draft
from app.access.labels import SECRETARIAT
from app.access.viewer import Viewer
from app.audit import actions as audit
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict, NotFound
from app.core.reading import Reading
from app.directory.widening import wider
from app.following import happenings
from app.following.rules import What as Followed
from app.items.models import Item
from app.items.queries import Matter
from app.items.queries import readers as seen_by
from app.notifications import actions as notifications
from app.notifications.post import Post
from app.practices import letters, queries
from app.practices.actions import open_to
from app.practices.entry import Entry
from app.practices.joining import agreement
from app.practices.joining.covering import ensure_covers
from app.practices.joining.rules import Act as Together
from app.practices.joining.rules import What as Joint
from app.practices.models import Practice
from app.practices.revising import kept
from app.practices.rules import Chose, Stage, What, answer_due

item = table(Item)
practice = table(Practice)
_WISH = Reading(
    select(practice.c.wished, practice.c.reason).where(practice.c.item_id == bindparam("id"))
)


@dataclass(frozen=True, slots=True)
class Wish:
    """The readers that the owner wished, and why the last such wish was not granted."""

    readers: Audience | None = None
    reason: str | None = None


def wish_of(conn: Connection, item_id: str) -> Wish:
    """Return what is wished for a published practice: for its owner and the Secretariat only."""
    row = _WISH.first(conn, {"id": item_id})
    return Wish(Audience.parse(row.wished) if row.wished else None, row.reason)


def choose(  # noqa: PLR0913 - who, what, for whom, and how to tell
    db: Session, viewer: Viewer, matter: Matter, readers: Audience, post: Post, *, version: int
) -> Chose | None:
    """Let ``readers`` read a published practice; return what that did, None where it is no news.

    Where they are fewer it is done at once. Where they are more, it is a wish, and the Secretariat
    is told; any earlier wish is gone.

    Raises:
        Conflict: when the practice has changed since it was read, or more shall read it and not
            all its owners agreed.
        OwnerLeftOut: when an owner is not among chosen readers.
    """
    present = Audience.parse(matter.audience)
    if readers == (wish_of(db.connection(), matter.id).readers or present):
        return None
    more = wider(db.connection(), present, readers)
    ensure_covers(db.connection(), readers, matter.owners, viewer.member)
    if more:
        agreement.ensure_agreed(db, matter, Together.WIDEN)
    moved = _newer(db, matter, version)
    notifications.done_waiting(db, matter.id, What.WISHED)
    if more:
        return _wish(db, viewer, moved, readers, post)
    _keep_wish(db, moved.id, None, None)
    if readers == present:
        audit.record(db, Event.PRACTICE_WISH_TAKEN_BACK, viewer=viewer, subject=moved.id)
        return Chose.UNWISHED
    _open(db, moved, matter.owners, readers)
    agreement.tell_others(db, matter, viewer, Joint.NARROWED)
    _record(db, Event.PRACTICE_NARROWED, viewer, moved.id, readers)
    return Chose.NARROWED


def _wish(db: Session, viewer: Viewer, moved: Item, readers: Audience, post: Post) -> Chose:
    _keep_wish(db, moved.id, str(readers), None)
    due = answer_due(clock.today())
    notifications.wait_for(db, moved.id, SECRETARIAT, What.WISHED, due=due)
    letters.write_to_secretariat(db, post, _entry(db, moved.id), What.WISHED)
    _record(db, Event.PRACTICE_WISHED, viewer, moved.id, readers)
    return Chose.WISHED


def widen(db: Session, viewer: Viewer, matter: Matter, post: Post, *, version: int) -> None:
    """Open a practice to the readers its owner wished; they and the owner are told.

    Raises:
        Conflict: when nothing is wished, or the practice has changed since it was read.
    """
    moved, readers = _wished(db, matter, version)
    before, seeing = Audience.parse(moved.audience), seen_by(db.connection(), moved.id)
    entry = _open(db, moved, matter.owners, readers)
    _answered(db, moved.id, matter, What.WIDENED)
    letters.write(db, post, entry, What.WIDENED)
    letters.write_to_readers(db, post, entry, before=before)
    happenings.note(db, viewer, moved.id, Followed.NEW, before=seeing)
    _record(db, Event.PRACTICE_WIDENED, viewer, moved.id, readers)


def keep(  # noqa: PLR0913 - who, what, why, and how to tell
    db: Session, viewer: Viewer, matter: Matter, reason: str, post: Post, *, version: int
) -> None:
    """Leave the readers of a practice as they are, with a reason to its owner.

    Raises:
        Conflict: when nothing is wished, or the practice has changed since it was read.
    """
    moved, _ = _wished(db, matter, version)
    _answered(db, moved.id, matter, What.KEPT, reason)
    letters.write(db, post, _entry(db, moved.id), What.KEPT)
    audit.record(db, Event.PRACTICE_KEPT, viewer=viewer, subject=moved.id)


def _wished(db: Session, matter: Matter, version: int) -> tuple[Item, Audience]:
    """Return a practice with its wish, held until the commit.

    Raises:
        Conflict: when there is none, or none any more.
    """
    moved = _newer(db, matter, version)
    readers = wish_of(db.connection(), matter.id).readers
    if readers is None:
        raise Conflict
    return moved, readers


def _answered(
    db: Session, item_id: str, matter: Matter, what: What, reason: str | None = None
) -> None:
    _keep_wish(db, item_id, None, reason)
    notifications.done_waiting(db, item_id, What.WISHED)
    notifications.tell(db, item_id, labels_of_draft(matter.owners), what)


def _open(db: Session, moved: Item, owners: Iterable[str], readers: Audience) -> Entry:
    moved.audience = str(readers)
    kept.open_to(db, moved.id, moved.audience)
    return open_to(db, moved, owners)


def _record(db: Session, event: Event, viewer: Viewer, item_id: str, readers: Audience) -> None:
    audit.record(db, event, viewer=viewer, subject=item_id, detail={"audience": str(readers)})


def _keep_wish(db: Session, item_id: str, wished: str | None, reason: str | None) -> None:
    this = update(practice).where(practice.c.item_id == item_id)
    db.execute(this.values(wished=wished, reason=reason))


def _newer(db: Session, matter: Matter, version: int) -> Item:
    """Return a published practice in its next version; of two who change it, one does."""
    wanted = (item.c.id == matter.id, item.c.version == version, item.c.stage == Stage.PUBLISHED)
    newer = update(item).where(*wanted).values(version=item.c.version + 1)
    if not db.execute(newer.returning(item.c.id)).first():
        raise Conflict
    agreement.void(db, matter.id)
    return db.get_one(Item, matter.id, populate_existing=True)


def _entry(db: Session, item_id: str) -> Entry:
    """Return a published practice, which the Secretariat reads, whoever asks."""
    found = queries.entries_by(db.connection(), (SECRETARIAT,), [item_id], files=False)
    if item_id not in found:
        raise NotFound
    return found[item_id]
