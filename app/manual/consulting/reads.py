"""Whether a text is one that the viewer is consulted on."""

from collections.abc import Collection

from sqlalchemy import Connection, or_, select

from app.access.viewer import Viewer
from app.manual.consulting import queries
from app.manual.consulting.frozen import consulted
from app.manual.consulting.rules import State


def shows(conn: Connection, viewer: Viewer, bodies: Collection[str]) -> bool:
    """Whether a consultation whose text the viewer reads has one of these texts, by hash."""
    if not bodies:
        return False
    has = or_(*(consulted.c.blocks.contains(one) for one in bodies))
    ids = conn.execute(select(consulted.c.item_id).where(has).distinct()).scalars().all()
    there = (queries.one(conn, viewer, item_id) for item_id in ids)
    return any(
        one is not None and (one.state != State.WITHDRAWN or viewer.in_secretariat) for one in there
    )
