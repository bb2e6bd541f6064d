"""The dates of talks as their reader may see them: proposed, agreed, and to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, or_, select

from app.access.viewer import Viewer
from app.assistance.queries import item, item_owner, offer
from app.assistance.rules import STANDING, UNDER_DISCUSSION
from app.assistance.talks.models import Moment
from app.assistance.talks.rules import State
from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.items.queries import labels_given, seen

MOST_DATES = 100
moment = table(Moment)
_own, _asked = item.alias("own_offer"), item.alias("asked_request")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date that was proposed, or is agreed; ``number`` is that of the request."""

    id: str
    side: str
    starts_at: datetime
    minutes: int
    state: str
    number: str | None = None
    at: datetime | None = None


_MOMENT_COLUMNS = tuple(moment.c[name] for name in ("id", "side", "starts_at", "minutes", "state"))
_MOMENTS = Reading(
    select(*_MOMENT_COLUMNS)
    .where(
        moment.c.offer_id == bindparam("offer"),
        moment.c.state != State.GONE,
        moment.c.starts_at >= bindparam("since", type_=moment.c.starts_at.type),
        seen(moment.c.item_id),
    )
    .order_by(moment.c.starts_at, moment.c.id)
)
_TAKEN = Reading(
    select(*_MOMENT_COLUMNS, _asked.c.number, moment.c.at)
    .join_from(moment, offer, offer.c.item_id == moment.c.offer_id)
    .join(_own, _own.c.id == offer.c.item_id)
    .join(_asked, _asked.c.id == offer.c.request_id)
    .join(item_owner, item_owner.c.item_id == offer.c.request_id)
    .where(
        moment.c.state == State.TAKEN,
        moment.c.starts_at >= bindparam("since", type_=moment.c.starts_at.type),
        _own.c.stage.in_([str(one) for one in STANDING]),
        _asked.c.stage.in_([str(one) for one in UNDER_DISCUSSION]),
        or_(offer.c.member == bindparam("member"), item_owner.c.member == bindparam("member")),
        seen(moment.c.item_id),
        seen(offer.c.request_id),
    )
    .order_by(moment.c.starts_at, moment.c.id)
    .limit(MOST_DATES)
)


def moments(conn: Connection, viewer: Viewer, offer_id: str) -> Sequence[Dated]:
    """Return the dates of a talk that are proposed or agreed, and not over."""
    given = {"offer": offer_id, "since": clock.now(), **labels_given(viewer.labels)}
    return [Dated(*row) for row in _MOMENTS.all(conn, given)]


def agreed_dates(conn: Connection, viewer: Viewer) -> Sequence[Dated]:
    """Return the dates that the viewer's member has agreed on with others, and that are to come."""
    if viewer.member is None:
        return []
    given = {"member": viewer.member, "since": clock.now(), **labels_given(viewer.labels)}
    return [Dated(*row) for row in _TAKEN.all(conn, given)]
