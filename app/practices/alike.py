"""Practices like one, for the page of that one: the closest first, each with what they share.

Close is what shares the most kinds of words, of those alike the newest. Nothing of this ranks
states, and nothing is told that the viewer does not see: both ends are looked for among the bits
of what the viewer reads, and titles are read once more by labels.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from app.access.viewer import Viewer
from app.core.db import table
from app.core.i18n import N_, gettext
from app.core.reading import Reading
from app.items.models import Item
from app.items.queries import labels_given, seen
from app.practices import facets, filters, shelf, stock
from app.practices.bits import Plane
from app.practices.counting import within
from app.practices.models import Practice

MOST = 4
item = table(Item)
practice = table(Practice)
_NAMED = Reading(
    select(item.c.id, practice.c.title, item.c.language)
    .join_from(item, practice)
    .where(item.c.id.in_(bindparam("ids", expanding=True)), seen(item.c.id))
)

SHARED: Mapping[str, str] = {
    facets.FACTOR: N_("Same risk factor"),
    facets.THEME: N_("Same theme"),
    facets.STEP: N_("Same practical step"),
    facets.GROUP: N_("Same regional group"),
}
_F, _T, _S, _G = SHARED
CLOSEST: Sequence[tuple[str, ...]] = (
    (_F, _T, _S, _G),
    (_F, _T, _G), (_F, _T, _S), (_F, _S, _G), (_T, _S, _G),
    (_F, _T), (_F, _G), (_T, _G), (_F, _S), (_T, _S),
    (_F,), (_T,),
)  # fmt: skip
"""What is shared, the closest first; a region or a step alone says little."""


@dataclass(frozen=True, slots=True)
class Like:
    """A practice like another: title and its language, address, and what they share in words."""

    title: str
    language: str
    address: str
    shared: Sequence[str]


def alike(
    conn: Connection, viewer: Viewer, item_id: str, latest: int | None = None
) -> Sequence[Like]:
    """Return up to ``MOST`` practices in use that the viewer sees and that are like this one.

    ``latest`` is the number of the latest change of any, if it has just been read.
    """
    rack = shelf.rack_of(conn, filters.NEWEST, latest)
    with rack.lock:
        found = closest(rack.plane, viewer.reads_by, item_id)
    if not found:
        return ()
    given = {"ids": list(found), **labels_given(viewer.reads_by)}
    named = {row.id: row for row in _NAMED.all(conn, given)}
    return [
        Like(
            named[one].title,
            named[one].language,
            f"{filters.PATH}/{one}",
            [gettext(SHARED[code]) for code in shared],
        )
        for one, shared in found.items()
        if one in named
    ]


def closest(plane: Plane, reads_by: Sequence[str], item_id: str) -> Mapping[str, Sequence[str]]:
    """Return what is most like a thing and is read by one of these labels, with what they share."""
    left = plane.any_of(stock.SEES, reads_by)
    left &= plane.any_of(facets.LIFE, (facets.CURRENT,))
    left ^= left & plane.of((item_id,))
    fits = {code: plane.any_of(code, plane.words(item_id, code)) for code in SHARED}
    found: dict[str, Sequence[str]] = {}
    for shared in CLOSEST:
        if len(found) == MOST:
            break
        bits = within(left, (fits[code] for code in shared))
        window = plane.after(bits, None, MOST - len(found))
        found |= {one: shared for _key, one in window.keys}
        left ^= bits
    return found
