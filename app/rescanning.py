"""What becomes of files that waited for the virus scanner, by the kind of what they belong to."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from app.access.labels import person_label
from app.assistance import scanned
from app.assistance.waits import News
from app.audit.events import Event
from app.core.db import table
from app.directory import unscanned
from app.files import rescanning
from app.files.rescanning import Waits
from app.items.models import Item, Kind
from app.notifications.actions import tell
from app.notifications.post import Post
from app.practices.rules import BEING_WRITTEN, What
from app.web.portal import Portal

item = table(Item)
REMOVED: Mapping[Event, tuple[str, str]] = {
    Event.FILE_REFUSED: (What.VIRUS, News.VIRUS),
    Event.FILE_LATE: (What.LATE, News.LATE),
    Event.FILE_ABANDONED: (What.UNSCANNED, News.UNSCANNED),
}
"""What is told of a file that was removed, of a practice and of a request or talk."""


def scan_again(portal: Portal) -> None:
    """Scan what waits again, let it be there or take it away, and tell of what waits too long."""
    rescanning.scan_waiting(portal, Ours(Post.of(portal)))
    unscanned.tell_due(portal)


@dataclass(frozen=True, slots=True)
class Ours:
    """Practices, requests and offers as what files are attached to."""

    post: Post

    def takes(self, db: Session, one: Waits) -> bool:
        """Whether its item, which is held from here on, still takes a file."""
        match _kind(db, one.item_id):
            case Kind.OFFER | Kind.TALK:
                return scanned.offer_takes(db, scanned.offer_of(db, one.item_id))
            case Kind.REQUEST:
                return scanned.request_takes(db, one.item_id)
            case Kind.PRACTICE:
                held = select(item.c.stage).where(item.c.id == one.item_id).with_for_update()
                return db.execute(held).scalar_one() in BEING_WRITTEN
        return False

    def tell_others(self, db: Session, one: Waits) -> None:
        """Tell the other side of a talk; what is still being written is its own office's."""
        if _kind(db, one.item_id) in {Kind.OFFER, Kind.TALK}:
            scanned.tell_other_side(db, self.post, scanned.offer_of(db, one.item_id), one.member)

    def tell_owner(self, db: Session, one: Waits, ended: Event) -> None:
        """Tell who attached it that it was removed, and why."""
        if one.person_id is not None:
            of_practice, of_request = REMOVED[ended]
            what = of_practice if _kind(db, one.item_id) == Kind.PRACTICE else of_request
            tell(db, scanned.offer_of(db, one.item_id), {person_label(one.person_id)}, what)


def _kind(db: Session, item_id: str) -> str | None:
    return db.execute(select(item.c.kind).where(item.c.id == item_id)).scalar()
