"""Posting a comment: what it says, who reads it, whom it asks, mentions and answers."""

from datetime import datetime

from sqlalchemy import bindparam, insert, select
from sqlmodel import Session

from app.access.viewer import Viewer
from app.audit import actions as audit
from app.audit.events import Event
from app.core.db import table
from app.core.errors import Forbidden
from app.core.reading import Reading
from app.core.writing import Writing
from app.discussion import answering, mentioning
from app.discussion.finding import address_of, index
from app.discussion.forms import Written
from app.discussion.locking import ensure_unlocked
from app.discussion.models import Comment
from app.discussion.readership import readers_of
from app.discussion.rules import POSTED, Readers
from app.discussion.telling import Told, tell
from app.discussion.wording import html_of
from app.items import actions as items
from app.items.models import Item, Kind
from app.items.queries import Matter
from app.notifications.classes import NoticeClass
from app.notifications.post import News, Post

comment = table(Comment)
_PUT = Writing(
    insert(comment),
    (
        "item_id",
        "about",
        "answers",
        "replies_to",
        "member",
        "stance",
        "body",
        "html",
        "at",
        "question",
    ),
)
_HEAD = Reading(select(comment.c.answers).where(comment.c.item_id == bindparam("id")))


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
    notice. With ``post`` those who take part are told by letter as well.

    Raises:
        Forbidden: without an office.
        Locked: while the Secretariat lets nobody write there.
    """
    readers = readers_of(db, about, written, _author(viewer))
    ensure_unlocked(db.connection(), about.id)
    made = _say(db, viewer, about, written, readers, at)
    items.revise(db, viewer, made, body=written.body)
    index(db, made, written, title, readers.found_by, address=address_of(address, made.id))
    mentioned = mentioning.keep(db, made.id, written.mentions, new=True)
    if written.asks:
        answering.ask(db, about.id, made.id, made.changed_at)
    elif written.answers:
        answering.answer(db, viewer, about, written.answers, made.id)
    news = News(NoticeClass.DISCUSSIONS, tells, address, about.id, made.id)
    tell(db, about, news, readers, Told(post, mentioned, asks=written.asks))
    audit.record(db, Event.COMMENT_POSTED, viewer=viewer, subject=made.id)
    return made


def _say(  # noqa: PLR0913, PLR0917 - who says what of what, to whom, and when
    db: Session,
    viewer: Viewer,
    about: Matter,
    written: Written,
    readers: Readers,
    at: datetime | None,
) -> Item:
    author = _author(viewer)
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
    row = {
        "item_id": made.id,
        "about": about.id,
        "answers": _first(db, written.answers),
        "replies_to": written.answers,
        "member": author,
        "stance": written.stance,
        "body": written.body,
        "html": html_of(written.body, [one.words for one in written.mentions]),
        "at": made.changed_at,
        "question": "",
    }
    _PUT.run(db, [row])
    return made


def _author(viewer: Viewer) -> str:
    if viewer.office is None:
        raise Forbidden
    return viewer.office.member


def _first(db: Session, answers: str | None) -> str | None:
    """Return the comment at the head: an answer to an answer stands beside it."""
    if answers is None:
        return None
    above = _HEAD.first(db.connection(), {"id": answers})
    return above.answers or answers if above else answers
