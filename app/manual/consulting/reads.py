"""Whether a text is one that the viewer is consulted on, as a member or as a guest."""

from collections.abc import Collection

from sqlalchemy import Connection, or_, select

from app.access.policy import P, allows
from app.access.viewer import Viewer
from app.core.db import table
from app.manual.consulting import queries
from app.manual.consulting.models import Consulted
from app.manual.consulting.rules import State
from app.manual.voices.queries import heard

consulted = table(Consulted)


def shows(conn: Connection, viewer: Viewer, bodies: Collection[str]) -> bool:
    """Whether a consultation whose text the viewer reads has one of these texts, by hash."""
    if not bodies:
        return False
    if not allows(viewer, P.CONSULTATION_READ):
        return bool((own := heard(conn, viewer)) and own & _with(conn, bodies))
    there = (queries.one(conn, viewer, item_id) for item_id in sorted(_with(conn, bodies)))
    return any(
        one is not None and (one.state != State.WITHDRAWN or viewer.in_secretariat) for one in there
    )


def _with(conn: Connection, bodies: Collection[str]) -> frozenset[str]:
    """Return the consultations that have one of these texts."""
    has = or_(*(consulted.c.blocks.contains(one) for one in bodies))
    ids = select(consulted.c.item_id).where(has).distinct()
    return frozenset(conn.execute(ids).scalars())
