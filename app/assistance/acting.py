"""Who acts on a request, and the one way its state changes."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from app.access.viewer import Viewer
from app.assistance.clearance.over import end_rounds
from app.assistance.queries import item, party
from app.assistance.rules import REQUEST, Act, Stage, after
from app.core.seal import Seal
from app.directory.still_acting import ensure_still_acts
from app.items.actions import move
from app.items.models import Item
from app.items.queries import Matter
from app.notifications.post import Post
from app.standing import journal


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts, and what acts need besides the database; without ``post`` no letters go out.

    ``entered_by`` is who of the Secretariat enters what a UN entity wrote, as which it acts then.
    """

    viewer: Viewer
    seal: Seal
    post: Post | None = None
    entered_by: Viewer | None = None

    @property
    def holder(self) -> Viewer:
        """Whose office has to be theirs still."""
        return self.entered_by or self.viewer


def hold(db: Session, request: Matter) -> str:
    """Keep the request's row until the act is done; return the stage it is really in."""
    held = select(item.c.stage).where(item.c.id == request.id).with_for_update()
    return str(db.execute(held).scalar_one())


def hold_by(db: Session, by: Acting, request: Matter) -> str:
    """Keep the office of who acts, then the request; return the stage it is really in.

    Raises:
        Conflict: when the office has changed hands, or is under review.
    """
    ensure_still_acts(db, by.holder)
    return hold(db, request)


def step(db: Session, by: Acting, request: Matter, act: Act) -> Item:
    """Move a request by ``act`` as the table says; of two that act at once, one wins.

    Raises:
        Forbidden: when the viewer's side never does this.
        Conflict: when the state does not allow it, the request changed since it was read, or the
            office of who acts has changed hands.
    """
    end = after(REQUEST, act, request.stage, party(by.viewer, request.owners))
    ensure_still_acts(db, by.holder)
    moved = move(db, request.id, seen=request.stage, to=end, version=request.version)
    end_rounds(db, request.id, request.stage, end)
    if Stage.WITHDRAWN in {request.stage, end}:
        journal.note(db)  # what was promised to it counts no more, or again
    return moved
