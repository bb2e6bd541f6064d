"""Files that wait for the virus scanner: how many may, whose they are, and how each ends.

A row whose ``original`` is set waits. It is sealed, counted against its member's room, handed on
and deleted like any other; only who attached it is told that it is there.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select

from app.access.viewer import Viewer
from app.core.seal import Seal
from app.files.queries import KEPT, SCANNED, Attached, attachment, kept, opened
from app.files.sealing import key_of_item

MOST = 200
"""So many files wait at once, with their originals 4 GB at most; then they are refused."""
MOST_OF_MEMBER = 20


def left(conn: Connection, member: str | None) -> int:
    """Return how many more files of ``member`` may wait.

    Members who attach at once may go a form beyond what all have together.
    """
    asked = select(func.count(), func.count().filter(attachment.c.member == member))
    everybodys, own = conn.execute(asked.where(~SCANNED)).one()
    return max(0, min(MOST - everybodys, MOST_OF_MEMBER - own))


def of_person(conn: Connection, seal: Seal, viewer: Viewer, item_id: str) -> Sequence[Attached]:
    """Return what the viewer attached to an item and waits, as long as the viewer reads it."""
    rows = conn.execute(
        select(*KEPT)
        .where(
            ~SCANNED,
            attachment.c.item_id == item_id,
            attachment.c.person_id == viewer.person_id,
            attachment.c.member == viewer.member,
        )
        .order_by(attachment.c.at, attachment.c.id)
    ).all()
    if not rows:
        return []
    of_item = key_of_item(conn, seal, item_id, viewer.labels)
    return [opened(kept(row), of_item)[0] for row in rows]


def count(conn: Connection) -> int:
    """Return how many files wait."""
    return conn.execute(select(func.count()).where(~SCANNED)).scalar_one()


def oldest(conn: Connection) -> datetime | None:
    """Return when the first of the files that wait was attached, None where none waits."""
    return conn.execute(select(func.min(attachment.c.at)).where(~SCANNED)).scalar()
