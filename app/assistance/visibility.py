"""Whose eyes a request is for, state by state."""

from collections.abc import Collection

from app.access.audience import Audience, labels_of_draft, labels_of_open, labels_of_submitted
from app.assistance.rules import CIRCULATED, Stage


def labels_of(
    stage: str, owners: Collection[str], audience: Audience, helpers: Collection[str] = ()
) -> frozenset[str]:
    """Return the labels of a request in ``stage``.

    What is withdrawn after it was out goes back to its owners, the secretariat and ``helpers``,
    the labels of those that offered. Withdrawn drafts keep the labels of drafts: see
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
    return labels_of(Stage.WITHDRAWN, owners, audience, helpers)
