"""Whose eyes a request is for, state by state."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from app.access.audience import Audience, labels_of_draft, labels_of_open, labels_of_submitted
from app.access.labels import member_label, office_label
from app.assistance.queries import item, offer, request
from app.assistance.rules import CIRCULATED, Stage


def labels_of(
    stage: str, owners: Collection[str], audience: Audience, helpers: Collection[str] = ()
) -> frozenset[str]:
    """Return the labels of a request in ``stage``.

    What is withdrawn or lapsed after it was out goes back to its owners, the secretariat and
    ``helpers``, the labels of those that offered. Withdrawn drafts keep the labels of drafts: see
    ``labels_once_gone``.
    """
    if stage == Stage.DRAFT:
        return labels_of_draft(owners)
    if stage in CIRCULATED:
        return labels_of_open(owners, audience)
    return labels_of_submitted(owners) | frozenset(helpers)


def labels_once_gone(
    last: str, owners: Collection[str], audience: Audience, helpers: Collection[str]
) -> frozenset[str]:
    """Return the labels of a request that is withdrawn from the stage ``last``."""
    if last == Stage.DRAFT:
        return labels_of(Stage.DRAFT, owners, audience)
    out = helpers if last in CIRCULATED else ()
    return labels_of(Stage.WITHDRAWN, owners, audience, out)


def labels_of_helpers(conn: Connection, request_id: str, before: Collection[str]) -> frozenset[str]:
    """Return by which labels those that offered go on reading what was read by ``before``.

    Never by a wider one: an office that was asked alone goes on alone. Who offered before the
    request became a draft again does not: it may be for others now.
    """
    offered = conn.execute(
        select(offer.c.member, item.c.office_id)
        .join_from(offer, item, item.c.id == offer.c.item_id)
        .join(request, request.c.item_id == offer.c.request_id)
        .where(offer.c.request_id == request_id, item.c.created_at >= request.c.opened_at)
    )
    own = ((member_label(row.member), office_label(row.office_id or "")) for row in offered)
    return frozenset(alone if alone in before else whole for whole, alone in own)
