"""Loads what two made-up sides planned, said and shared, through the acts people use."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import Session

from app.assistance.acting import Acting
from app.assistance.after import answering, sharing
from app.assistance.after.asking import after
from app.assistance.after.queries import note as note_rows
from app.assistance.after.rules import YEAR, months_after
from app.assistance.talk import Talk, talk
from app.assistance.working import acts
from app.assistance.working.acts import Planned
from app.assistance.working.queries import task
from app.assistance.working.rules import Side, State
from app.audit.actions import date_back
from app.audit.events import Event
from app.items.dating import ago, date_item

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pair:
    """Help of the file: who asked, who helps, how each acts, and what the file says of it."""

    db: Session
    acting: Callable[[str], Acting]
    asker: str
    helper: str
    asked: Record
    offered: Record
    request_id: str
    offer_id: str

    def by(self, side: str) -> Acting:
        """Return one side, acting."""
        return self.acting(self.helper if side == Side.HELPER else self.asker)

    def talk(self, side: str) -> Talk:
        """Return the help as one side finds it now."""
        self.db.flush()
        viewer = self.by(side).viewer
        return talk(self.db.connection(), viewer, self.request_id, self.offer_id)

    @property
    def closed_on(self) -> date:
        """The day on which the file says that it was closed."""
        return ago(self.asked["closed_days_ago"]).date()


def plan(pair: Pair) -> None:
    """Plan the steps of the file and say that they are done."""
    db, agreed = pair.db, ago(pair.asked["agreed_days_ago"])
    for one in pair.offered.get("plan", ()):
        day = agreed.date() + timedelta(days=one["in_days"])
        what = Planned(one["kind"], one["what"], one["side"], None, day)
        side = Side.HELPER if one["side"] == Side.HELPER else Side.ASKER
        made = acts.add(db, pair.by(side), pair.talk(side), what)
        acts.settle(db, pair.by(side), pair.talk(side), made, 1, State.DONE, "")
        moments = {"made_at": agreed, "changed_at": ago(pair.asked["closed_days_ago"])}
        db.execute(update(task).where(task.c.id == made).values(moments))
    date_back(db, Event.TASK_ADDED, pair.offer_id, agreed)
    date_back(db, Event.TASK_DONE, pair.offer_id, ago(pair.asked["closed_days_ago"]))


def say_after(pair: Pair) -> None:
    """Let both sides answer, and share their note, on the days of the file."""
    db, said = pair.db, pair.offered["after"]
    for side in _sides(said):
        one = said[side]
        given = (one["delivered"], one["helped"], one["words"])
        answering.say(db, pair.by(side), pair.talk(side), 1, *given)
    if note := pair.offered.get("note"):
        words = (note["text"], note["readers"], pair.asked["language"])
        sharing.propose(db, pair.by(Side.ASKER), pair.talk(Side.ASKER), 0, *words)
        sharing.agree(db, pair.by(Side.HELPER), pair.talk(Side.HELPER), 1)
    _date(pair)


def _sides(said: Record) -> Sequence[str]:
    return [side for side in (Side.HELPER, Side.ASKER) if side in said]


def _date(pair: Pair) -> None:
    db, closed = pair.db, pair.closed_on
    days = {"closed_on": closed, "given_on": closed, "year_due": months_after(closed, YEAR)}
    db.execute(update(after).where(after.c.item_id == pair.offer_id).values(days))
    db.expire_all()
    moment = ago(pair.asked["closed_days_ago"])
    mine = note_rows.c.item_id == pair.offer_id
    shared = note_rows.c.shared_at.is_not(None)
    db.execute(update(note_rows).where(mine, shared).values(shared_at=moment))
    for event in (Event.OUTCOME_SAID, Event.NOTE_PROPOSED, Event.NOTE_SHARED):
        date_back(db, event, pair.offer_id, moment)
    made = ago(pair.offered["made_days_ago"])
    date_item(db, pair.offer_id, made, made)
