"""Which standing offers are about what somebody asks for, and which members could answer today."""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, or_, select

from app.access.labels import NETWORK
from app.access.viewer import IN_NETWORK, Viewer
from app.core import clock
from app.core.db import table
from app.directory.holding import appointment, held_today
from app.directory.models import Office
from app.items.models import Kind
from app.standing.queries import SHOWN, STANDS, Standing, item, label, member, offer, standing_of
from app.vocabulary.packed import holds, pattern

office = table(Office)


def answers(code: ColumnElement[Any]) -> ColumnElement[bool]:
    """Return whether somebody holds an office of the member ``code`` today that could answer."""
    return (
        select(appointment.c.id)
        .join_from(appointment, office, office.c.id == appointment.c.office_id)
        .where(office.c.member == code, office.c.kind.in_(IN_NETWORK), held_today())
        .correlate(code.table)
        .exists()
    )


def about(
    conn: Connection, viewer: Viewer, themes: Collection[str], owner: str
) -> Sequence[Standing]:
    """Return offers of others than ``owner`` that stand today and share one of ``themes``.

    They start from those that are valid still, of which each member has twenty at most.
    """
    if NETWORK not in viewer.labels or not themes:
        return []
    codes = {f"theme_{n}": pattern(code) for n, code in enumerate(sorted(themes))}
    given = {"label": NETWORK, "today": clock.today(), "owner": owner}
    return [standing_of(row) for row in conn.execute(_about(len(codes)), {**given, **codes})]


@cache
def _about(themes: int) -> Select[Any]:
    """Prebuilt: offers that are about one of so many themes."""
    return (
        select(*SHOWN)
        .join_from(offer, item, item.c.id == offer.c.item_id)
        .join(label, label.c.item_id == offer.c.item_id)
        .join(member, member.c.code == offer.c.member)
        .where(
            label.c.label == bindparam("label"),
            label.c.kind == Kind.STANDING,
            offer.c.member != bindparam("owner"),
            STANDS,
            or_(*(holds(offer.c.themes, f"theme_{n}") for n in range(themes))),
        )
        .order_by(offer.c.member, item.c.id)
    )
