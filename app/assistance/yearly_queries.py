"""The requests that were opened in a year, whoever may read them: to be counted only."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, bindparam, func, select

from app.assistance.models import Offer
from app.assistance.queries import item, item_owner, member, request
from app.assistance.yearly import AGREED, Opened
from app.core.db import table
from app.core.reading import Reading
from app.vocabulary.packed import unpacked

offer = table(Offer).alias("offered")
made = item.alias("made")
_FIRST_OFFER = (
    select(func.min(made.c.created_at))
    .join_from(offer, made, made.c.id == offer.c.item_id)
    .where(offer.c.request_id == request.c.item_id)
    .correlate(request)
    .scalar_subquery()
)
_NAMED = request.c.card_audience.is_(None)
"""Sealed requests are in no figure: two readers of one year could tell when one went out."""
_OPENED = Reading(
    select(
        item.c.stage, request.c.result, request.c.themes, request.c.opened_at,
        member.c.regional_group, _FIRST_OFFER.label("first_offer_at"),
    )
    .join_from(request, item, item.c.id == request.c.item_id)
    .join(item_owner, item_owner.c.item_id == item.c.id)
    .join(member, member.c.code == item_owner.c.member)
    .where(
        request.c.opened_at >= bindparam("first"), request.c.opened_at < bindparam("next"), _NAMED
    )
)  # fmt: skip
_SPAN = Reading(
    select(
        func.min(request.c.opened_at).label("first"), func.max(request.c.opened_at).label("last")
    ).where(_NAMED)
)


def opened_in(conn: Connection, year: int) -> Sequence[Opened]:
    """Return every request that was opened in a year, whoever may read it: to be counted only."""
    given = {
        "first": datetime(year, 1, 1, tzinfo=UTC),
        "next": datetime(year + 1, 1, 1, tzinfo=UTC),
    }
    return [
        Opened(
            region=row.regional_group,
            themes=unpacked(row.themes),
            opened_at=row.opened_at,
            first_offer_at=row.first_offer_at,
            agreed=row.stage in AGREED,
            stage=row.stage,
            result=row.result,
        )
        for row in _OPENED.all(conn, given)
    ]


def years(conn: Connection) -> Sequence[int]:
    """Return the years in which requests were opened, the latest first."""
    row = _SPAN.first(conn, {})
    if row is None or row.first is None:
        return []
    return range(row.last.year, row.first.year - 1, -1)
