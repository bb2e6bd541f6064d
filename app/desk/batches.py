"""Batches: acts on several things that are done when the time to undo them is over."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlmodel import Session

from app.access.labels import SECRETARIAT
from app.core import clock
from app.core.db import table
from app.core.i18n import N_, gettext
from app.core.reading import Reading
from app.core.seal import Place, Seal
from app.desk.acts import ACTS
from app.desk.rows import Row
from app.directory.acting_later import Asker
from app.identity.models import Person
from app.identity.people import named
from app.moderation.inventory import KEPT
from app.moderation.models import Batch, BatchRow
from app.sealing import wrapping
from app.sealing.keys import Keys, record_key
from app.web.components import hour_words

UNDO = timedelta(minutes=10)
"""So long an act on several things can be undone: until then nothing has happened."""
MOST = 50

GIVEN_BACK, TAKEN, GONE = "given-back", "taken", "gone"
_SAID = {
    GIVEN_BACK: N_("You gave it back. Colleagues see it as free."),
    GONE: N_("It waits no longer: a colleague answered it, or its office took it back."),
    TAKEN: N_("You took over what you chose. Colleagues see it."),
}

batch = table(Batch)
line = table(BatchRow)
person = table(Person)
_PLANNED = Reading(
    select(line.c.key, batch.c.id, batch.c.act, batch.c.due_at, person.c.name)
    .join_from(line, batch, batch.c.id == line.c.batch_id)
    .join(person, person.c.id == batch.c.person_id)
    .where(
        line.c.key.in_(bindparam("keys", expanding=True)),
        line.c.outcome.is_(None),
        batch.c.undone_at.is_(None),
        batch.c.done_at.is_(None),
    )
)
_ONE = select(batch, person.c.name).join_from(batch, person).where(batch.c.id == bindparam("id"))
_LINES = select(line).where(line.c.batch_id == bindparam("id")).order_by(line.c.key)


@dataclass(frozen=True, slots=True)
class Planned:
    """That a thing is part of a batch which is not done yet."""

    batch_id: str
    words: str


def said(code: str) -> str:
    """Return what an act did, in words; nothing for an unknown one."""
    return gettext(_SAID[code]) if code in _SAID else ""


def planned(conn: Connection, keys: Collection[str]) -> Mapping[str, Planned]:
    """Return which of ``keys`` are part of a batch that is not done yet."""
    if not keys:
        return {}
    return {
        row.key: Planned(
            row.id,
            gettext(
                "%(act)s at %(time)s, by %(name)s",
                act=gettext(ACTS[row.act].label),
                time=hour_words(row.due_at),
                name=named(row.name),
            ),
        )
        for row in _PLANNED.all(conn, {"keys": sorted(keys)})
    }


def make(  # noqa: PLR0913 - who, what, to which, and with which words
    db: Session, asker: Asker, act: str, rows: Sequence[Row], words: str, *, seal: Seal, speaks: str
) -> str:
    """Plan an act on several things; return the id of the batch."""
    made = Batch(
        person_id=asker.person_id,
        acting_id=asker.acting_id or "",
        provider=asker.provider,
        proof=int(asker.proof),
        language=speaks,
        act=act,
        due_at=clock.now() + UNDO,
    )
    if words:
        record = wrapping.begin(db, seal, made.id, {SECRETARIAT})
        made.words = record.seal(words, _place(made.id))
    db.add(made)
    db.flush()
    sent = [
        {"batch_id": made.id, "key": row.key, "what": row.what, "version": row.version}
        for row in rows
    ]
    if sent:
        db.execute(insert(line), sent)
    return made.id


def undo(db: Session, batch_id: str) -> bool:
    """Undo a batch before anything of it was done; return whether that was in time."""
    wanted = (
        batch.c.id == batch_id,
        batch.c.undone_at.is_(None),
        batch.c.done_at.is_(None),
        batch.c.due_at > clock.now(),
    )
    done = update(batch).where(*wanted).values(undone_at=clock.now(), words=None)
    if db.execute(done.returning(batch.c.id)).first() is None:
        return False
    wrapping.forget(db, [batch_id])
    return True


def one(conn: Connection, batch_id: str) -> tuple[Any, Sequence[Any]] | None:
    """Return a batch with its lines, None where there is none."""
    found = conn.execute(_ONE, {"id": batch_id}).first()
    return found and (found, conn.execute(_LINES, {"id": batch_id}).all())


def words_of(conn: Connection, seal: Seal, row: Any) -> str:
    """Return the text of a batch, opened as the secretariat reads it."""
    wanted = (record_key.c.record == row.id, record_key.c.party == SECRETARIAT)
    wrapped = conn.execute(select(record_key.c.wrapped).where(*wanted)).scalar()
    keys = Keys(conn, seal, (SECRETARIAT,))
    return keys.of(row.id, bytes(wrapped) if wrapped else None).words(row.words, _place(row.id))


def sweep(db: Session) -> None:
    """Forget batches that were done or undone long ago."""
    until: datetime = clock.now() - KEPT
    gone = select(batch.c.id).where(batch.c.due_at <= until)
    ids = list(db.execute(gone).scalars())
    if ids:
        wrapping.forget(db, ids)
        db.execute(line.delete().where(line.c.batch_id.in_(ids)))
        db.execute(batch.delete().where(batch.c.id.in_(ids)))


def _place(batch_id: str) -> Place:
    return Place(str(Batch.__tablename__), "words", batch_id)
