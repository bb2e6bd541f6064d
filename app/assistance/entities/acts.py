"""What the Secretariat enters for a UN entity, by its letter: each act as the entity's own.

The entity owns its offer, as a member does. The Secretariat is its hand: who entered it stands in
the record, and nothing is entered without the letter.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select, update
from sqlmodel import Session

from app.assistance import answering, offers, terms
from app.assistance.acting import Acting
from app.assistance.blind import acts as blind
from app.assistance.blind.acts import Could
from app.assistance.blind.queries import card
from app.assistance.entities import holding
from app.assistance.entities.queries import LETTERS, entity, hand_of
from app.assistance.forms import Offered
from app.assistance.outbox.acts import staff
from app.assistance.queries import request as asked
from app.assistance.rules import Act
from app.assistance.talk import talk
from app.audit.actions import record
from app.audit.events import Event
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_
from app.items.models import Kind
from app.items.queries import Matter, get

NO_LETTER = N_("Attach the letter of the entity first: without it nothing is entered.")
ANSWERED = N_("What this entity answered was entered already. Here is the present state.")
NO_CARD = N_("No card of this request is out now, so nothing can be said on it.")


class Answer(StrEnum):
    """What a UN entity answered."""

    OFFERS = "offers"
    CANNOT = "cannot"


@dataclass(frozen=True, slots=True)
class Wrote:
    """That a UN entity wrote, and the day of its letter."""

    code: str
    day: date


@dataclass(frozen=True, slots=True)
class Own:
    """A UN entity and one of its offers."""

    code: str
    offer_id: str


def offer(db: Session, by: Acting, request: Matter, wrote: Wrote, said: Offered) -> None:
    """Enter that a UN entity offers help.

    Raises:
        Conflict: without its letter, once it has answered, or when the request takes no offers.
    """
    hand = _hand(db, by, request, wrote.code)
    offers.make(db, hand, request, said)
    _answered(db, by, request, wrote, Answer.OFFERS)


def could_help(db: Session, by: Acting, request: Matter, wrote: Wrote, said: Could) -> None:
    """Enter that a UN entity could help with a sealed request, of which it read the card.

    Raises:
        Conflict: without its letter, once it has answered, or when no card is out.
    """
    hand = _hand(db, by, request, wrote.code)
    out = select(card.c.id).where(card.c.request_id == request.id, card.c.listed)
    card_id = db.execute(out).scalar()
    if card_id is None:
        raise Conflict(NO_CARD)
    blind.say(db, hand, card_id, said)
    _answered(db, by, request, wrote, Answer.OFFERS)


def cannot(db: Session, by: Acting, request: Matter, wrote: Wrote) -> None:
    """Enter that a UN entity cannot help this time; of a sealed request nobody learns of it.

    Raises:
        Conflict: without its letter, once it has answered, or when the request takes no offers.
    """
    hand = _hand(db, by, request, wrote.code)
    if not _sealed(db, request.id):
        answering.cannot(db, hand, request)
    _answered(db, by, request, wrote, Answer.CANNOT)


def confirm(db: Session, by: Acting, request: Matter, of: Own, seen: int) -> None:
    """Enter that a UN entity confirms the terms that were read, by number.

    Raises:
        NotFound: when the offer is not its own.
        Conflict: when there are none, or they were changed meanwhile.
    """
    hand = _hand(db, by, request, of.code, again=True)
    talked = talk(db.connection(), hand.viewer, request.id, of.offer_id)
    _own(talked.offer, of.code)
    terms.confirm(db, hand, talked, seen)
    holding.settle(db, request.id)
    _note(db, by, request, of.code, "terms")


def take_back(db: Session, by: Acting, request: Matter, of: Own) -> None:
    """Enter that a UN entity takes its offer back.

    Raises:
        NotFound: when the offer is not its own.
        Conflict: when the request or the offer is past that.
    """
    hand = _hand(db, by, request, of.code, again=True)
    offered = get(db.connection(), hand.viewer, Kind.OFFER, of.offer_id)
    _own(offered, of.code)
    offers.answer(db, hand, request, offered, Act.TAKE_BACK)
    _note(db, by, request, of.code, "taken_back")


def _hand(db: Session, by: Acting, request: Matter, code: str, *, again: bool = False) -> Acting:
    """Return who acts for a UN entity; the Secretariat's office, request and row are held.

    ``again``: it has answered before.
    """
    viewer = staff(db, by, request)
    own = select(entity).where(entity.c.item_id == request.id, entity.c.member == code)
    row = db.execute(own.with_for_update()).first()
    if row is None:
        raise NotFound
    if row.answer and not again:
        raise Conflict(ANSWERED)
    if not LETTERS.files(db.connection(), row.id):
        raise Conflict(NO_LETTER)
    return Acting(hand_of(db.connection(), viewer, code), by.seal, by.post, entered_by=viewer)


def _own(offered: Matter, code: str) -> None:
    if code not in offered.owners:
        raise NotFound


def _sealed(db: Session, request_id: str) -> bool:
    found = select(asked.c.card_audience).where(asked.c.item_id == request_id)
    return db.execute(found).scalar() is not None


def _answered(db: Session, by: Acting, request: Matter, wrote: Wrote, answer: Answer) -> None:
    mine = (entity.c.item_id == request.id, entity.c.member == wrote.code)
    values = {"answered_on": wrote.day, "answer": answer}
    db.execute(update(entity).where(*mine).values(values))
    holding.settle(db, request.id)
    _note(db, by, request, wrote.code, answer)


def _note(db: Session, by: Acting, request: Matter, code: str, answer: str) -> None:
    """Enter in the record who of the Secretariat entered what for whom."""
    record(
        db,
        Event.ENTITY_ANSWERED,
        viewer=by.viewer,
        subject=request.id,
        detail={"entity": code, "answer": str(answer)},
    )
