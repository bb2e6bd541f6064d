"""What happened, noted in the transaction of the act; followers are told by a duty, later.

The act costs one row, however many follow.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select
from sqlmodel import Session

from app.access.viewer import Viewer
from app.core import clock
from app.core.db import table
from app.core.ids import new_id
from app.core.writing import Writing
from app.following.models import FollowNews, Happening
from app.following.rules import KEPT, What

happening = table(Happening)
news = table(FollowNews)
_NOTED = Writing(insert(happening))

_WAITING = select(happening.c.id).order_by(happening.c.at, happening.c.id)


def note(  # noqa: PLR0913 - who did what to which, all else by name
    db: Session,
    viewer: Viewer,
    item_id: str,
    what: What,
    *,
    with_id: str | None = None,
    before: Iterable[str] = (),
    at: datetime | None = None,
) -> None:
    """Note that ``viewer`` did something to an item that people may follow.

    ``at`` is the moment of the act where others were told of it before this is noted.
    """
    row = {
        "id": new_id(),
        "item_id": item_id,
        "with_id": with_id,
        "what": what,
        "before": " ".join(sorted(before)),
        "by_person": viewer.person_id,
        "by_member": viewer.member,
        "at": at or clock.now(),
    }
    _NOTED.run(db, [row])


def waiting(conn: Connection, most: int) -> Sequence[str]:
    """Return the ids of what nobody was told of yet, the oldest first."""
    return list(conn.execute(_WAITING.limit(most)).scalars())


def read(conn: Connection, key: str) -> Happening | None:
    """Return something that happened; None where its followers have been told meanwhile."""
    row = conn.execute(select(happening).where(happening.c.id == key)).mappings().first()
    return None if row is None else Happening(**row)


def claim(db: Session, key: str) -> bool:
    """Take something that happened, to tell it now; of two who do, one gets it."""
    taken = delete(happening).where(happening.c.id == key).returning(happening.c.id)
    return db.execute(taken).first() is not None


def sweep(db: Session) -> None:
    """Delete what was told long ago."""
    db.execute(delete(news).where(news.c.at < clock.now() - KEPT))
