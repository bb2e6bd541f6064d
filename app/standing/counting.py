"""How much of a standing offer is promised this year, and whether that is all there is."""

from datetime import date

from sqlalchemy import bindparam, case, false, func, select

from app.core import clock
from app.core.db import table
from app.items.models import Item
from app.standing.models import StandingOffer, StandingPromise
from app.standing.rules import ACCEPTED, WITHDRAWN

offer = table(StandingOffer)
promise = table(StandingPromise)
_helped, _for = table(Item).alias("helped"), table(Item).alias("helped_for")
COUNTED = (
    select(func.count())
    .select_from(promise)
    .join(_helped, _helped.c.id == promise.c.offer_id)
    .join(_for, _for.c.id == promise.c.request_id)
    .where(
        promise.c.standing_id == offer.c.item_id,
        promise.c.promised_on >= bindparam("year"),
        _helped.c.stage == ACCEPTED,
        _for.c.stage != WITHDRAWN,
    )
    .correlate(offer)
    .scalar_subquery()
)
"""How much help that counts against an offer was promised this year and still stands."""
FULL = case((offer.c.per_year.is_(None), false()), else_=offer.c.per_year <= COUNTED).label("full")


def this_year() -> date:
    """Return the first day of this year: from then on it is counted what was promised."""
    return clock.today().replace(month=1, day=1)
