"""The published practices of one's own member, of which one can have come of an adaptation."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, select

from app.access.viewer import Viewer
from app.core.db import table
from app.core.reading import Reading
from app.items.models import Item, ItemOwner, Kind
from app.items.queries import labels_given, seen
from app.practices.models import Practice
from app.practices.rules import Stage

item = table(Item)
owner = table(ItemOwner)
practice = table(Practice)
MOST = 200

_OWN = Reading(
    select(item.c.id, practice.c.title)
    .join_from(owner, item, item.c.id == owner.c.item_id)
    .join(practice, practice.c.item_id == item.c.id)
    .where(
        owner.c.member == bindparam("member"),
        item.c.kind == Kind.PRACTICE,
        item.c.stage == Stage.PUBLISHED,
        seen(item.c.id),
    )
    .order_by(item.c.changed_at.desc(), item.c.id)
    .limit(MOST)
)


def own_practices(conn: Connection, viewer: Viewer) -> Sequence[tuple[str, str]]:
    """Return (id, title) of the published practices of the viewer's member, the newest first."""
    given = {"member": viewer.member, **labels_given(viewer.labels)}
    return [(row.id, row.title) for row in _OWN.all(conn, given)]
