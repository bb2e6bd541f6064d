"""Acts on requests by name: the act of the table, and how it is done as a page does it."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from app.assistance import actions, answering, consenting, drafting, offers, queries, steering
from app.assistance.acting import Acting
from app.assistance.behalf import actions as behalf
from app.assistance.blind import acts as blind
from app.assistance.blind.queries import card, word
from app.assistance.blind.rules import weeks_from
from app.assistance.queries import offer
from app.assistance.rules import Act
from app.assistance.talk import Talk, talk
from app.assistance.talks import changing, dates, grouping, saying
from app.assistance.talks.models import Conversation, Moment, Word
from app.assistance.talks.rules import Change
from app.assistance.widening import actions as widening
from app.assistance.working import acts as working
from app.assistance.working.acts import Planned
from app.core import clock
from app.core.db import table
from app.core.errors import NotFound
from app.items.models import Kind
from app.items.queries import find
from tests.assistance.sample import NOTE, REASON, offered

DAY = timedelta(days=1)
moment, said = table(Moment), table(Word)
Do = Callable[[Session, Acting, Any], object]


def _read(db: Session, by: Acting, asked: Any) -> queries.Asked:
    found = queries.one(db.connection(), by.viewer, by.seal, asked.id)
    if found is None:
        raise NotFound
    return found


def _start(db: Session, by: Acting, asked: Any) -> None:
    agreed = {"terms_number": 1, "terms_asker": 1, "terms_helper": 1}
    db.execute(update(offer).where(offer.c.request_id == asked.id).values(agreed))
    actions.start(db, by, asked)


def _office(by: Acting) -> str:
    return by.viewer.office.id if by.viewer.office else ""


def _all(change: Callable[..., object]) -> Do:
    whole = drafting.Audience.parse("network")
    return lambda db, by, asked: change(db, by, asked, whole)


ON_REQUEST: Mapping[Act, Do] = {
    Act.SUBMIT: lambda db, by, it: drafting.submit(db, by, _read(db, by, it)),
    Act.AUTHENTICATE: consenting.authenticate,
    Act.RETURN: lambda db, by, it: actions.send_back(db, by, it, REASON),
    Act.OPEN: consenting.open_up,
    Act.NOT_YET: consenting.not_yet,
    Act.PAUSE: lambda db, by, it: steering.pause(db, by, it, clock.today() + 5 * DAY),
    Act.GO_ON: steering.go_on,
    Act.TRANSFER: lambda db, by, it: steering.transfer(db, by, it, _office(by), ""),
    Act.ASK_AGAIN: steering.ask_again,
    Act.START: _start,
    Act.CLOSE: lambda db, by, it: actions.close(db, by, it, result="met", note=NOTE),
    Act.WITHDRAW: actions.withdraw,
    Act.WIDEN: _all(widening.widen),
    Act.WIDER: _all(widening.propose),
    Act.LEAVE: widening.leave,
    Act.CANNOT: answering.cannot,
    Act.OFFER: lambda db, by, it: offers.make(db, by, it, offered()),
    Act.VOUCH: lambda db, by, it: behalf.vouch(db, by, _read(db, by, it)),
    Act.REFUSE: lambda db, by, it: behalf.refuse(db, by, it, REASON),
    Act.DROP: lambda db, by, it: behalf.drop(db, by, it, REASON),
    Act.HAND: lambda db, by, it: answering.hand(db, by, it, _office(by)),
}
ANSWERS = (Act.TAKE_UP, Act.ACCEPT, Act.DECLINE, Act.TAKE_BACK)


def on_offer(db: Session, by: Acting, item_id: str, offer_id: str, act: Act) -> None:
    """Answer an offer, or take it back."""
    found = find(db.connection(), by.viewer, Kind.REQUEST, item_id)
    about = find(db.connection(), by.viewer, Kind.OFFER, offer_id)
    if found is None or about is None:
        raise NotFound
    offers.answer(db, by, found, about, act)


# talks -----------------------------------------------------------------------------------------


def _row(db: Session, talked: Talk) -> Conversation | None:
    return db.get(Conversation, talked.offer.id, populate_existing=True)


def _records(db: Session, talked: Talk) -> list[str]:
    row = _row(db, talked)
    return [one for one in (talked.offer.id, row.apart_id if row else None) if one]


def _say(db: Session, by: Acting, talked: Talk) -> None:
    row = _row(db, talked)
    saying.say(db, by, talked, "So.", "en", apart=bool(row and row.apart))


def _newest(db: Session, talked: Talk, rows: Any) -> str:
    found = select(rows.c.id).where(rows.c.item_id.in_(_records(db, talked)))
    newest = db.execute(found.order_by(rows.c.at.desc(), rows.c.id).limit(1)).scalar()
    if newest is None:
        raise NotFound
    return str(newest)


def _propose_dates(db: Session, by: Acting, talked: Talk) -> None:
    dates.propose(db, by, talked, [clock.now() + n * DAY for n in (3, 5)], 45)


def _agree(db: Session, by: Acting, talked: Talk) -> None:
    row = _row(db, talked)
    changing.agree(db, by, talked, str(row.asks) if row else "")


def _plan(db: Session, by: Acting, talked: Talk) -> None:
    working.add(db, by, talked, Planned("task", "So", "both", None, clock.today() + 9 * DAY))


_IN_TALK: dict[str, Do] = {
    "say": _say,
    "decide": lambda db, by, it: saying.call_decision(db, by, it, _newest(db, it, said)),
    "confirm": lambda db, by, it: saying.confirm(db, by, it, _newest(db, it, said)),
    "propose dates": _propose_dates,
    "take a date": lambda db, by, it: dates.take(db, by, it, _newest(db, it, moment)),
    "apart": lambda db, by, it: changing.propose(db, by, it, Change.APART),
    "by mail": lambda db, by, it: changing.propose(db, by, it, Change.MAIL),
    "agree": _agree,
    "group": lambda db, by, it: grouping.want(db, by, it, grouped=True),
    "join": lambda db, by, it: grouping.join(db, by, it, joined=True),
    "plan": _plan,
    "plan more": _plan,
}


def _talking(do: Do) -> Callable[[Session, Acting, str, str], object]:
    return lambda db, by, item_id, offer_id: do(
        db, by, talk(db.connection(), by.viewer, item_id, offer_id)
    )


IN_TALK = {name: _talking(do) for name, do in _IN_TALK.items()}


# sealed ----------------------------------------------------------------------------------------


def _could(db: Session, by: Acting, card_id: str) -> None:
    week = weeks_from(clock.today())[2]
    blind.could_help(db, by, card_id, blind.Could(("video-talk",), ("en",), week, "days"))


ON_CARD: Mapping[str, Do] = {"could": _could, "could too": _could, "back": blind.take_back}


def on_word(db: Session, by: Acting, item_id: str, number: int, act: Act) -> None:
    """Take up what was said on the cards of a request, or decline it."""
    found = find(db.connection(), by.viewer, Kind.REQUEST, item_id)
    said_on = select(word.c.id).join_from(word, card, card.c.id == word.c.card_id)
    words = (
        db.execute(said_on.where(card.c.request_id == item_id).order_by(word.c.member))
        .scalars()
        .all()
    )
    if found is None or not words:
        raise NotFound
    done = blind.take_up if act == Act.TAKE_UP else blind.decline
    done(db, by, found, words[number % len(words)])
