"""Handing in what several members own: the others are asked once nothing is missing."""

from sqlmodel import Session

from app.access.viewer import Viewer
from app.items.queries import Matter
from app.notifications.post import Post
from app.practices.adapting import origins
from app.practices.entry import Entry
from app.practices.joining import agreement
from app.practices.joining.rules import Act
from app.practices.refusals import NotSourced


def propose(  # noqa: PLR0913 - who, what, and how to tell
    db: Session, viewer: Viewer, matter: Matter, entry: Entry, post: Post, *, version: int
) -> None:
    """Ask the other owners whether a practice is submitted as it stands.

    Raises:
        NotBoth: when the other side of help that it speaks of does not own it.
        NotSourced: when it does not say where it comes from: nobody is asked in vain.
        StillAsked, Proposed, Conflict: as for whatever is proposed.
    """
    origins.ensure_both(db, matter.id)
    if not entry.is_sourced:
        raise NotSourced
    agreement.propose(db, viewer, matter, Act.SUBMIT, post, version=version)
