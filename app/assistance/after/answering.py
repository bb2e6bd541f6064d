"""One side answers: what came of the help, and after a year what remains of it."""

from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from app.assistance.acting import Acting
from app.assistance.after.asking import after
from app.assistance.after.holding import Held, hold, sealed
from app.assistance.after.models import Aftermath
from app.assistance.after.rules import AGAIN, EARLY, is_read, months_after
from app.assistance.queries import ending
from app.assistance.rules import Act
from app.assistance.talk import Talk
from app.assistance.waits import News, Wait
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.errors import Conflict
from app.core.i18n import N_
from app.notifications.actions import stop_waiting_for, tell

CHANGED = N_("A colleague has answered meanwhile. Here is what stands now.")
READ = N_("The other side reads your answer by now, so it is changed no more.")
OVER = N_("The words of this request are destroyed, so these two questions are over.")
NOT_ASKED = N_(
    "This question is not open: it comes a year after the end, and once answered it ends."
)


def say(  # noqa: PLR0913, PLR0917 - who, of which help, as it was read, the answers
    db: Session, by: Acting, talked: Talk, seen: int, delivered: str, helped: str, words: str
) -> None:
    """Say for one side whether the help was given, whether it helped, and what else.

    Raises:
        Forbidden: when the viewer is on neither side.
        Conflict: when the help has not ended, or the answer cannot be changed any more.
    """
    held = hold(db, by, talked, Act.LOOK_BACK)
    mine, theirs = _rows(db, held)
    _ensure_seen(mine, seen)
    gone = select(ending.c.destroyed_at).where(ending.c.item_id == talked.request.id)
    if db.execute(gone).scalar() is not None:
        raise Conflict(OVER)
    today = clock.today()
    closed = mine.closed_on or today
    if mine.given_on and is_read(closed, mine.given_on, theirs.given_on, today):
        raise Conflict(READ)
    mine.delivered, mine.helped = delivered, helped
    mine.words = sealed(db, by, held, mine, "words", words)
    mine.given_on = today
    _said(db, by, held, mine, Event.OUTCOME_SAID, Wait.OUTCOME)
    if theirs.given_on:
        tell(db, talked.offer.id, held.both, News.OUTCOME_SAID)


def say_year(  # noqa: PLR0913, PLR0917 - who, of which help, as it was read, the answer
    db: Session, by: Acting, talked: Talk, seen: int, remains: str, words: str
) -> None:
    """Say for one side what remains of the help; too early is asked again in six months.

    Raises:
        Forbidden: when the viewer is on neither side.
        Conflict: when it is not asked now.
    """
    held = hold(db, by, talked, Act.LOOK_BACK)
    mine, _theirs = _rows(db, held)
    _ensure_seen(mine, seen)
    today = clock.today()
    if not is_asked(mine.year_due, mine.remains, today):
        raise Conflict(NOT_ASKED)
    if remains == EARLY:
        mine.year_due, mine.asks, mine.asked_on = months_after(today, AGAIN), 0, None
    else:
        mine.remains, mine.year_on = remains, today
        mine.year_words = sealed(db, by, held, mine, "year_words", words)
    _said(db, by, held, mine, Event.YEAR_SAID, Wait.YEAR)


def is_asked(due: date | None, remains: str | None, today: date) -> bool:
    """Whether one is asked today what remains."""
    return due is not None and remains is None and due <= today


def _rows(db: Session, held: Held) -> tuple[Aftermath, Aftermath]:
    """Return what the own side and the other have said; both rows are there once help has ended."""
    wanted = select(Aftermath).where(after.c.item_id == held.talked.offer.id)
    found = {row.side: row for row in db.scalars(wanted.execution_options(populate_existing=True))}
    mine = found.pop(held.side, None)
    if mine is None or not found:
        raise Conflict(CHANGED)
    return mine, next(iter(found.values()))


def _ensure_seen(mine: Aftermath, seen: int) -> None:
    if mine.version != seen:
        raise Conflict(CHANGED)


def _said(  # noqa: PLR0913, PLR0917 - what both answers share
    db: Session, by: Acting, held: Held, mine: Aftermath, event: Event, wait: Wait
) -> None:
    mine.version += 1
    db.flush()
    record(
        db,
        event,
        viewer=by.viewer,
        subject=held.talked.offer.id,
        detail={"request": held.talked.request.id},
    )
    stop_waiting_for(db, held.talked.offer.id, wait, [held.mine])
