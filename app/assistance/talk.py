"""The talk about an offer: both sides are in it, as long as the offer stands and the request lives.

What stands in it is read by the two members and the Secretariat, as the offer is.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select
from sqlmodel import Session

from app.access.policy import P, ensure
from app.access.viewer import Viewer
from app.assistance.models import Offer
from app.assistance.queries import item
from app.assistance.rules import ENDED
from app.assistance.rules import STANDING as OFFERS_STAND
from app.core.db import table
from app.core.errors import NotFound
from app.core.reading import Reading
from app.directory.still_acting import ensure_still_acts
from app.items.models import Kind
from app.items.queries import Matter, find

offer = table(Offer)
STANDS, OVER = "standing", "over"
_REQUEST = Reading(select(offer.c.request_id).where(offer.c.item_id == bindparam("id")))


@dataclass(frozen=True, slots=True)
class Talk:
    """A request and an offer for it, as one thing that both sides own."""

    request: Matter
    offer: Matter

    @property
    def owners(self) -> frozenset[str]:
        """The member that asked and the one that offers."""
        return self.request.owners | self.offer.owners

    @property
    def stage(self) -> str:
        """Whether the offer stands, while the request has not ended."""
        stands = self.offer.stage in OFFERS_STAND and self.request.stage not in ENDED
        return STANDS if stands else OVER

    @property
    def office_id(self) -> str | None:
        """The office that made the offer."""
        return self.offer.office_id


def talk(conn: Connection, viewer: Viewer, request_id: str, offer_id: str) -> Talk:
    """Return the talk about an offer for a request.

    Raises:
        NotFound: when the viewer does not see both, or the offer is for another request.
    """
    request = find(conn, viewer, Kind.REQUEST, request_id)
    offered = find(conn, viewer, Kind.OFFER, offer_id)
    if request is None or offered is None:
        raise NotFound
    row = _REQUEST.first(conn, {"id": offer_id})
    if row is None or row.request_id != request_id:
        raise NotFound
    return Talk(request, offered)


def hold(db: Session, viewer: Viewer, request_id: str, offer_id: str) -> Talk:
    """Hold office, request and offer until the act is done; ask the rule again under all three.

    Raises:
        Conflict: when the office has changed hands, or is under review.
        NotFound: when the viewer no longer sees them.
        Forbidden: when the talk is over.
    """
    ensure_still_acts(db, viewer)
    for one in (request_id, offer_id):
        db.execute(select(item.c.id).where(item.c.id == one).with_for_update())
    held = talk(db.connection(), viewer, request_id, offer_id)
    ensure(viewer, P.TALK_ATTACH, held)
    return held
