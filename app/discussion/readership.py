"""Who reads a comment that is being written: asked of what it stands under, which is held."""

from sqlalchemy import Connection, bindparam, select
from sqlmodel import Session

from app.access.audience import Circle
from app.access.labels import NETWORK
from app.core.db import table
from app.core.reading import Reading
from app.discussion.forms import Written
from app.discussion.rules import Readers, labels_for, labels_of_comment
from app.items import queries
from app.items.models import Item
from app.items.queries import Matter

item = table(Item)
_HELD = Reading(select(item.c.id).where(item.c.id == bindparam("id")).with_for_update())


def readers_of(db: Session, about: Matter, written: Written, author: str) -> Readers:
    """Return who reads a comment on ``about``, which stays as it is until the commit.

    Whoever withdraws it meanwhile comes after this comment.
    """
    conn = db.connection()
    _HELD.first(conn, {"id": about.id})
    return would_read(conn, about, written, author)


def would_read(conn: Connection, about: Matter, written: Written, author: str) -> Readers:
    """Return who reads a comment of the member ``author`` on ``about``, as things are now."""
    of_item = queries.readers(conn, about.id)
    widest, circle = _widest(conn, about, of_item, written.answers)
    labels = labels_for(author, written.audience, widest)
    return Readers(str(written.audience or circle), labels, of_item)


def _widest(
    conn: Connection, about: Matter, of_item: frozenset[str], answers: str | None
) -> tuple[frozenset[str], str]:
    """Return the labels and the audience of a comment without a choice of its own."""
    if answers is None:
        widest = labels_of_comment(of_item)
        return widest, Circle.NETWORK if NETWORK in widest else about.audience
    row = conn.execute(select(item.c.audience).where(item.c.id == answers)).one()
    return queries.readers(conn, answers), row.audience
