"""What can be confirmed at one press from a list: the practices, at the version they have now."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, select

from app.access.viewer import Viewer
from app.core.db import table
from app.core.reading import Reading
from app.items.models import Item, ItemOwner
from app.items.queries import labels_given, seen
from app.practices.rules import Stage

item = table(Item)
owner = table(ItemOwner)
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_OWN = Reading(
    select(item.c.id, item.c.version)
    .join_from(item, owner, owner.c.item_id == item.c.id)
    .where(
        item.c.id.in_(_IDS),
        item.c.stage == Stage.PUBLISHED,
        owner.c.member == bindparam("member"),
        seen(item.c.id),
    )
)


def versions_of(conn: Connection, viewer: Viewer, ids: Collection[str]) -> Mapping[str, int]:
    """Return the versions of those of ``ids`` that the viewer's office can confirm."""
    if not ids or viewer.member is None:
        return {}
    given = {"ids": sorted(ids), "member": viewer.member, **labels_given(viewer.labels)}
    return {row.id: row.version for row in _OWN.all(conn, given)}
