"""What waits for the agreement of all owners, as data for the programmes of the owners."""

from collections.abc import Sequence

from pydantic import BaseModel
from sqlalchemy import Connection

from app.access.viewer import Viewer
from app.items.queries import Matter
from app.practices.joining import queries


class ProposedOut(BaseModel):
    """What the owner ``by`` wants, which is done once every owner in ``missing`` has agreed.

    ``act`` is submit, widen, release, retire or withdraw; ``words`` are the reason or the readers
    with which it is done. ``refused_by`` said no, for ``reason``.
    """

    act: str
    by: str
    words: str | None
    missing: Sequence[str]
    refused_by: str | None
    reason: str | None


def proposed_out(conn: Connection, viewer: Viewer, matter: Matter) -> ProposedOut | None:
    """Return what is proposed for a practice of several owners, None for everybody else."""
    if len(matter.owners) < 2 or viewer.member not in matter.owners:  # noqa: PLR2004 - several
        return None
    found = queries.proposed(conn, viewer, matter.id)
    if found is None or found.version != matter.version:
        return None
    return ProposedOut(
        act=found.act,
        by=found.by,
        words=found.words,
        missing=sorted(matter.owners - found.agreed),
        refused_by=found.refused_by,
        reason=found.reason,
    )
