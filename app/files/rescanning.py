"""Scanning again what waits: as it came, from the store, until the virus scanner answers.

A file can be made to crash a scanner. So what was tried least comes first, whoever else waits, and
a file on which a scanner that was there gives no verdict again and again is removed.
"""

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection, delete, select, update
from sqlmodel import Session

from app.audit import actions as audit
from app.audit.actions import Plain
from app.audit.events import Event
from app.core.db import Database
from app.core.seal import CannotOpen
from app.files import scanning, sealing
from app.files.queries import SCANNED, attachment
from app.files.scanning import NoAnswer
from app.files.serving import store_of
from app.files.store import NotStored
from app.sealing.keys import record_key
from app.web.portal import Portal

LONGEST = 120.0
"""Seconds that one round begins files in; the worker's lease is longer."""
TRIES = 6
"""So often a scanner that was there is asked about one file: for half an hour."""
_ORDER = (attachment.c.tries, attachment.c.at, attachment.c.id)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Waits:
    """A file that waits, and who attached it to which item."""

    id: str
    item_id: str
    place: str
    original: str
    wrapped: bytes
    size: int
    kind: str
    person_id: str | None
    member: str | None
    tries: int


class Things(Protocol):
    """What files are attached to."""

    def takes(self, db: Session, one: Waits) -> bool:
        """Whether its item, which is held from here on, still takes a file."""

    def tell_others(self, db: Session, one: Waits) -> None:
        """Tell whom it concerns that a file is there now."""

    def tell_owner(self, db: Session, one: Waits, ended: Event) -> None:
        """Tell who attached it that it was removed, by what is recorded of that."""


def scan_waiting(portal: Portal, things: Things) -> int:
    """Scan what waits, what was tried least and came first; return how many files no longer do."""
    where, until, done = portal.settings.files_scanner, time.monotonic() + LONGEST, 0
    for one in _waiting(portal.db) if where else ():
        if time.monotonic() > until:
            break
        try:
            scanning.ensure_answers(where)
        except NoAnswer as wrong:
            _log.error("files still wait: %s", wrong)
            break
        done += _scan(portal, things, one)
    return done


def _scan(portal: Portal, things: Things, one: Waits) -> bool:
    """Ask the scanner, which is there, about one file; return whether it waits no longer."""
    try:
        clean = scanning.is_clean(portal.settings.files_scanner, _original(portal, one))
    except (NotStored, CannotOpen) as wrong:
        _log.error("attachment %s cannot be scanned: %s", one.id, type(wrong).__name__)
        return False
    except NoAnswer as wrong:
        _log.error("attachment %s still waits: %s", one.id, wrong)
        return _tried(portal, things, one)
    return _settle(portal, things, one, Event.FILE_ATTACHED if clean else Event.FILE_REFUSED)


def _tried(portal: Portal, things: Things, one: Waits) -> bool:
    """Count that there was no verdict, and take the file away after too many."""
    if one.tries + 1 >= TRIES:
        return _settle(portal, things, one, Event.FILE_ABANDONED)
    with portal.db.unit_of_work() as db:
        db.execute(update(attachment).where(attachment.c.id == one.id).values(tries=one.tries + 1))
    return False


def _waiting(database: Database) -> Sequence[Waits]:
    names = Waits.__dataclass_fields__
    asked = select(*(attachment.c[name] for name in names)).where(~SCANNED)
    with database.read() as conn:
        rows = conn.execute(asked.order_by(*_ORDER)).all()
    return [Waits(**{**row._mapping, "wrapped": bytes(row.wrapped)}) for row in rows]  # noqa: SLF001 - public, named so for columns


def _original(portal: Portal, one: Waits) -> bytes:
    """Return a file as it came; the portal opens it for whomever its item is wrapped for."""
    with portal.db.read() as conn:
        of_item = sealing.key_of_item(conn, portal.seal, one.item_id, _parties(conn, one.item_id))
    opens = sealing.unlocker(of_item, one.item_id, one.id, one.wrapped)
    return opens.original(store_of(portal.settings).get(one.original))


def _parties(conn: Connection, record: str) -> Sequence[str]:
    asked = select(record_key.c.party).where(record_key.c.record == record)
    return conn.execute(asked).scalars().all()


def _settle(portal: Portal, things: Things, one: Waits, ended: Event) -> bool:
    """Let a file be there, or take it away; whoever removed it meanwhile was first."""
    with portal.db.unit_of_work() as db:
        if not things.takes(db, one) and ended == Event.FILE_ATTACHED:
            ended = Event.FILE_LATE
        stays = ended == Event.FILE_ATTACHED
        mine = attachment.c.id == one.id, attachment.c.original == one.original
        act = update(attachment).values(original=None) if stays else delete(attachment)
        if not db.execute(act.where(*mine).returning(attachment.c.id)).first():
            return False
        if stays:
            _note(db, ended, one, kind=one.kind, subject=one.item_id)
            things.tell_others(db, one)
        else:
            _note(db, ended, one)
            things.tell_owner(db, one, ended)
    _clear(portal, [one.original] if stays else [one.original, one.place])
    return True


def _note(
    db: Session, event: Event, one: Waits, *, subject: str | None = None, **more: Plain
) -> None:
    """Record how it ended; who attached it stands beside its id in the entry before."""
    detail: Mapping[str, Plain] = {"file": one.id, "size": one.size, **more}
    audit.record(db, event, subject=subject, detail=dict(detail))


def _clear(portal: Portal, places: Sequence[str]) -> None:
    """Delete what no row names any more; what stays behind is swept a day later."""
    for place in places:
        try:
            store_of(portal.settings).delete(place)
        except NotStored as wrong:
            _log.error("a scanned file was not deleted yet: %s", wrong)
