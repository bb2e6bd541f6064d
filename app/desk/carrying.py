"""Does batches whose time to be undone is over: each thing in a transaction of its own."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from app.access.proof import Proof
from app.access.viewer import Viewer
from app.core import clock
from app.core.errors import Conflict, Refusal
from app.core.i18n import N_, gettext, use_language
from app.core.seal import CannotOpen
from app.desk import acts, batches, queue
from app.desk.acts import ACTS, Doing
from app.desk.batches import batch, line
from app.directory.acting_later import Asker, viewer_anew
from app.items import queries as items
from app.items.models import Kind
from app.moderation import answers, holds
from app.moderation.models import Batch
from app.sealing import wrapping
from app.web.portal import Portal

STALE = timedelta(hours=1)
"""A batch that could not be done for so long, as in a frozen portal, is called off: nobody could
undo it meanwhile, and what was agreed to is old."""
DONE, FAILED = "done", "failed"
ENDED = N_("Whoever planned this no longer acts for the Secretariat.")
OVER = N_("The portal did nothing for an hour after it was due, so this was called off.")
CHANGED = N_("It changed after it was chosen: somebody answered it, or its office took it back.")
OPEN = N_("A colleague has it open: %(words)s.")
_DUE = (
    select(batch.c.id)
    .where(batch.c.undone_at.is_(None), batch.c.done_at.is_(None))
    .order_by(batch.c.due_at)
)


def carry_out_due(portal: Portal) -> int:
    """Do what is due; return how many batches were."""
    with portal.db.read() as conn:
        ids = list(conn.execute(_DUE.where(batch.c.due_at <= clock.now())).scalars())
    for batch_id in ids:
        _carry_out(portal, batch_id)
    return len(ids)


@dataclass(frozen=True, slots=True)
class Order:
    """An act on several things: by whom, and with which text."""

    portal: Portal
    viewer: Viewer
    act: str
    words: str = ""


def _carry_out(portal: Portal, batch_id: str) -> None:
    with portal.db.read() as conn:
        found = batches.one(conn, batch_id)
        if found is None:
            return
        made, lines = found
        asker = Asker(made.person_id, made.acting_id, made.provider, Proof(made.proof))
        viewer = viewer_anew(conn, portal.settings, asker)
        words = batches.words_of(conn, portal.seal, made)
    late = made.due_at + STALE < clock.now()
    with use_language(made.language):
        why = gettext(OVER) if late else gettext(ENDED) if viewer is None else ""
        order = None if why or viewer is None else Order(portal, viewer, made.act, words)
        for one in lines:
            if one.outcome is None:
                wrong = _done(order, made.id, one) if order else why
                if wrong:
                    _failed(portal, made.id, one.key, wrong)
    with portal.db.unit_of_work() as db:
        db.execute(
            update(batch).where(batch.c.id == batch_id).values(done_at=clock.now(), words=None)
        )
        wrapping.forget(db, [batch_id])


def _done(order: Order, batch_id: str, one: Any) -> str:
    """Do the act to one thing in a transaction of its own; return why not, where it cannot."""
    try:
        with order.portal.db.unit_of_work() as db:
            if _hold(db, batch_id, one.key):
                act_on(order, db, one)
                _noted(db, batch_id, one.key, DONE, "")
    except Refusal as refused:
        return refused.sentence
    except CannotOpen:
        return gettext(Refusal.message)
    return ""


def _failed(portal: Portal, batch_id: str, key: str, why: str) -> None:
    with portal.db.unit_of_work() as db:
        if _hold(db, batch_id, key):
            _noted(db, batch_id, key, FAILED, why)


def act_on(order: Order, db: Session, one: Any) -> None:
    """Do an act to one thing as it was when it was chosen.

    Raises:
        Refusal: when it has changed since, waits no longer, or a rule refuses.
    """
    conn, act, viewer, portal = db.connection(), ACTS[order.act], order.viewer, order.portal
    rows = queue.rows_of(conn, viewer, portal.seal, [one.key])
    row = next((each for each in rows if each.what == one.what), None)
    if row is None or row.version != one.version:
        raise Conflict(CHANGED)
    if wrong := acts.problem(act, row, viewer):
        raise Conflict(wrong)
    held = holds.live(conn, [row.key]).get(row.key)
    if act.answers and held and held.person_id != viewer.person_id:
        raise Conflict(OPEN, words=held.words)
    matter = items.get(conn, viewer, Kind(row.kind), row.key)
    text = answers.filled(order.words, answers.values_of(row)) if order.words else ""
    acts.do(act, Doing(portal, db, viewer, row, matter, text))


def _hold(db: Session, batch_id: str, key: str) -> bool:
    """Hold the batch and say whether the line is still to be done: of two workers one does it."""
    db.get(Batch, batch_id, with_for_update=True)
    wanted = (line.c.batch_id == batch_id, line.c.key == key, line.c.outcome.is_(None))
    return db.execute(select(line.c.key).where(*wanted)).first() is not None


def _noted(db: Session, batch_id: str, key: str, outcome: str, said: str) -> None:
    wanted = (line.c.batch_id == batch_id, line.c.key == key)
    db.execute(update(line).where(*wanted).values(outcome=outcome, said=said or None))
