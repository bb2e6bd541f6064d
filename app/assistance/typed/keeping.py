"""Keeping what somebody typed into a page of a request and has not saved: sealed, for that person.

Its key is wrapped for that person alone: neither a colleague of the office nor the Secretariat
opens it. A window keeps nothing over what another window of the same person kept.
"""

import json
from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, delete, select
from sqlmodel import Session

from app.access.labels import person_label
from app.access.viewer import Viewer
from app.assistance.typed.models import RequestAside
from app.core import clock
from app.core.db import table
from app.core.ids import new_id
from app.core.seal import Place as Sealing
from app.core.seal import Seal
from app.practices.aside import MOST, Kept, OtherWindow, Place, TooMuch, Values, Window
from app.sealing import wrapping
from app.sealing.keys import Keys, Opened, record_key

aside = table(RequestAside)
KEPT = timedelta(days=90)
"""So long it waits for whoever typed it."""


def kept(conn: Connection, viewer: Viewer, seal: Seal, place: Place) -> Kept | None:
    """Return what the viewer typed at a place and did not save, None where that is nothing."""
    party = person_label(viewer.person_id or "")
    wanted = (
        select(aside, record_key.c.wrapped)
        .join_from(aside, record_key, record_key.c.record == aside.c.id)
        .where(_own(viewer, place), record_key.c.party == party)
    )
    row = conn.execute(wanted).first()
    if row is None:
        return None
    record = Keys(conn, seal, (party,)).of(row.id, bytes(row.wrapped))
    words = record.words(row.typed, _place(row.id))
    return Kept(row.version, row.turn, row.at, json.loads(words)) if words else None


def keep(  # noqa: PLR0913, PLR0917 - who, what, where, and what the window knows
    db: Session, viewer: Viewer, seal: Seal, place: Place, values: Values, seen: Window
) -> int:
    """Keep what was typed, and return its turn.

    Raises:
        OtherWindow: what is kept is not what this window kept last.
        TooMuch: it is longer than any request.
    """
    typed = _written(values)
    if len(typed) > MOST:
        raise TooMuch
    key = (viewer.person_id, place.name, place.step)
    found = db.get(RequestAside, key, with_for_update=True)
    record = _record(db, viewer, seal, found) if found else None
    if found and record and found.turn != seen.turn and _words(record, found) != typed:
        raise OtherWindow
    if found is None or record is None:
        turn = found.turn if found else 0
        _delete(db, [found.id] if found else [])
        row, person_id = new_id(), str(viewer.person_id)
        record = wrapping.begin(db, seal, row, {person_label(person_id)})
        found = RequestAside(
            id=row,
            person_id=person_id,
            place=place.name,
            step=place.step,
            item_id=place.item_id,
            turn=turn,
            typed=record.seal(typed, _place(row)),
        )
    else:
        found.typed = record.seal(typed, _place(found.id))
    found.version, found.at, found.turn = seen.version, clock.now(), found.turn + 1
    db.add(found)
    db.flush()
    return found.turn


def stop(  # noqa: PLR0913, PLR0917 - who, what, where, and which turn
    db: Session, viewer: Viewer, seal: Seal, place: Place, values: Values, turn: int
) -> None:
    """Note that a window has saved its page; what another window kept stays."""
    there = kept(db.connection(), viewer, seal, place)
    if there is not None and (there.turn == turn or _written(there.values) == _written(values)):
        _delete(db, _ids(db, _own(viewer, place)))


def drop(db: Session, viewer: Viewer, place: Place, turn: int) -> None:
    """Throw away what the viewer kept at a place, as a window saw it.

    Raises:
        OtherWindow: another window has kept something since.
    """
    rest = db.execute(select(aside.c.turn).where(_own(viewer, place)).with_for_update()).scalar()
    if rest not in {None, turn}:
        raise OtherWindow
    _delete(db, _ids(db, _own(viewer, place)))


def clear(db: Session, item_id: str) -> None:
    """Delete what anybody typed into a request that is handed in."""
    _delete(db, _ids(db, aside.c.item_id == item_id))


def forget(db: Session, person_id: str) -> None:
    """Delete what one person typed and did not save."""
    _delete(db, _ids(db, aside.c.person_id == person_id))


def sweep(db: Session) -> None:
    """Delete what was kept long ago."""
    _delete(db, _ids(db, aside.c.at < clock.now() - KEPT))


def _ids(db: Session, which: ColumnElement[bool]) -> Collection[str]:
    return list(db.execute(select(aside.c.id).where(which)).scalars())


def _delete(db: Session, ids: Collection[str]) -> None:
    """Delete rows and their keys."""
    if ids:
        db.expire_all()
        db.execute(delete(aside).where(aside.c.id.in_(ids)))
        wrapping.forget(db, ids)


def _record(db: Session, viewer: Viewer, seal: Seal, found: RequestAside) -> Opened | None:
    return wrapping.held(db, seal, found.id, (person_label(viewer.person_id or ""),))


def _words(record: Opened, found: RequestAside) -> str:
    return record.words(found.typed, _place(found.id))


def _written(values: Values) -> str:
    return json.dumps(dict(values), ensure_ascii=False, sort_keys=True)


def _place(row: str) -> Sealing:
    return Sealing("request_aside", "typed", row)


def _own(viewer: Viewer, place: Place) -> ColumnElement[bool]:
    return (
        (aside.c.person_id == viewer.person_id)
        & (aside.c.place == place.name)
        & (aside.c.step == place.step)
    )
