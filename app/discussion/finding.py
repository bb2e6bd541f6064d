"""Letting comments be found by those who read them, and nobody else."""

from sqlalchemy import select
from sqlmodel import Session

from app.core.db import table
from app.directory.widening import reading_both
from app.discussion.forms import Written
from app.discussion.models import Comment
from app.items import actions as items
from app.items import queries
from app.items.models import Item
from app.search import actions as search
from app.search.kinds import SearchKind
from app.text.markdown import to_text

comment = table(Comment)


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


def about_of(db: Session, item_id: str) -> str:
    """Return what a comment stands under."""
    return str(db.execute(select(comment.c.about).where(comment.c.item_id == item_id)).scalar_one())


def found_by(db: Session, item_id: str, about: str) -> frozenset[str]:
    """Return by which labels a comment on ``about`` is found: by all of these both are read."""
    conn = db.connection()
    return reading_both(conn, queries.readers(conn, item_id), queries.readers(conn, about))


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
