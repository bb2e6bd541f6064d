"""Which standing offers fit what somebody asks for, of members that could answer today."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, or_, select

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

SHARED = ("themes", "modalities", "languages")
MOST_MATCHING = 40
ANSWERS = (
    select(appointment.c.id)
    .join_from(appointment, office, office.c.id == appointment.c.office_id)
    .where(office.c.member == offer.c.member, office.c.kind.in_(IN_NETWORK), held_today())
    .correlate(offer)
    .exists()
)
"""Whether somebody holds an office of the member today that could answer a request."""


def matching(
    conn: Connection, viewer: Viewer, owner: str, wanted: Mapping[str, Collection[str]]
) -> Sequence[Standing]:
    """Return offers of others than ``owner`` that share themes, modalities and languages.

    ``wanted`` has what is asked for by the name of the column; one of each has to be shared.
    """
    if NETWORK not in viewer.labels or not all(wanted[name] for name in SHARED):
        return []
    codes = {f"{n}_{i}": pattern(c) for n in SHARED for i, c in enumerate(wanted[n])}
    given = {"label": NETWORK, "today": clock.today(), "owner": owner, "most": MOST_MATCHING}
    sizes = (len(wanted[name]) for name in SHARED)
    return [standing_of(row) for row in conn.execute(_matching(*sizes), {**given, **codes})]


@cache
def _matching(*sizes: int) -> Select[Any]:
    """Prebuilt: offers that fit one of so many themes, forms of help and languages."""
    columns = zip(SHARED, sizes, strict=True)
    fits = [
        or_(*(holds(offer.c[name], f"{name}_{i}") for i in range(size))) for name, size in columns
    ]
    return (
        select(*SHOWN)
        .join_from(label, item, item.c.id == label.c.item_id)
        .join(offer, offer.c.item_id == item.c.id)
        .join(member, member.c.code == offer.c.member)
        .where(
            label.c.label == bindparam("label"),
            label.c.kind == Kind.STANDING,
            offer.c.member != bindparam("owner"),
            STANDS,
            ANSWERS,
            *fits,
        )
        .order_by(member.c.name, item.c.id)
        .limit(bindparam("most"))
    )
