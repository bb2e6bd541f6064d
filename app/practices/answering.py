"""The secretariat's yes to what was submitted: one way, for a single practice and for many."""

from sqlmodel import Session

from app.access.viewer import Viewer
from app.core.errors import NotFound
from app.items.queries import Matter
from app.practices import actions, embargo, queries
from app.practices.revising import actions as revising
from app.practices.revising import kept
from app.practices.revising.actions import Means
from app.practices.unnamed import actions as unnamed


def publish(
    db: Session, viewer: Viewer, matter: Matter, means: Means, *, version: int
) -> tuple[str, str]:
    """Publish a submitted practice, with its name or without; or agree to it for its day.

    The change of a published practice is taken into the original.

    Return whose page shows it then, and what was done.

    Raises:
        Conflict: when somebody else has answered it, or it has changed since it was read.
        NotFound: when the viewer no longer sees it.
    """
    conn = db.connection()
    if of := kept.original_of(conn, matter.id):
        revising.take(db, viewer, matter, of, means, version=version)
        return of, "taken"
    entry = queries.entry(conn, viewer, matter.id)
    if entry is None:
        raise NotFound
    if entry.nameless:
        return unnamed.publish(db, viewer, matter, means, version=version).id, "unnamed"
    later = embargo.waits(entry)
    act, said = (embargo.approve, "approved") if later else (actions.publish, "published")
    act(db, viewer, matter, means.post, version=version)
    return matter.id, said
