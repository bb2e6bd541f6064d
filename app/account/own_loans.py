"""What was lent to the viewer as a guest, and what the viewer wrote on it, opened."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, bindparam, select

from app.access.viewer import Viewer
from app.core.db import table
from app.core.seal import Seal
from app.guests import remarks, sealed
from app.guests.models import Guest
from app.guests.rules import SEALED
from app.sealing.keys import Keys, record_key

guest = table(Guest)

_SHOWN = tuple(
    column
    for column in guest.c
    if column.name not in {"token_hash", "invited_by", "person_id", "ended_by"}
)
_WRAPPED = (
    select(record_key.c.wrapped)
    .where(record_key.c.record == guest.c.item_id, record_key.c.party == guest.c.host)
    .scalar_subquery()
)
_MINE = select(*_SHOWN, _WRAPPED.label("wrapped")).where(
    guest.c.person_id == bindparam("person_id")
)


def lent(conn: Connection, viewer: Viewer, seal: Seal) -> Sequence[Mapping[str, object]]:
    """Return what was lent to the viewer; a remark on what was destroyed since is gone with it."""
    rows = conn.execute(_MINE, {"person_id": viewer.person_id}).mappings()
    found = [dict(row) for row in rows]
    for row in found:
        wrapped, words = row.pop("wrapped"), row.pop("words")
        if words is not None:
            record = Keys(conn, seal, (row["host"],)).of(row["item_id"], wrapped)
            row["remark"] = remarks.opened(row["id"], words, record)
        if row["address"] == SEALED and (who := sealed.who(conn, seal, row["id"])):
            row |= {"name": who.name, "ministry": who.organisation, "address": who.address}
    return found
