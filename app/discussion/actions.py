"""Posting a comment, and taking all comments of an item out of the search."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlmodel import Session

from app.access.audience import Audience, Circle, labels_of_open
from app.access.labels import labels_of_members
from app.access.viewer import Viewer
from app.audit import actions as audit
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.errors import Forbidden
from app.core.i18n import N_
from app.core.reading import Reading
from app.directory.seated import addressees
from app.discussion.forms import Written
from app.discussion.models import Comment
from app.discussion.rules import POSTED, labels_of_comment, within
from app.items import actions as items
from app.items import queries
from app.items.models import Item, Kind
from app.items.queries import Matter
from app.notifications import actions as notifications
from app.notifications.classes import NoticeClass
from app.notifications.post import LetterKind, News, Post
from app.search import actions as search
from app.search.kinds import SearchKind
from app.text.markdown import to_html, to_text

COMMENTED = LetterKind(N_("New comment: %(number)s"), "comment")

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
    audience: Audience | None = None,
    at: datetime | None = None,
    post: Post | None = None,
) -> Item:
    """Post a comment on ``about``, signed by the viewer's office, and tell the owners.

    ``title`` and ``address`` are those of ``about``, for the search; ``tells`` is the code of the
    notice. ``audience`` narrows who reads it and never widens; without one it is for the network.
    With ``post`` those who take part are told by letter as well. Without an office: Forbidden.
    """
    if viewer.office is None:
        raise Forbidden
    labels = _labels(db, about, author := viewer.office.member, audience)
    made = items.create(
        db,
        viewer,
        Kind.COMMENT,
        stage=POSTED,
        audience=str(audience or Audience.of(Circle.NETWORK)),
        language=written.language,
        owners=[author],
        labels=labels,
        moment=at,
    )
    _say(db, made, about, written, author)
    items.revise(db, viewer, made, body=written.body)
    _index(db, made, written, title, labels, address=address_of(address, made.id))
    news = News(NoticeClass.DISCUSSIONS, tells, address, about.id, made.id)
    _tell(db, about, news, labels, post=post)
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


def _tell(
    db: Session,
    about: Matter,
    news: News,
    reading: Collection[str],
    *,
    post: Post | None,
) -> None:
    """Tell the owners, and by letter all who take part and see by the labels ``reading``."""
    rows = db.execute(
        select(comment.c.item_id, comment.c.member).where(comment.c.about == about.id)
    )
    authors = {row.item_id: row.member for row in rows}
    author = authors.pop(news.with_id)
    notifications.tell(
        db, about.id, labels_of_members(about.owners - {author}), news.what, with_id=news.with_id
    )
    if post is not None:
        labels = labels_of_members({*about.owners, *authors.values()} - {author})
        people = addressees(db.connection(), labels, clock.today(), reading=reading)
        post.send(db, news, people, COMMENTED, lambda: {"number": about.number or ""})


def hush(db: Session, about: str) -> None:
    """Take the comments on ``about`` out of the search: it is no longer out."""
    for item_id in db.execute(select(comment.c.item_id).where(comment.c.about == about)).scalars():
        search.remove(db, _key(item_id))


def _labels(db: Session, about: Matter, author: str, audience: Audience | None) -> frozenset[str]:
    # Held until the commit: whoever withdraws the item meanwhile comes after this comment.
    conn = db.connection()
    _HELD.first(conn, {"id": about.id})
    of_item = queries.readers(conn, about.id)
    if audience is None:
        return labels_of_comment(of_item)
    return within(labels_of_open([author], audience), of_item)


def _first(db: Session, answers: str | None) -> str | None:
    """Return the comment at the head: an answer to an answer stands beside it."""
    if answers is None:
        return None
    above = db.execute(select(comment.c.answers).where(comment.c.item_id == answers)).scalar()
    return above or answers


def _index(  # noqa: PLR0913 - parts of one entry
    db: Session, made: Item, written: Written, title: str, labels: frozenset[str], *, address: str
) -> None:
    search.put(
        db,
        key=_key(made.id),
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


def _key(item_id: str) -> str:
    return f"comment:{item_id}"
