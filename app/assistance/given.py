"""What members gave an office before, and how much each gives now: the newest of it, by labels."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, select, union_all

from app.access.labels import member_label
from app.assistance.models import Offer
from app.assistance.queries import item, item_label, offer, request
from app.assistance.rules import OfferStage, Stage
from app.core.db import table
from app.core.reading import Reading
from app.items.models import Kind
from app.matching.evidence import Helped
from app.vocabulary.packed import unpacked

GOES_ON = (Stage.AGREED, Stage.UNDER_WAY)
HELPED = frozenset({"met", "partly"})
MOST_LOOKED_AT = 200
"""So many of the newest requests of an office are looked through for help that it was given."""
MOST_COUNTED = 20
"""So many of the newest offers of a member are looked through for help that goes on."""

own = item.alias("own_item")
helper = table(Offer).alias("helper")
_newest = (
    select(item_label.c.item_id)
    .where(item_label.c.label == bindparam("label"), item_label.c.kind == Kind.REQUEST)
    .order_by(item_label.c.sort_key.desc(), item_label.c.item_id.desc())
    .limit(MOST_LOOKED_AT)
    .subquery()
)
_HELPED = Reading(
    select(helper.c.member, request.c.themes, helper.c.modalities, request.c.result)
    .join_from(_newest, request, request.c.item_id == _newest.c.item_id)
    .join(item, item.c.id == request.c.item_id)
    .join(helper, helper.c.request_id == request.c.item_id)
    .join(own, own.c.id == helper.c.item_id)
    .where(item.c.stage == Stage.CLOSED, own.c.stage == OfferStage.ACCEPTED)
    .order_by(request.c.item_id, helper.c.member)
)


def helped(conn: Connection, owner: str) -> Mapping[str, Sequence[Helped]]:
    """Return what each member gave to ``owner`` before, for its own office and the secretariat."""
    found: dict[str, list[Helped]] = {}
    for row in _HELPED.all(conn, {"label": member_label(owner)}):
        given = Helped(
            frozenset(unpacked(row.themes)),
            frozenset(unpacked(row.modalities)),
            met=row.result in HELPED,
        )
        found.setdefault(row.member, []).append(given)
    return found


def busy(conn: Connection, codes: Collection[str]) -> Mapping[str, int]:
    """Return how much help each of ``codes`` gives now, to order by and never to be shown."""
    if not codes:
        return {}
    ordered = sorted(codes)
    given: dict[str, Any] = {f"label_{n}": member_label(code) for n, code in enumerate(ordered)}
    given |= {f"member_{n}": code for n, code in enumerate(ordered)}
    counted: dict[str, int] = {}
    for row in _busy(len(ordered)).all(conn, given):
        counted[row.member] = counted.get(row.member, 0) + 1
    return counted


@cache
def _busy(members: int) -> Reading:
    """Prebuilt: help that goes on among the newest offers of so many members."""
    branches = [
        select(offer.c.item_id, offer.c.member, offer.c.request_id)
        .join_from(item_label, offer, offer.c.item_id == item_label.c.item_id)
        .where(
            item_label.c.label == bindparam(f"label_{n}"), item_label.c.kind == Kind.OFFER,
            offer.c.member == bindparam(f"member_{n}"),
        )
        .order_by(item_label.c.sort_key.desc(), item_label.c.item_id.desc())
        .limit(MOST_COUNTED)
        .subquery()
        for n in range(members)
    ]  # fmt: skip
    newest = union_all(*(select(one) for one in branches)).subquery()
    return Reading(
        select(newest.c.member)
        .join_from(newest, own, own.c.id == newest.c.item_id)
        .join(item, item.c.id == newest.c.request_id)
        .where(own.c.stage == OfferStage.ACCEPTED, item.c.stage.in_(GOES_ON))
    )
