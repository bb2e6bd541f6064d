"""Posting a comment, and taking all comments of an item out of the search."""

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlmodel import Session

from app.access.audience import Circle
from app.access.labels import (
    NETWORK,
)
from app.access.viewer import Viewer
from app.audit import actions as audit
from app.audit.events import Event
from app.core.db import table
from app.core.errors import Forbidden
from app.core.reading import Reading
from app.directory.widening import reading_both
from app.discussion.forms import Written
from app.discussion.models import Comment
from app.discussion.rules import POSTED, Readers, labels_for, labels_of_comment
from app.discussion.telling import tell
from app.items import actions as items
from app.items import queries
from app.items.models import Item, Kind
from app.items.queries import Matter
from app.notifications.classes import NoticeClass
from app.notifications.post import News, Post
from app.search import actions as search
from app.search.kinds import SearchKind
from app.text.markdown import to_html, to_text

comment = table(Comment)
item = table(Item)
_HELD = Reading(select(item.c.id).where(item.c.id == bindparam("id")).with_for_update())


def post(  # noqa: PLR0913 - what a comment is, and what is told of it, all by name
    db: Session,
    viewer: Viewer,
    about: Matter,
    written: Written,
    *,
    title: str,
    address: str,
    tells: str,
    at: datetime | None = None,
    post: Post | None = None,
) -> Item:
    """Post a comment on ``about``, signed by the viewer's office, and tell the owners.

    ``title`` and ``address`` are those of ``about``, for the search; ``tells`` is the code of the
    notice. With ``post`` those who take part are told by letter as well. Without an office:
    Forbidden.
    """
    author = _author(viewer)
    readers = _readers(db, about, written, author)
    made = items.create(
        db,
        viewer,
        Kind.COMMENT,
        stage=POSTED,
        audience=readers.audience,
        language=written.language,
        owners=[author],
        labels=readers.labels,
        moment=at,
    )
    _say(db, made, about, written, author)
    items.revise(db, viewer, made, body=written.body)
    index(db, made, written, title, readers.found_by, address=address_of(address, made.id))
    news = News(NoticeClass.DISCUSSIONS, tells, address, about.id, made.id)
    tell(db, about, news, readers, post=post)
    audit.record(db, Event.COMMENT_POSTED, viewer=viewer, subject=made.id)
    return made


def _say(db: Session, made: Item, about: Matter, written: Written, author: str) -> None:
    db.add(
        Comment(
            item_id=made.id,
            about=about.id,
            answers=_first(db, written.answers),
            member=author,
            body=written.body,
            html=str(to_html(written.body, profile="comment")),
            at=made.changed_at,
        )
    )


def hush(db: Session, about: str) -> None:
    """Take the comments on ``about`` out of the search: it is no longer out."""
    for item_id in db.execute(select(comment.c.item_id).where(comment.c.about == about)).scalars():
        search.remove(db, key_of(item_id))


def find_anew(db: Session, about: str) -> None:
    """Let the comments on ``about`` be found by those who read both, now that its readers changed.

    What a comment is for stays as its author chose it.
    """
    conn = db.connection()
    of_item = queries.readers(conn, about)
    for item_id in db.execute(select(comment.c.item_id).where(comment.c.about == about)).scalars():
        both = reading_both(conn, queries.readers(conn, item_id), of_item)
        search.relabel(db, key_of(item_id), both)


def _author(viewer: Viewer) -> str:
    if viewer.office is None:
        raise Forbidden
    return viewer.office.member


def _readers(db: Session, about: Matter, written: Written, author: str) -> Readers:
    """Return who reads a comment on ``about``, which stays as it is until the commit.

    Whoever withdraws it meanwhile comes after this comment.
    """
    conn = db.connection()
    _HELD.first(conn, {"id": about.id})
    of_item = queries.readers(conn, about.id)
    widest, circle = _widest(db, about, of_item, written.answers)
    labels = labels_for(author, written.audience, widest)
    return Readers(str(written.audience or circle), labels, of_item)


def _widest(
    db: Session, about: Matter, of_item: frozenset[str], answers: str | None
) -> tuple[frozenset[str], str]:
    """Return the labels and the audience of a comment without a choice of its own."""
    if answers is None:
        widest = labels_of_comment(of_item)
        return widest, Circle.NETWORK if NETWORK in widest else about.audience
    row = db.execute(select(item.c.audience).where(item.c.id == answers)).one()
    return queries.readers(db.connection(), answers), row.audience


def _first(db: Session, answers: str | None) -> str | None:
    """Return the comment at the head: an answer to an answer stands beside it."""
    if answers is None:
        return None
    above = db.execute(select(comment.c.answers).where(comment.c.item_id == answers)).scalar()
    return above or answers


def index(  # noqa: PLR0913 - parts of one entry
    db: Session, made: Item, written: Written, title: str, labels: frozenset[str], *, address: str
) -> None:
    """Let those with ``labels`` find a comment."""
    search.put(
        db,
        key=key_of(made.id),
        kind=SearchKind.COMMENT,
        labels=labels,
        title=title,
        body=to_text(written.body),
        language=written.language,
        address=address,
        sort_key=items.sort_key(made.changed_at),
        item_id=made.id,
    )


def address_of(address: str, comment_id: str) -> str:
    """Return the lasting address of a comment: ``address`` is that of what it stands under."""
    return f"{address}?comment={comment_id}#c-{comment_id}"


def key_of(item_id: str) -> str:
    """Return under which key a comment is found."""
    return f"comment:{item_id}"
