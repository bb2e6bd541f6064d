"""The practice that stands beside an offer: one of its member's own, for those who may read it."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, select

from app.access.viewer import Viewer
from app.core.db import table
from app.core.reading import Reading
from app.items.models import Item, ItemOwner, Kind
from app.items.queries import labels_given, seen
from app.practices.models import Practice
from app.practices.rules import Stage
from app.standing.queries import Standing

item = table(Item)
owner = table(ItemOwner)
practice = table(Practice)

_EXAMPLES = Reading(
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
    .limit(200)
)
_EXAMPLE = Reading(
    select(practice.c.title)
    .join_from(item, practice, practice.c.item_id == item.c.id)
    .where(item.c.id == bindparam("id"), item.c.stage == Stage.PUBLISHED, seen(item.c.id))
)


def examples(conn: Connection, viewer: Viewer) -> Sequence[tuple[str, str]]:
    """Return (id, title) of the published practices of the viewer's member."""
    given = {"member": viewer.member, **labels_given(viewer.labels)}
    return [(row.id, row.title) for row in _EXAMPLES.all(conn, given)]


def example(conn: Connection, viewer: Viewer, found: Standing) -> tuple[str, str] | None:
    """Return title and address of an offer's example, as long as the viewer reads it published."""
    if found.example is None:
        return None
    row = _EXAMPLE.first(conn, {"id": found.example, **labels_given(viewer.reads_by)})
    return (row.title, f"/practices/{found.example}") if row else None
