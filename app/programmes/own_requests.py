"""What an office asked for and offered, as data for its own programmes."""

from collections.abc import Sequence

from pydantic import BaseModel
from starlette.responses import Response

from app.access.policy import P
from app.access.scopes import Scope
from app.assistance import lists
from app.assistance.api import RequestsOut, listed
from app.assistance.lists import Wanted
from app.assistance.taking.data import OwnOfferOut, offers_of
from app.items.queries import cursor_of
from app.web.ask import Ask
from app.web.interface import Interface, plain

router = Interface("assistance")
OPENS = (P.REQUEST_WRITE, Scope.ASSISTANCE)


class OwnOffersOut(BaseModel):
    """A page of offers; ``next`` is the value of ``below`` for the page after, or null."""

    offers: Sequence[OwnOfferOut]
    next: str | None


def list_own_requests(
    ask: Ask, theme: str = "", modality: str = "", stage: str = "", below: str = ""
) -> Response:
    """List what your office asks for, drafts included: those that live first, newest first."""
    wanted = _wanted(theme, modality, stage, below)
    return plain(
        listed(ask.viewer, lists.asked_by_us(ask.conn, ask.viewer, ask.portal.seal, wanted))
    )


def list_own_offers(
    ask: Ask, theme: str = "", modality: str = "", stage: str = "", below: str = ""
) -> Response:
    """List what your office offered, the newest first; the filters are those of the requests."""
    wanted = _wanted(theme, modality, stage, below)
    shown, following = offers_of(ask, wanted)
    return plain(OwnOffersOut(offers=shown, next=following))


def _wanted(theme: str, modality: str, stage: str, below: str) -> Wanted:
    return Wanted(theme, modality, (stage,) if stage else (), cursor_of(below))


router.read("/office/requests", list_own_requests, OPENS, RequestsOut)
router.read("/office/offers", list_own_offers, OPENS, OwnOffersOut)
