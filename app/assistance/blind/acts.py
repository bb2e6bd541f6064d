"""Acts on a card: a member could help, takes it back; who asks takes that up, or declines."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from app.access.audience import Audience, Circle, labels_of_open
from app.access.labels import is_entity, member_label
from app.access.policy import P, ensure
from app.access.viewer import Office, Viewer
from app.assistance import letters
from app.assistance.acting import Acting, hold_by, step
from app.assistance.answering import answered
from app.assistance.blind.models import Card, Word
from app.assistance.blind.queries import card, one, word
from app.assistance.entities.queries import seat_of as contact_of
from app.assistance.letters import About, Letter
from app.assistance.models import Offer
from app.assistance.offers import ALREADY
from app.assistance.queries import offer, party
from app.assistance.rules import OFFER, REQUEST, Act, OfferStage, after
from app.assistance.waits import News, Wait
from app.assistance.writing import put, show_to
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock, i18n
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_, gettext
from app.directory.seated import seats_today
from app.directory.still_acting import ensure_still_acts
from app.items.actions import create
from app.items.models import Item, Kind
from app.items.queries import Matter
from app.notifications.actions import done_waiting, tell
from app.vocabulary.packed import packed, unpacked

SAID_ALREADY = N_("Your member has said already that it could help. Here is the present state.")
NOT_SAID = N_("Nothing that your member said here can be taken back now.")
NOBODY = N_("Nobody holds an office of that member today, so talks cannot begin. Try again later.")
BY_WORDS = N_("We could help. This was said on the sealed request, in listed words alone.")


@dataclass(frozen=True, slots=True)
class Could:
    """How a member could help, in listed words."""

    modalities: tuple[str, ...]
    languages: tuple[str, ...]
    starts: date
    capacity: str


def could_help(db: Session, by: Acting, card_id: str, said: Could) -> None:
    """Say for the viewer's member that it could help. Who asks learns of it a little later.

    Whether the request still looks for help makes no difference here, or it would be told.

    Raises:
        NotFound: when the viewer does not read such a card.
        Forbidden: when it is the member's own.
        Conflict: when its member has said so already, or its office has changed hands.
    """
    found = one(db.connection(), by.viewer, card_id)
    if found is None:
        raise NotFound
    ensure(by.viewer, P.OFFER_MAKE, found.subject)
    ensure_still_acts(db, by.holder)
    say(db, by, card_id, said)


def say(db: Session, by: Acting, card_id: str, said: Could) -> None:
    """Keep what a member, or a UN entity by its letter, says on a card that it was shown.

    Raises:
        Conflict: when it has said so already.
    """
    code, office = by.viewer.member or "", by.viewer.office
    mine = select(word.c.id).where(word.c.card_id == card_id, word.c.member == code)
    if office is None or db.execute(mine).first():
        raise Conflict(SAID_ALREADY)
    row = Word(
        card_id=card_id,
        member=code,
        office_id=office.id,
        modalities=packed(said.modalities),
        languages=packed(said.languages),
        starts=said.starts,
        capacity=said.capacity,
        stage=OfferStage.OFFERED,
    )
    db.add(row)
    try:
        db.flush()
    except IntegrityError as twice:
        raise Conflict(SAID_ALREADY) from twice
    record(db, Event.SEALED_COULD_HELP, viewer=by.viewer, subject=card_id)


def take_back(db: Session, by: Acting, card_id: str) -> None:
    """Take back what the viewer's member said; a no that it was not told of yet stays unsaid.

    Raises:
        Conflict: when nothing was said, or it was answered.
    """
    ensure_still_acts(db, by.holder)
    mine = select(Word).where(word.c.card_id == card_id, word.c.member == (by.viewer.member or ""))
    row = db.execute(mine.with_for_update()).scalar_one_or_none()
    if row is None or row.told or row.stage == OfferStage.IN_TALKS:
        raise Conflict(NOT_SAID)
    db.delete(row)
    db.flush()
    record(db, Event.SEALED_TAKEN_BACK, viewer=by.viewer, subject=card_id)


def take_up(db: Session, by: Acting, request: Matter, word_id: str) -> None:
    """Let both offices know each other: what was said becomes an offer in talks.

    Raises:
        NotFound: when it was said on no card of this request.
        Forbidden: when this side never takes up an offer.
        Conflict: when it was answered or taken back, or nobody could talk.
    """
    taken = step(db, by, request, Act.TAKE_UP)
    row = _held(db, request, word_id)
    row.stage = after(OFFER, Act.TAKE_UP, row.stage, party(by.viewer, request.owners))
    made = _offer(db, by, request, row)
    row.offer_id = made
    db.flush()
    known = {*Audience.parse(taken.audience).codes(Circle.MEMBERS), row.member}
    _show(db, by, taken, request, Audience.of(Circle.MEMBERS, known))
    answered(db, request.id, row.member)
    record(
        db,
        Event.OFFER_TAKEN_UP,
        viewer=by.viewer,
        subject=made,
        detail={"request": request.id, "sealed": True},
    )
    _none_waits(db, request)
    helper = member_label(row.member)
    tell(db, made, {helper, *map(member_label, request.owners)}, News.SEALED_MET)
    about = replace(About.of(request), offer_id=made)
    letters.write(db, by.post, Letter.ANSWER, about, to={helper})


def decline(db: Session, by: Acting, request: Matter, word_id: str) -> None:
    """Decline with thanks; the member is told with the next weekly release, and not by whom.

    Raises:
        NotFound: when it was said on no card of this request.
        Forbidden: when this side never declines an offer.
        Conflict: when it was answered or taken back.
    """
    side = party(by.viewer, request.owners)
    after(REQUEST, Act.DECLINE, hold_by(db, by, request), side)
    row = _held(db, request, word_id)
    row.stage = after(OFFER, Act.DECLINE, row.stage, side)
    row.moved_at = clock.now()
    db.flush()
    record(db, Event.SEALED_DECLINED, viewer=by.viewer, subject=request.id)
    _none_waits(db, request)


def _held(db: Session, request: Matter, word_id: str) -> Word:
    """Return a word on a card of this request, held until the act is done."""
    found = select(Word).where(word.c.id == word_id).with_for_update()
    row: Word | None = db.execute(found).scalar_one_or_none()
    if row is None or db.get_one(Card, row.card_id).request_id != request.id:
        raise NotFound
    return row


def _none_waits(db: Session, request: Matter) -> None:
    """Once every word is answered, nothing said on a card waits for who asks."""
    left = (
        select(word.c.id)
        .join_from(word, card, card.c.id == word.c.card_id)
        .where(card.c.request_id == request.id, word.c.stage == OfferStage.OFFERED)
    )
    if db.execute(left.limit(1)).first() is None:
        done_waiting(db, request.id, Wait.OFFER)


def _show(db: Session, by: Acting, taken: Item, request: Matter, audience: Audience) -> None:
    taken.audience = str(audience)
    db.flush()
    show_to(db, by, taken, labels_of_open(request.owners, audience))


def _offer(db: Session, by: Acting, request: Matter, row: Word) -> str:
    """Make the offer that a word becomes, as its member's own."""
    standing = (offer.c.request_id == request.id, offer.c.standing == row.member)
    if db.execute(select(offer.c.item_id).where(*standing)).first():
        raise Conflict(ALREADY)
    seat = _seat(db, row)
    audience = Audience.of(Circle.MEMBERS, request.owners)
    made = create(
        db,
        Viewer(office=seat, offices=(seat,)),
        Kind.OFFER,
        stage=OfferStage.IN_TALKS,
        audience=str(audience),
        language=i18n.language(),
        owners=[row.member],
        labels=labels_of_open([row.member], audience),
    )
    stands = Offer(
        item_id=made.id,
        request_id=request.id,
        member=row.member,
        standing=row.member,
        modalities=packed(unpacked(row.modalities)),
        languages=packed(unpacked(row.languages)),
    )
    put(db, by, stands, {"message": gettext(BY_WORDS)})
    db.add(stands)
    db.flush()
    return made.id


def _seat(db: Session, row: Word) -> Office:
    """Return the office that said it, or another that its member holds today."""
    if is_entity(row.member):  # the Secretariat is its hand, whether or not somebody holds it
        return contact_of(db.connection(), row.member)
    seats = [
        seat
        for _person, seat in seats_today(db.connection(), clock.today())
        if seat.member == row.member
    ]
    if not seats:
        raise Conflict(NOBODY)
    return next((seat for seat in seats if seat.id == row.office_id), seats[0])
