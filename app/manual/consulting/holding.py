"""Holding a consultation: each act on it or on a submission comes before or after every other."""

from dataclasses import dataclass

from sqlmodel import Session

from app.access.policy import P, ensure
from app.access.viewer import Viewer
from app.core import clock
from app.core.errors import NotFound
from app.directory.still_acting import ensure_still_acts
from app.items.models import Item
from app.manual.consulting.models import Consultation
from app.manual.consulting.rules import State, state_of


@dataclass(frozen=True, slots=True)
class Held:
    """A consultation that nobody else changes until the commit, and who acts on it."""

    row: Consultation
    item: Item
    viewer: Viewer

    @property
    def state(self) -> State:
        """How far it has come at this very moment."""
        return state_of(self.item.stage, self.row.begins, self.row.until, clock.today())


def hold(db: Session, viewer: Viewer, permission: P, item_id: str) -> Held:
    """Hold the viewer's office and a consultation until the act is done.

    The right is asked again of the office as it is now, and what may be done to the consultation
    is asked afterwards.

    Raises:
        Conflict: when the office changed hands or came under review meanwhile.
        Forbidden: when it may do this no longer.
        NotFound: when there is no such consultation.
    """
    now = ensure_still_acts(db, viewer)
    ensure(now, permission)
    row = db.get(Consultation, item_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound
    return Held(row, db.get_one(Item, item_id, populate_existing=True), now)
