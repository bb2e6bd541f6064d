"""What people are told about a practice; letters never say what it is about."""

from collections.abc import Collection, Mapping

from sqlmodel import Session

from app.access.audience import labels_of_draft
from app.access.labels import NETWORK, PUBLIC, SECRETARIAT
from app.core import clock
from app.core.i18n import N_
from app.directory.seated import addressees
from app.notifications.classes import NoticeClass
from app.notifications.post import LetterKind, News, Post
from app.practices.entry import Entry
from app.practices.rules import What

KINDS: Mapping[What, LetterKind] = {
    What.PUBLISHED: LetterKind(N_("Your practice is published: %(number)s"), "practice-published"),
    What.RETURNED: LetterKind(
        N_("Your practice came back with a reason: %(number)s"), "practice-returned"
    ),
    What.SUBMITTED: LetterKind(
        N_("A practice waits for the Secretariat: %(number)s"), "practice-submitted"
    ),
    What.NEW: LetterKind(N_("A new practice for you to read: %(number)s"), "practice-new"),
}
CLASSES: Mapping[What, NoticeClass] = {
    What.PUBLISHED: NoticeClass.PRACTICES,
    What.RETURNED: NoticeClass.PRACTICES,
    What.SUBMITTED: NoticeClass.ADDRESSED,
    What.NEW: NoticeClass.NEW_PRACTICES,
}


def write(db: Session, post: Post, entry: Entry, what: What) -> None:
    """Tell everybody who holds an office of the entry's owners today."""
    _send(db, post, entry, what, labels_of_draft(entry.owners))


def write_to_secretariat(db: Session, post: Post, entry: Entry) -> None:
    """Tell the Secretariat that a practice waits for its answer."""
    _send(db, post, entry, What.SUBMITTED, {SECRETARIAT})


def write_to_readers(db: Session, post: Post, entry: Entry) -> None:
    """Tell those for whom a practice was published, but its owners, that it is there."""
    readers = entry.audience.labels - {SECRETARIAT}
    labels = {NETWORK if label == PUBLIC else label for label in readers}
    _send(db, post, entry, What.NEW, labels, but=entry.owners)


def _send(  # noqa: PLR0913 - to whom, and about what
    db: Session,
    post: Post,
    entry: Entry,
    what: What,
    labels: Collection[str],
    *,
    but: Collection[str] = (),
) -> None:
    news = News(CLASSES[what], what, f"/practices/{entry.id}", item_id=entry.id)
    people = addressees(db.connection(), labels, clock.today(), but=but)
    post.send(db, news, people, KINDS[what], lambda: {"number": entry.number or ""})
