"""A word in every confidential field of the plan of help, and of what is said after it."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select, update
from sqlmodel import Session

from app.assistance.after import answering, sharing
from app.assistance.after.models import Aftermath, Note
from app.assistance.blind import weekly
from app.assistance.blind.counting import crowd
from app.assistance.blind.queries import card
from app.assistance.queries import request
from app.assistance.talks import changing, saying
from app.assistance.talks.models import Conversation, Moment, Word
from app.assistance.talks.rules import Change
from app.assistance.talks.rules import State as Taken
from app.assistance.working import acts
from app.assistance.working.acts import Planned
from app.assistance.working.models import Task
from app.assistance.working.rules import Side, State
from app.core import clock
from app.core.db import table
from tests.access.roles import STAFF, A, B
from tests.assistance import sample
from tests.assistance.blind.sample import fill
from tests.assistance.sample import SOON, Maker

Word_ = Callable[..., str]


def planned(maker: Maker, made: str, word: Word_) -> None:
    """Plan a step of help under way, and drop it with a word."""
    db, by = maker.db, maker.by("ghana")
    talked = sample.talk(db.connection(), by.viewer, made, maker.offer_id)
    what = Planned("task", word("what", (*A, *B), Task), "both", None, SOON)
    step_id = acts.add(db, by, talked, what)
    acts.settle(db, by, talked, step_id, 1, State.DROPPED, word("word", (*A, *B), Task))


def said_after(maker: Maker, made: str, word: Word_) -> None:
    """Let both sides answer, one of them also what remains after a year, and propose a note."""
    db, by = maker.db, maker.by("ghana")
    talked = sample.talk(db.connection(), by.viewer, made, maker.offer_id)
    answering.say(db, by, talked, 1, "all", "much", word("words", (*A, *B), Aftermath))
    answering.say(db, maker.by("denmark"), talked, 1, "all", "much", "")
    db.execute(update(table(Aftermath)).values(year_due=clock.today()))
    db.expire_all()
    answering.say_year(db, by, talked, 2, "all", word("year_words", A, Aftermath))
    sharing.propose(db, by, talked, 0, word("text", (*A, *B), Note), "request", "en")


def talking(db: Session, offer_id: str) -> dict[str, str]:
    """Put a word and an agreed date into the talk about an offer; return their ids by name."""
    word = Word(item_id=offer_id, side=Side.HELPER, language="en")
    at = clock.now() + timedelta(days=9)
    moment = Moment(
        offer_id=offer_id,
        item_id=offer_id,
        side=Side.HELPER,
        starts_at=at,
        minutes=60,
        state=Taken.TAKEN,
    )
    db.add_all([word, moment])
    db.flush()
    return {"word": word.id, "moment": moment.id}


def talked_of(maker: Maker, made: str, word: Word_) -> str:
    """Say one thing that the Secretariat reads and one that it does not; return where it stands."""
    db, by = maker.db, maker.by("ghana")
    about = sample.talk(db.connection(), by.viewer, made, maker.offer_id)
    read = word("text", (*A, *B, *STAFF), Word)
    saying.say(db, maker.by("denmark"), about, read, "en", apart=False)
    changing.propose(db, by, about, Change.APART)
    changing.agree(db, maker.by("denmark"), about, Change.APART)
    saying.say(db, by, about, word("text", (*A, *B), Word), "en", apart=True)
    return str(db.get_one(Conversation, maker.offer_id).apart_id)


def crowded(maker: Maker) -> None:
    """Let so many more members be there that a sealed request of Ghana hides among them."""
    fill(maker.db, maker.portal.settings, "african", 9, "en fr")


def card_of(maker: Maker, made: str) -> str:
    """Let the card of a sealed request come out, as the weekly release makes it; return its id."""
    db = maker.db
    row = db.execute(weekly._LOOKING.where(request.c.item_id == made)).one()  # noqa: SLF001 - the others stay
    weekly._made(db, row, crowd(db.connection()))  # noqa: SLF001 - the same
    return str(db.execute(select(card.c.id).where(card.c.request_id == made)).scalar_one())
