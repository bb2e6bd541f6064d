"""Changing a comment of one's own office, and taking it back."""

from sqlalchemy import update
from sqlmodel import Session

from app.access.viewer import Viewer
from app.audit import actions as audit
from app.audit.events import Event
from app.core.db import table
from app.discussion import answering, mentioning, reporting
from app.discussion.finding import about_of, found_by, index, key_of
from app.discussion.forms import Written
from app.discussion.models import Comment
from app.discussion.rules import POSTED, WITHDRAWN
from app.discussion.wording import html_of
from app.items import actions as items
from app.items.models import Item, Revision
from app.notifications import actions as notifications
from app.search import actions as search

comment = table(Comment)
item = table(Item)
revision = table(Revision)


def reword(  # noqa: PLR0913 - which comment, as it was seen, and where it stands
    db: Session,
    viewer: Viewer,
    item_id: str,
    written: Written,
    *,
    version: int,
    title: str,
    address: str,
) -> None:
    """Let a comment say something else; ``address`` is its own, ``title`` what it is about.

    Raises:
        Conflict: when it is no longer at ``version``, or was taken back.
    """
    moved = items.move(db, item_id, seen=POSTED, to=POSTED, version=version)
    own = item.c.id == item_id
    db.execute(update(item).where(own).values(language=written.language))
    said = {
        "body": written.body,
        "html": html_of(written.body, [one.words for one in written.mentions]),
        "stance": written.stance,
        "changed_at": moved.changed_at,
    }
    db.execute(update(comment).where(comment.c.item_id == item_id).values(said))
    items.revise(db, viewer, moved, body=written.body)
    labels = found_by(db, item_id, about_of(db, item_id))
    index(db, moved, written, title, labels, address=address)
    audit.record(db, Event.COMMENT_CHANGED, viewer=viewer, subject=item_id)


def take_back(db: Session, viewer: Viewer, item_id: str, *, stage: str = POSTED) -> None:
    """Take the words of a comment out of the portal; that there was one stays, with its answers.

    Raises:
        Conflict: when it was taken back already, or is no longer in ``stage``.
    """
    items.move(db, item_id, seen=stage, to=WITHDRAWN)
    gone = {"body": "", "html": "", "question": "", "answered_by": None, "remind_on": None}
    own = update(comment).where(comment.c.item_id == item_id)
    db.execute(own.values(**gone, hidden_reason=None))
    answering.gone(db, about_of(db, item_id), item_id)
    mentioning.keep(db, item_id, ())
    notifications.done_waiting(db, item_id)
    reporting.end(db, item_id, reporting.GONE)
    db.execute(update(revision).where(revision.c.item_id == item_id).values(body=None))
    search.remove(db, key_of(item_id))
    audit.record(db, Event.COMMENT_WITHDRAWN, viewer=viewer, subject=item_id)
