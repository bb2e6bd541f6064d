"""What people are told about an adaptation; letters never say what it is about."""

from collections.abc import Collection, Mapping

from sqlmodel import Session

from app.access.labels import labels_of_members
from app.core import clock
from app.core.i18n import N_
from app.directory.seated import addressees
from app.items.models import Item
from app.items.queries import Matter, readers
from app.notifications import actions as notifications
from app.notifications.classes import NoticeClass
from app.notifications.post import LetterKind, News, Post
from app.practices.adapting.rules import What

KINDS: Mapping[What, LetterKind] = {
    What.NEW: LetterKind(
        N_("What another member made of your practice: %(number)s"), "adaptation-new"
    ),
    What.ANSWERED: LetterKind(N_("What came of your practice: %(number)s"), "adaptation-new"),
    What.HIDDEN: LetterKind(
        N_("The Secretariat hid what you recorded: %(number)s"), "adaptation-hidden"
    ),
    What.SHOWN: LetterKind(
        N_("The Secretariat shows what you recorded again: %(number)s"), "adaptation-shown"
    ),
    What.RESULT: LetterKind(N_("What came of it? %(number)s"), "adaptation-result"),
}


def owners(  # noqa: PLR0913, PLR0917 - of what, to whom, and how
    db: Session,
    post: Post | None,
    made: Item,
    about: Matter,
    labels: Collection[str],
    what: What,
) -> None:
    """Tell the offices whose practice it is, as far as they read what was recorded."""
    asked = labels_of_members(about.owners)
    notifications.tell(db, made.id, asked, what)
    conn = db.connection()
    both = (frozenset(labels), readers(conn, about.id))
    _send(db, post, made, asked, what, both)


def author(db: Session, post: Post | None, made: Item, member: str, what: What) -> None:
    """Tell the office that recorded it."""
    labels = labels_of_members([member])
    notifications.tell(db, made.id, labels, what)
    _send(db, post, made, labels, what, (labels,))


def ask(db: Session, post: Post, found: Item, member: str) -> None:
    """Ask the office that recorded it what came of it."""
    labels = labels_of_members([member])
    for label in labels:
        notifications.wait_for(db, found.id, label, What.RESULT)
    _send(db, post, found, labels, What.RESULT, (readers(db.connection(), found.id),))


def _send(  # noqa: PLR0913, PLR0917 - of what, to whom, and how
    db: Session,
    post: Post | None,
    made: Item,
    labels: Collection[str],
    what: What,
    reading: Collection[frozenset[str]],
) -> None:
    if post is None:
        return
    people = addressees(db.connection(), labels, clock.today(), reading=list(reading))
    news = News(NoticeClass.PRACTICES, what, f"/adaptations/{made.id}", item_id=made.id)
    number = made.number or ""
    post.send(db, news, people, KINDS[what], lambda: {"number": number})
