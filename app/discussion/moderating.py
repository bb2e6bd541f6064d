"""The Secretariat hides a comment with a reason, shows it again, or leaves it as it is."""

from collections.abc import Collection

from sqlalchemy import select, update
from sqlmodel import Session

from app.access.labels import labels_of_members
from app.access.viewer import Viewer
from app.audit import actions as audit
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.core.i18n import N_
from app.directory.seated import addressees
from app.discussion import answering, mentioning, reporting
from app.discussion.finding import address_of, found_by, index, key_of
from app.discussion.forms import Written
from app.discussion.models import Comment
from app.discussion.one import One
from app.discussion.rules import HIDDEN, OPEN, POSTED, What
from app.discussion.wording import html_of
from app.items import actions as items
from app.items.models import Item
from app.items.queries import readers
from app.notifications import actions as notifications
from app.notifications.classes import NoticeClass
from app.notifications.post import LetterKind, News, Post
from app.search import actions as search

comment = table(Comment)
item = table(Item)
KINDS = {
    What.HIDDEN: LetterKind(
        N_("The Secretariat hid a comment of your office: %(number)s"), "comment-hidden"
    ),
    What.SHOWN: LetterKind(
        N_("The Secretariat shows a comment of your office again: %(number)s"), "comment-shown"
    ),
    What.MOVED: LetterKind(
        N_("The Secretariat moved a comment of your office: %(number)s"), "comment-moved"
    ),
}


def hide(  # noqa: PLR0913 - who, what, why, where it stands, and how to tell
    db: Session, viewer: Viewer, found: One, reason: str, *, version: int, address: str, post: Post
) -> None:
    """Let nobody read a comment but its own office, which is told why, and the Secretariat.

    Raises:
        Conflict: when somebody did something to it since it was read.
    """
    items.move(db, found.id, seen=POSTED, to=HIDDEN, version=version)
    own = update(comment).where(comment.c.item_id == found.id)
    db.execute(own.values(html="", hidden_reason=reason))
    search.remove(db, key_of(found.id))
    answering.drop(db, found.id)
    reporting.end(db, found.id, reporting.HID)
    tell(db, found, What.HIDDEN, address_of(address, found.id), post)
    audit.record(db, Event.COMMENT_HIDDEN, viewer=viewer, subject=found.id)


def show(  # noqa: PLR0913 - who, what, where it stands, and how to tell
    db: Session, viewer: Viewer, found: One, *, version: int, title: str, address: str, post: Post
) -> None:
    """Let its readers read a hidden comment again; its office is told.

    Raises:
        Conflict: when somebody did something to it since it was read.
    """
    moved = items.move(db, found.id, seen=HIDDEN, to=POSTED, version=version)
    html = html_of(found.body, mentioning.words_of(db, found.id))
    own = update(comment).where(comment.c.item_id == found.id)
    db.execute(own.values(html=html, hidden_reason=None))
    find_again(db, moved, found, found.about, title, address)
    if found.question == OPEN:
        answering.ask(db, found.about, found.id, clock.now())
    tell(db, found, What.SHOWN, address_of(address, found.id), post)
    audit.record(db, Event.COMMENT_SHOWN, viewer=viewer, subject=found.id)


def keep(db: Session, viewer: Viewer, found: One, *, version: int) -> None:
    """Leave a reported comment as it is: its reports wait no longer.

    Raises:
        Conflict: when somebody did something to it since it was read.
    """
    wanted = (item.c.id == found.id, item.c.version == version)
    if db.execute(select(item.c.id).where(*wanted).with_for_update()).first() is None:
        raise Conflict
    reporting.end(db, found.id, reporting.KEPT)
    audit.record(db, Event.COMMENT_KEPT, viewer=viewer, subject=found.id)


def find_again(  # noqa: PLR0913, PLR0917 - what is found, where, and as what
    db: Session, made: Item, found: One, about: str, title: str, address: str
) -> None:
    """Let a comment be found by those who read it and ``about``, at its address there."""
    written = Written(found.body, None, found.language)
    labels = found_by(db, found.id, about)
    index(db, made, written, title, labels, address=address_of(address, found.id))


def tell(db: Session, found: One, what: What, path: str, post: Post) -> None:
    """Tell the office that wrote a comment what became of it."""
    labels: Collection[str] = labels_of_members([found.member])
    notifications.tell(db, found.about, labels, what, with_id=found.id)
    conn = db.connection()
    both = (readers(conn, found.about), readers(conn, found.id))
    people = addressees(conn, labels, clock.today(), reading=both)
    news = News(NoticeClass.DISCUSSIONS, what, path, found.about, found.id)
    number = db.execute(select(item.c.number).where(item.c.id == found.about)).scalar()
    post.send(db, news, people, KINDS[what], lambda: {"number": number or ""})
