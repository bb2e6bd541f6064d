"""Which standing offers fit what somebody asks for."""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, or_, select

from app.access.labels import NETWORK
from app.access.viewer import Viewer
from app.core import clock
from app.items.models import Kind
from app.standing.queries import SHOWN, STANDS, Standing, item, label, member, offer, standing_of

MOST_MATCHING = 40


def matching(
    conn: Connection,
    viewer: Viewer,
    themes: Collection[str],
    modalities: Collection[str],
    languages: Collection[str],
) -> Sequence[Standing]:
    """Return offers that share a theme, a form of help and a language with what is asked."""
    if NETWORK not in viewer.labels or not (themes and modalities and languages):
        return []
    wanted = {"themes": themes, "modalities": modalities, "languages": languages}
    codes = {f"{n}_{i}": f"% {c} %" for n, found in wanted.items() for i, c in enumerate(found)}
    given = {"label": NETWORK, "today": clock.today(), "most": MOST_MATCHING, **codes}
    return [standing_of(row) for row in conn.execute(_matching(*map(len, wanted.values())), given)]


@cache
def _matching(*sizes: int) -> Select[Any]:
    """Prebuilt: offers that fit one of so many themes, forms of help and languages."""
    columns = zip(("themes", "modalities", "languages"), sizes, strict=True)
    fits = [
        or_(*(offer.c[name].like(bindparam(f"{name}_{i}")) for i in range(size)))
        for name, size in columns
    ]
    return (
        select(*SHOWN)
        .join_from(label, item, item.c.id == label.c.item_id)
        .join(offer, offer.c.item_id == item.c.id)
        .join(member, member.c.code == offer.c.member)
        .where(label.c.label == bindparam("label"), label.c.kind == Kind.STANDING, STANDS, *fits)
        .order_by(member.c.name, item.c.id)
        .limit(bindparam("most"))
    )
