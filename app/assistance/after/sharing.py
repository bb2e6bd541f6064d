"""A note on help that both sides share: one proposes it, the other agrees, either takes it back.

Until both agree the two alone have its key; what is shared opens to its readers, and no more once
it is taken back.
"""

from dataclasses import replace

from sqlalchemy import select
from sqlmodel import Session

from app.access.labels import NETWORK, SECRETARIAT
from app.assistance import letters
from app.assistance.acting import Acting
from app.assistance.after.holding import Held, hold, sealed
from app.assistance.after.models import Note
from app.assistance.after.queries import note
from app.assistance.after.rules import Readers
from app.assistance.letters import About, Letter
from app.assistance.queries import ending
from app.assistance.rules import Act
from app.assistance.talk import Talk
from app.assistance.waits import News, Wait
from app.assistance.working.rules import Side
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.errors import Conflict
from app.core.i18n import N_
from app.items.queries import readers as readers_of
from app.notifications.actions import done_waiting, stop_waiting_for, tell, wait_for
from app.sealing import wrapping

CHANGED = N_("The note was changed meanwhile. Read it as it stands now.")
SHARED = N_("This note is shared. Take it back first if it has to say something else.")
NOTHING = N_("There is no note to agree to or to take back.")


def propose(  # noqa: PLR0913, PLR0917 - who, of which help, as it was read, what for whom
    db: Session, by: Acting, talked: Talk, seen: int, text: str, readers: str, language: str
) -> None:
    """Propose a note, where it is still as it was read; whoever proposes agrees by that.

    Raises:
        Forbidden: when the viewer is on neither side.
        Conflict: when the help has not ended, or the note is shared or was changed.
    """
    held = hold(db, by, talked, Act.LOOK_BACK)
    row = _row(db, held) or Note(item_id=talked.offer.id, language=language, readers=readers)
    _ensure(row, seen)
    row.text = sealed(db, by, held, row, "text", text)
    row.language, row.readers = language, readers
    row.number, row.asker, row.helper = seen + 1, 0, 0
    _agree(row, held)
    db.add(row)
    _record(db, by, held, row, Event.NOTE_PROPOSED)
    stop_waiting_for(db, talked.offer.id, Wait.NOTE, [held.mine])
    for label in held.others:
        wait_for(db, talked.offer.id, label, Wait.NOTE)
    about = replace(About.of(talked.request), offer_id=talked.offer.id)
    letters.write(db, by.post, Letter.NOTE, about, to=held.others)


def agree(db: Session, by: Acting, talked: Talk, seen: int) -> None:
    """Agree to the version of a note that was read; with the second yes it is shared.

    Raises:
        Forbidden: when the viewer is on neither side.
        Conflict: when there is none, or it is shared or was changed.
    """
    held = hold(db, by, talked, Act.LOOK_BACK)
    row = _row(db, held)
    if row is None or not row.number or row.text is None:
        raise Conflict(NOTHING)
    _ensure(row, seen)
    _agree(row, held)
    if not row.asker == row.helper == row.number:
        db.flush()
        return
    row.shared_at = clock.now()
    request_id = talked.request.id
    open_to = (
        {NETWORK, SECRETARIAT}
        if row.readers == Readers.MEMBERS
        else readers_of(db.connection(), request_id)
    )
    wrapping.rewrap(db, by.seal, row.id, by.viewer.labels, held.both | open_to)
    _record(db, by, held, row, Event.NOTE_SHARED)
    done_waiting(db, talked.offer.id, Wait.NOTE)
    tell(db, talked.offer.id, held.both, News.NOTE_SHARED)


def take_back(db: Session, by: Acting, talked: Talk, seen: int) -> None:
    """Take a note back, at any time; the two sides keep what it says as long as their words.

    Raises:
        Forbidden: when the viewer is on neither side.
        Conflict: when there is none, or it was changed meanwhile.
    """
    held = hold(db, by, talked, None)
    row = _row(db, held)
    if row is None or not (row.asker or row.helper):
        raise Conflict(NOTHING)
    if row.number != seen:
        raise Conflict(CHANGED)
    was_shared, row.shared_at = row.shared_at, None
    row.number, row.asker, row.helper = seen + 1, 0, 0
    if db.execute(
        select(ending.c.destroyed_at).where(ending.c.item_id == talked.request.id)
    ).scalar():
        row.text = None  # the words of the request are gone, and what nobody shares goes with them
        wrapping.forget(db, [row.id])
    else:
        wrapping.rewrap(db, by.seal, row.id, by.viewer.labels, held.both)
    _record(db, by, held, row, Event.NOTE_TAKEN_BACK)
    done_waiting(db, talked.offer.id, Wait.NOTE)
    if was_shared:
        tell(db, talked.offer.id, held.others, News.NOTE_GONE)


def _row(db: Session, held: Held) -> Note | None:
    wanted = select(Note).where(note.c.item_id == held.talked.offer.id)
    return db.scalars(wanted.execution_options(populate_existing=True)).first()


def _ensure(row: Note, seen: int) -> None:
    if row.shared_at:
        raise Conflict(SHARED)
    if row.number != seen:
        raise Conflict(CHANGED)


def _agree(row: Note, held: Held) -> None:
    if held.side == Side.ASKER:
        row.asker = row.number
    else:
        row.helper = row.number


def _record(db: Session, by: Acting, held: Held, row: Note, event: Event) -> None:
    db.flush()
    record(
        db,
        event,
        viewer=by.viewer,
        subject=held.talked.offer.id,
        detail={"request": held.talked.request.id, "note": row.number},
    )
