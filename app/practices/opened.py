"""One practice as its page is opened: in one statement all that is asked of it each time."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from app.access.viewer import Viewer
from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.following.queries import following, following_given
from app.items.models import Item, ItemOwner, Kind
from app.items.queries import Matter, labels_given, matter_of, seen
from app.practices.adapting.known import beside_of
from app.practices.cards import Look, best_of, still_true, wanted_given
from app.practices.entry import View
from app.practices.journal import LATEST
from app.practices.models import Practice, PracticeView

item = table(Item)
owner = table(ItemOwner)
practice = table(Practice)
view = table(PracticeView)

_ONE = Reading(
    select(
        item,
        owner.c.member,
        view.c.title,
        view.c.item_id.label("stored"),
        view.c.head,
        view.c.article,
        view.c.facts,
        *beside_of(item.c.id),
        following(item.c.id).label("followed"),
        LATEST.label("changes"),
    )
    .join_from(item, practice)
    .join(owner, owner.c.item_id == item.c.id, isouter=True)
    .join(
        view,
        (view.c.item_id == item.c.id)
        & (view.c.language == bindparam("language"))
        & (view.c.look == bindparam("look"))
        & (view.c.reads == best_of(item.c.id))
        & still_true(),
        isouter=True,
    )
    .where(item.c.id == bindparam("id"), seen(item.c.id))
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A practice, its stored view if one is kept, and whether the viewer follows it.

    ``changes`` is the number of the latest change of any published practice.
    """

    matter: Matter
    stored: View | None
    follows: bool
    changes: int


def opened(
    conn: Connection, viewer: Viewer, item_id: str, look: Look, wanted: Sequence[str]
) -> Opened | None:
    """Return a practice as its page is opened, None where the viewer sees no such practice.

    It is read in the first of the languages ``wanted`` in which it can be read.
    """
    made = {**look.given, **wanted_given(wanted), **following_given(viewer), "today": clock.today()}
    rows = _ONE.all(conn, {"id": item_id, **labels_given(viewer.reads_by), **made})
    matter = matter_of(rows, Kind.PRACTICE)
    if matter is None:
        return None
    first = rows[0]
    stored = None
    if first.stored is not None:
        html = (first.head, first.article, first.facts)
        stored = View(first.title, first.language, *html, first.adapted, first.asked)
    return Opened(matter, stored, bool(first.followed), first.changes)
