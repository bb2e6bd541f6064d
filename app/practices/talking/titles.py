"""What comments that wait are called on the first page: as the practice, at their own address."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, select

from app.access.viewer import Viewer
from app.core.db import table
from app.core.reading import Reading
from app.discussion.finding import address_of
from app.discussion.models import Comment
from app.items.queries import labels_given, seen
from app.practices import queries

comment = table(Comment)
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_ABOUT = Reading(
    select(comment.c.item_id, comment.c.about).where(
        comment.c.item_id.in_(_IDS), seen(comment.c.item_id), seen(comment.c.about)
    )
)


def titles(conn: Connection, viewer: Viewer, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return title and address of those of ``ids`` that are practices, or comments on them.

    What the viewer may not read is left out.
    """
    rows = _ABOUT.all(conn, {"ids": list(ids), **labels_given(viewer.labels)})
    abouts = {row.item_id: row.about for row in rows}
    named = queries.titles(conn, viewer, sorted({*ids, *abouts.values()}))
    found = {one: named[one] for one in ids if one in named}
    for comment_id, about in abouts.items():
        if about in named:
            title, address = named[about]
            found[comment_id] = (title, address_of(address, comment_id))
    return found
