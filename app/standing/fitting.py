"""Which standing offers are about what somebody asks for, and which members could answer today."""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, or_, select

from app.access.labels import NETWORK
from app.access.viewer import IN_NETWORK, Viewer
from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.directory.holding import appointment, held_today
from app.directory.models import Office
from app.items.models import Kind
from app.standing.counting import FULL, this_year
from app.standing.queries import STANDS, item, label, offer
from app.vocabulary.packed import holds, pattern

office = table(Office)
_ABOUT = ("member", "summary", "themes", "modalities", "languages")


def answers(code: ColumnElement[Any]) -> ColumnElement[bool]:
    """Return whether somebody holds an office of the member ``code`` today that could answer."""
    return (
        select(appointment.c.id)
        .join_from(appointment, office, office.c.id == appointment.c.office_id)
        .where(office.c.member == code, office.c.kind.in_(IN_NETWORK), held_today())
        .correlate(code.table)
        .exists()
    )


def about(conn: Connection, viewer: Viewer, themes: Collection[str], owner: str) -> Sequence[Any]:
    """Return offers of others than ``owner`` that stand today and share one of ``themes``.

    Each is a row with id, member, summary, language and what it is about, in no order. They start
    from those that are valid still, of which each member has twenty at most.
    """
    if NETWORK not in viewer.labels or not themes:
        return []
    codes = {f"theme_{n}": pattern(code) for n, code in enumerate(sorted(themes))}
    given = {"label": NETWORK, "today": clock.today(), "year": this_year(), "owner": owner}
    return _about(len(codes)).all(conn, {**given, **codes})


@cache
def _about(themes: int) -> Reading:
    """Prebuilt: offers that are about one of so many themes."""
    return Reading(
        select(item.c.id, *(offer.c[name] for name in _ABOUT), item.c.language, FULL)
        .join_from(offer, item, item.c.id == offer.c.item_id)
        .where(
            offer.c.member != bindparam("owner"),
            STANDS,
            or_(*(holds(offer.c.themes, f"theme_{n}") for n in range(themes))),
            select(label.c.item_id)
            .where(
                label.c.item_id == offer.c.item_id,
                label.c.label == bindparam("label"),
                label.c.kind == Kind.STANDING,
            )
            .exists(),
        )
    )
