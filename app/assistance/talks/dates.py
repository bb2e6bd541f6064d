"""Dates for a talk: one side proposes up to five, the other takes one of them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlmodel import Session

from app.assistance.acting import Acting
from app.assistance.letters import Letter
from app.assistance.talk import Talk
from app.assistance.talks.dated import moment
from app.assistance.talks.holding import Held, hold, note, write_to_others
from app.assistance.talks.models import Moment
from app.assistance.talks.rules import MOST_TAKEN, State
from app.assistance.waits import News, Wait
from app.audit.events import Event
from app.core import clock
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_
from app.notifications.actions import done_waiting, tell, wait_for

GONE = N_("This date is proposed no more, or another was taken. Here is how it stands now.")
OVER = N_("This date has passed. Propose others.")
OWN = N_("The other side takes one of the dates that you propose.")
MANY = N_("So many dates are agreed already. Take one back first.")


def propose(
    db: Session, by: Acting, talked: Talk, starts: Sequence[datetime], minutes: int
) -> None:
    """Propose dates; those that were proposed before, by whichever side, are gone.

    Raises:
        Forbidden: when the viewer is on neither side.
        Conflict: when the talk is over, or very many dates are agreed.
    """
    held = hold(db, by, talked)
    many = select(func.count()).where(
        moment.c.offer_id == held.offer.item_id,
        moment.c.state == State.TAKEN,
        moment.c.starts_at >= clock.now(),
    )
    if int(db.execute(many).scalar_one()) >= MOST_TAKEN:
        raise Conflict(MANY)
    _let_go(db, held)
    db.add_all(
        Moment(
            offer_id=held.offer.item_id,
            item_id=held.place,
            side=held.side,
            starts_at=one,
            minutes=minutes,
            state=State.PROPOSED,
        )
        for one in sorted(set(starts))
    )
    note(db, by, held, Event.DATES_PROPOSED)
    done_waiting(db, held.offer.item_id, Wait.DATES)
    last = max(starts).date()
    for label in sorted(held.others):
        wait_for(db, held.offer.item_id, label, Wait.DATES, due=last)
    write_to_others(db, by, held, Letter.DATES)


def take(db: Session, by: Acting, talked: Talk, moment_id: str) -> None:
    """Take one of the dates that the other side proposed; of two that do, one is first.

    Raises:
        NotFound: when there is no such date in this talk.
        Conflict: when it is proposed no more, was proposed by the own side, or has passed.
    """
    held = hold(db, by, talked)
    chosen = _moment(db, held, moment_id)
    if chosen.state != State.PROPOSED:
        raise Conflict(GONE)
    if chosen.side == held.side:
        raise Conflict(OWN)
    if chosen.starts_at <= clock.now():
        raise Conflict(OVER)
    chosen.state = State.TAKEN
    db.flush()
    _let_go(db, held)
    note(db, by, held, Event.DATE_AGREED, date=chosen.id)
    done_waiting(db, held.offer.item_id, Wait.DATES)
    tell(db, held.offer.item_id, held.others, News.DATE_AGREED)


def drop(db: Session, by: Acting, talked: Talk, moment_id: str) -> None:
    """Take a date back that is agreed or proposed; either side can, and the other is told.

    Raises:
        NotFound: when there is no such date in this talk.
        Conflict: when it is gone already.
    """
    held = hold(db, by, talked)
    chosen = _moment(db, held, moment_id)
    if chosen.state == State.GONE:
        raise Conflict(GONE)
    chosen.state = State.GONE
    note(db, by, held, Event.DATE_DROPPED, date=chosen.id)
    left = select(moment.c.id).where(
        moment.c.offer_id == held.offer.item_id, moment.c.state == State.PROPOSED
    )
    if db.execute(left.limit(1)).first() is None:
        done_waiting(db, held.offer.item_id, Wait.DATES)
    tell(db, held.offer.item_id, held.others, News.DATE_GONE)


def _let_go(db: Session, held: Held) -> None:
    """Let every date that is proposed and not taken be gone."""
    gone = update(moment).where(
        moment.c.offer_id == held.offer.item_id, moment.c.state == State.PROPOSED
    )
    db.execute(gone.values(state=State.GONE))
    db.expire_all()


def _moment(db: Session, held: Held, moment_id: str) -> Moment:
    found = db.get(Moment, moment_id, populate_existing=True)
    if found is None or found.offer_id != held.offer.item_id:
        raise NotFound
    return found
