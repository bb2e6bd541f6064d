"""A word in every confidential field of the plan of help, and of what is said after it."""

from collections.abc import Callable

from sqlalchemy import update

from app.assistance.after import answering, sharing
from app.assistance.after.models import Aftermath, Note
from app.assistance.working import acts
from app.assistance.working.acts import Planned
from app.assistance.working.models import Task
from app.assistance.working.rules import State
from app.core import clock
from app.core.db import table
from tests.access.roles import A, B
from tests.assistance import sample
from tests.assistance.sample import SOON, Maker

Word = Callable[..., str]


def planned(maker: Maker, made: str, word: Word) -> None:
    """Plan a step of help under way, and drop it with a word."""
    db, by = maker.db, maker.by("ghana")
    talked = sample.talk(db.connection(), by.viewer, made, maker.offer_id)
    what = Planned("task", word("what", (*A, *B), Task), "both", None, SOON)
    step_id = acts.add(db, by, talked, what)
    acts.settle(db, by, talked, step_id, 1, State.DROPPED, word("word", (*A, *B), Task))


def said_after(maker: Maker, made: str, word: Word) -> None:
    """Let both sides answer, one of them also what remains after a year, and propose a note."""
    db, by = maker.db, maker.by("ghana")
    talked = sample.talk(db.connection(), by.viewer, made, maker.offer_id)
    answering.say(db, by, talked, 1, "all", "much", word("words", (*A, *B), Aftermath))
    answering.say(db, maker.by("denmark"), talked, 1, "all", "much", "")
    db.execute(update(table(Aftermath)).values(year_due=clock.today()))
    db.expire_all()
    answering.say_year(db, by, talked, 2, "all", word("year_words", A, Aftermath))
    sharing.propose(db, by, talked, 0, word("text", (*A, *B), Note), "request", "en")
