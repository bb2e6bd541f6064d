"""Reading rounds, always from what the viewer may see: of a request that is not seen, none."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, Select, bindparam, inspect, select

from app.access.viewer import Viewer
from app.assistance.clearance.models import RequestRound
from app.assistance.clearance.rules import MOST_ROUNDS
from app.assistance.clearance.values import Round, round_of
from app.clearing.values import columns_of
from app.core.db import table
from app.core.reading import Reading
from app.core.seal import Seal
from app.directory.models import Office
from app.items.models import Item
from app.items.queries import LABELS, labels_given, seen
from app.sealing.keys import Keys, wrapped_for

rounds = table(RequestRound)
item = table(Item)
office = table(Office)


def _rows(*where: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            rounds,
            *columns_of(item),
            office.c.kind.label("by"),
            wrapped_for(rounds.c.item_id, LABELS).label("wrapped"),
        )
        .join_from(rounds, item, item.c.id == rounds.c.item_id)
        .join(office, office.c.id == item.c.office_id, isouter=True)
        .where(seen(item.c.id), seen(rounds.c.request_id), *where)
    )


_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_NEWEST = (rounds.c.at.desc(), rounds.c.item_id.desc())
_ONE = Reading(_rows(rounds.c.item_id == bindparam("id")))
_SOME = Reading(_rows(rounds.c.item_id.in_(_IDS)))
_OF_REQUEST = Reading(
    _rows(rounds.c.request_id == bindparam("id")).order_by(*_NEWEST).limit(MOST_ROUNDS)
)
_EVERY = Reading(_rows().order_by(*_NEWEST).limit(bindparam("most")))


def _read(
    reading: Reading, conn: Connection, viewer: Viewer, seal: Seal, **given: object
) -> Sequence[Round]:
    keys = Keys(conn, seal, viewer.labels)
    return [
        round_of(row, keys) for row in reading.all(conn, {**given, **labels_given(viewer.labels)})
    ]


def one(conn: Connection, viewer: Viewer, seal: Seal, item_id: str) -> Round | None:
    """Return the round if the viewer may see it, None otherwise."""
    return next(iter(_read(_ONE, conn, viewer, seal, id=item_id)), None)


def of_request(conn: Connection, viewer: Viewer, seal: Seal, item_id: str) -> Sequence[Round]:
    """Return the rounds of a request that the viewer may see, the newest first."""
    return _read(_OF_REQUEST, conn, viewer, seal, id=item_id)


def listed(conn: Connection, viewer: Viewer, seal: Seal, most: int) -> Sequence[Round]:
    """Return the rounds of all requests that the viewer may see, the newest first."""
    return _read(_EVERY, conn, viewer, seal, most=most)


def titles(
    conn: Connection, viewer: Viewer, seal: Seal, ids: Sequence[str]
) -> Mapping[str, tuple[str, str]]:
    """Return title and address of those of ``ids`` that the viewer may see."""
    found = _read(_SOME, conn, viewer, seal, ids=list(ids))
    return {one.matter.id: (one.title, one.href) for one in found}


def records(conn: Connection, request_id: str) -> Sequence[str]:
    """Return the rounds of a request, each with a key; also in a schema that knows none yet."""
    if not inspect(conn).has_table(rounds.name):
        return []
    wanted = select(rounds.c.item_id).where(rounds.c.request_id == request_id)
    return list(conn.execute(wanted.order_by(rounds.c.item_id)).scalars())
