"""Changing how a talk goes on and who reads it: one side proposes, the other agrees.

What was said stays where it was said: while the two members talked alone it stands in an item of
their own, and nothing ever shows that item to others.
"""

from sqlmodel import Session

from app.assistance.acting import Acting
from app.assistance.letters import Letter
from app.assistance.talk import Talk
from app.assistance.talks.holding import Held, hold, note, open_apart, write_to_others
from app.assistance.talks.rules import Change, Way, fits
from app.assistance.waits import News, Wait
from app.audit.events import Event
from app.core.errors import Conflict
from app.core.i18n import N_
from app.notifications.actions import done_waiting, tell, wait_for

MEANWHILE = N_("What was proposed for this talk was changed meanwhile. Here is how it stands now.")
ALREADY = N_("This is how the talk goes on already.")


def propose(db: Session, by: Acting, talked: Talk, change: Change) -> None:
    """Propose a change to the other side; another proposal is replaced by it.

    Where the other side proposed the same, it is agreed.

    Raises:
        Forbidden: when the viewer is on neither side.
        Conflict: when the talk is over, or it would change nothing.
    """
    held = hold(db, by, talked)
    row = held.row
    if not fits(change, apart=row.apart, way=row.way):
        raise Conflict(ALREADY)
    if row.asks == change and row.asks_by not in {None, held.side}:
        _agreed(db, by, held)
        return
    if row.asks == change:
        return
    row.asks, row.asks_by = change, held.side
    note(db, by, held, Event.TALK_CHANGE_PROPOSED, change=change)
    done_waiting(db, held.offer.item_id, Wait.TALK_ASKS)
    for label in sorted(held.others):
        wait_for(db, held.offer.item_id, label, Wait.TALK_ASKS)
    write_to_others(db, by, held, Letter.TALK_ASKS)


def agree(db: Session, by: Acting, talked: Talk, change: str) -> None:
    """Agree to what the other side proposed, if it is still what was read.

    Raises:
        Conflict: when it is not.
    """
    held = hold(db, by, talked)
    if held.row.asks is None or held.row.asks != change or held.row.asks_by == held.side:
        raise Conflict(MEANWHILE)
    _agreed(db, by, held)


def leave(db: Session, by: Acting, talked: Talk, change: str) -> None:
    """Leave it as it is: who proposed takes it back, or the other side does not agree.

    Raises:
        Conflict: when something else is proposed.
    """
    held = hold(db, by, talked)
    if held.row.asks is None or held.row.asks != change:
        raise Conflict(MEANWHILE)
    _over(db, held)
    note(db, by, held, Event.TALK_CHANGE_LEFT, change=change)


def come_back(db: Session, by: Acting, talked: Talk) -> None:
    """Talk here again; either side can say so alone, since it hides nothing and shows nothing.

    Raises:
        Conflict: when the talk is here.
    """
    held = hold(db, by, talked)
    if held.row.way == Way.HERE:
        raise Conflict(ALREADY)
    held.row.way = Way.HERE
    note(db, by, held, Event.TALK_CHANGED, change=Way.HERE)
    tell(db, held.offer.item_id, held.others, News.TALK_CHANGED)


def _agreed(db: Session, by: Acting, held: Held) -> None:
    change = Change(held.row.asks or "")
    if change in {Change.APART, Change.SHARED}:
        held.row.apart = change == Change.APART
        if held.row.apart:
            open_apart(db, by, held)
    else:
        held.row.way = Way(change)
    _over(db, held)
    note(db, by, held, Event.TALK_CHANGED, change=change)
    tell(db, held.offer.item_id, held.others, News.TALK_CHANGED)


def _over(db: Session, held: Held) -> None:
    held.row.asks = held.row.asks_by = None
    done_waiting(db, held.offer.item_id, Wait.TALK_ASKS)
