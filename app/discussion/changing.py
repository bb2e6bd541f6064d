"""Changing a comment of one's own office, and taking it back."""

from sqlalchemy import update
from sqlmodel import Session

from app.access.viewer import Viewer
from app.audit import actions as audit
from app.audit.events import Event
from app.core.db import table
from app.discussion.actions import index, key_of
from app.discussion.forms import Written
from app.discussion.models import Comment
from app.discussion.rules import POSTED, WITHDRAWN
from app.items import actions as items
from app.items import queries
from app.items.models import Item, Revision
from app.search import actions as search
from app.text.markdown import to_html

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
    html = str(to_html(written.body, profile="comment"))
    said = update(comment).where(comment.c.item_id == item_id)
    db.execute(said.values(body=written.body, html=html))
    items.revise(db, viewer, moved, body=written.body)
    labels = queries.readers(db.connection(), item_id)
    index(db, moved, written, title, labels, address=address)
    audit.record(db, Event.COMMENT_CHANGED, viewer=viewer, subject=item_id)


def take_back(db: Session, viewer: Viewer, item_id: str) -> None:
    """Take the words of a comment out of the portal; that there was one stays, with its answers.

    Raises:
        Conflict: when it was taken back already.
    """
    items.move(db, item_id, seen=POSTED, to=WITHDRAWN)
    db.execute(update(comment).where(comment.c.item_id == item_id).values(body="", html=""))
    db.execute(update(revision).where(revision.c.item_id == item_id).values(body=None))
    search.remove(db, key_of(item_id))
    audit.record(db, Event.COMMENT_WITHDRAWN, viewer=viewer, subject=item_id)
