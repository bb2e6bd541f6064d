"""Saying something in the talk about an offer, and calling it a decision."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlmodel import Session

from app.access.labels import member_label
from app.assistance.acting import Acting
from app.assistance.letters import Letter
from app.assistance.talk import Talk
from app.assistance.talks.holding import Held, hold, note, sealed_by, write_to_others
from app.assistance.talks.models import Word
from app.assistance.talks.queries import WORDS, word
from app.assistance.talks.rules import MOST_WORDS, Way
from app.assistance.waits import News, Wait
from app.audit.events import Event
from app.core import clock
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_
from app.core.seal import Place
from app.discussion import unread
from app.notifications.actions import done_waiting, tell, wait_for

OTHERWISE = N_("You both said that you talk by other means, so nothing is written here.")
FULL = N_("This talk is full. Settle the terms, or talk by other means.")
DECIDED = N_("This was called a decision, or confirmed, meanwhile. Read it as it stands now.")
SWITCHED = N_(
    "Who reads this talk was changed while you wrote, so nothing was sent. Read who does now, and"
    " send it again if it is still right."
)
QUIET = timedelta(hours=12)
"""So long after a word of the same side no second letter is written about the next."""


def say(  # noqa: PLR0913 - who, where, what, for whom it was meant
    db: Session, by: Acting, talked: Talk, text: str, language: str, *, apart: bool
) -> str:
    """Say something to the other side; return the word's id.

    ``apart``: whether its writer read that the two members alone will read it.

    Raises:
        Forbidden: when the viewer is on neither side.
        Conflict: when the talk goes on elsewhere, or is over, or others read it than was said.
    """
    held = hold(db, by, talked)
    if held.row.way != Way.HERE:
        raise Conflict(OTHERWISE)
    if held.row.apart != apart:
        raise Conflict(SWITCHED)
    records = [one for one in (held.offer.item_id, held.row.apart_id) if one]
    many = select(func.count()).select_from(word).where(word.c.item_id.in_(records))
    if int(db.execute(many).scalar_one()) >= MOST_WORDS:
        raise Conflict(FULL)
    last = _last(db, records)
    made = Word(
        item_id=held.place,
        side=held.side,
        office_id=by.viewer.office.id if by.viewer.office else None,
        language=language,
    )
    made.text = sealed_by(db, by, held).seal(text, Place(WORDS, "text", made.id))
    db.add(made)
    note(db, by, held, Event.TALK_WRITTEN, of=made.item_id, word=made.id)
    is_sqlite = db.connection().dialect.name == "sqlite"
    unread.mark_read(db, by.viewer, held.offer.item_id, made.at, is_sqlite=is_sqlite)
    _tell(db, by, held, last, made)
    return made.id


def _last(db: Session, records: list[str]) -> Word | None:
    wanted = select(Word).where(word.c.item_id.in_(records)).order_by(word.c.at.desc(), word.c.id)
    return db.execute(wanted.limit(1)).scalars().first()


def _tell(db: Session, by: Acting, held: Held, last: Word | None, made: Word) -> None:
    """Let the other side know, once for what one side writes in half a day."""
    if last is not None and last.side == made.side and made.at - last.at < QUIET:
        return
    tell(db, held.offer.item_id, held.others, News.WRITTEN)
    write_to_others(db, by, held, Letter.TALK)


def call_decision(db: Session, by: Acting, talked: Talk, word_id: str) -> None:
    """Call a word a decision; it is one once the other side confirms it.

    Raises:
        NotFound: when there is no such word in this talk.
        Conflict: when it is called one already.
    """
    held = hold(db, by, talked)
    said = _word(db, held, word_id)
    if said.decided_by is not None:
        raise Conflict(DECIDED)
    said.decided_by = held.side
    note(db, by, held, Event.DECISION_PROPOSED, of=said.item_id, word=said.id)
    for label in sorted(held.others):
        wait_for(db, held.offer.item_id, label, Wait.DECISION)


def confirm(db: Session, by: Acting, talked: Talk, word_id: str) -> None:
    """Confirm that a word is a decision of both; from then on neither takes it back alone."""
    held = hold(db, by, talked)
    said = _word(db, held, word_id)
    if said.decided_at is not None or said.decided_by in {None, held.side}:
        raise Conflict(DECIDED)
    said.decided_at = clock.now()
    note(db, by, held, Event.DECISION_CONFIRMED, of=said.item_id, word=said.id)
    _refresh(db, held)
    tell(db, held.offer.item_id, held.others, News.DECIDED)


def no_decision(db: Session, by: Acting, talked: Talk, word_id: str) -> None:
    """Say that a word is no decision, as long as it was not confirmed; either side can."""
    held = hold(db, by, talked)
    said = _word(db, held, word_id)
    if said.decided_at is not None or said.decided_by is None:
        raise Conflict(DECIDED)
    said.decided_by = None
    note(db, by, held, Event.DECISION_UNDONE, of=said.item_id, word=said.id)
    _refresh(db, held)


def _word(db: Session, held: Held, word_id: str) -> Word:
    said = db.get(Word, word_id, populate_existing=True)
    if said is None or said.item_id not in {held.offer.item_id, held.row.apart_id}:
        raise NotFound
    return said


def _refresh(db: Session, held: Held) -> None:
    """Let each side wait for exactly what the other called a decision."""
    records = [one for one in (held.offer.item_id, held.row.apart_id) if one]
    waiting = select(word.c.decided_by).where(
        word.c.item_id.in_(records), word.c.decided_by.is_not(None), word.c.decided_at.is_(None)
    )
    there = set(db.execute(waiting).scalars())
    done_waiting(db, held.offer.item_id, Wait.DECISION)
    for side, code in held.members.items():
        if there - {side}:
            wait_for(db, held.offer.item_id, member_label(code), Wait.DECISION)
