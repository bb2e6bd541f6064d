"""Acts on an offer: made, taken up, accepted, declined, taken back, and what follows for both."""

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from app.access.audience import Audience, Circle, labels_of_draft, labels_of_open
from app.access.labels import member_label
from app.assistance import letters
from app.assistance.acting import Acting, hold_by, step
from app.assistance.answering import answered
from app.assistance.entities.queries import hands_of
from app.assistance.forms import Offered
from app.assistance.letters import About, Letter
from app.assistance.models import Offer, Request
from app.assistance.queries import offer, party
from app.assistance.reopening import offers_in, reopen
from app.assistance.rules import OFFER, REQUEST, Act, OfferStage, Stage, after
from app.assistance.waits import News, Wait
from app.assistance.writing import put
from app.audit.actions import record
from app.audit.events import Event
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_
from app.items.actions import create, move
from app.items.models import Kind
from app.items.queries import Matter
from app.notifications.actions import done_waiting, tell, wait_for
from app.standing import journal
from app.standing.promises import promise
from app.vocabulary.packed import packed, unpacked

ALREADY = N_("Your office has offered help for this request already. Here is the present state.")


@dataclass(frozen=True, slots=True)
class _Answer:
    """What an answer leaves behind: the record, the news to the other side."""

    event: Event
    news: News


_ANSWERS = {
    Act.TAKE_UP: _Answer(Event.OFFER_TAKEN_UP, News.TAKEN_UP),
    Act.ACCEPT: _Answer(Event.OFFER_ACCEPTED, News.ACCEPTED),
    Act.DECLINE: _Answer(Event.OFFER_DECLINED, News.DECLINED),
    Act.TAKE_BACK: _Answer(Event.OFFER_WITHDRAWN, News.TAKEN_BACK),
}
_MOVES_REQUEST = (Act.TAKE_UP, Act.ACCEPT)


def make(db: Session, by: Acting, request: Matter, offered: Offered) -> str:
    """Offer help for a request; return the offer's id.

    Raises:
        Forbidden: when the viewer's side never offers.
        Conflict: when the request takes no offers, or the member's offer stands already.
    """
    after(REQUEST, Act.OFFER, hold_by(db, by, request), party(by.viewer, request.owners))
    helper = by.viewer.member or ""
    taken = select(offer.c.item_id).where(
        offer.c.request_id == request.id, offer.c.standing == helper
    )
    if db.execute(taken).first():
        raise Conflict(ALREADY)
    audience = Audience.of(Circle.MEMBERS, request.owners)
    made = create(
        db,
        by.viewer,
        Kind.OFFER,
        stage=OfferStage.OFFERED,
        audience=str(audience),
        language=offered.language,
        owners=[helper],
        labels=labels_of_open([helper], audience),
    )
    row = Offer(
        item_id=made.id,
        request_id=request.id,
        member=helper,
        standing=helper,
        modalities=packed(offered.modalities),
        languages=packed(offered.languages),
    )
    put(db, by, row, {"message": offered.message, "period": offered.period})
    _stand(db, row)
    record(db, Event.OFFER_MADE, viewer=by.viewer, subject=made.id, detail={"request": request.id})
    _ask_for_answer(db, by, request, made.id, helper)
    return made.id


def _stand(db: Session, row: Offer) -> None:
    """Write the offer; the database has the last word on one standing offer per member."""
    db.add(row)
    try:
        db.flush()
    except IntegrityError as twice:
        raise Conflict(ALREADY) from twice


def _ask_for_answer(db: Session, by: Acting, request: Matter, offer_id: str, helper: str) -> None:
    answered(db, request.id, helper)
    owners = {member_label(code) for code in request.owners}
    for label in sorted(owners):
        wait_for(db, offer_id, label, Wait.OFFER)
    about = replace(About.of(request), offer_id=offer_id)
    letters.write(db, by.post, Letter.OFFER, about, to=owners)


def answer(db: Session, by: Acting, request: Matter, offered: Matter, act: Act) -> None:
    """Take up, accept, decline or take back an offer.

    Raises:
        NotFound: when the offer is another request's.
        Forbidden: when this side never does this.
        Conflict: when the request or the offer is no longer in a state that allows it.
    """
    side = party(by.viewer, request.owners)
    row = db.get(Offer, offered.id)
    if row is None or row.request_id != request.id:
        raise NotFound
    if act in _MOVES_REQUEST:
        now = step(db, by, request, act).stage
    else:
        now = hold_by(db, by, request)
        after(REQUEST, act, now, side)
    move(db, offered.id, seen=offered.stage, to=after(OFFER, act, offered.stage, side))
    if act not in _MOVES_REQUEST:
        row.standing = None
        db.flush()
        if now == Stage.IN_TALKS and offered.stage == OfferStage.IN_TALKS:
            _end_talks(db, request, after(REQUEST, Act.END_TALKS, now, side))
    record(
        db,
        _ANSWERS[act].event,
        viewer=by.viewer,
        subject=offered.id,
        detail={"request": request.id},
    )
    done_waiting(db, offered.id)
    if now == Stage.AGREED and offered.stage == OfferStage.ACCEPTED:
        reopen(db, by, request)
    if act == Act.ACCEPT:
        _accepted(db, by, request, row, now)
    _let_know(db, by, request, row, act)
    if offered.stage == OfferStage.ACCEPTED:
        _promised_no_more(db, by, request, offered.id)


def _promised_no_more(db: Session, by: Acting, request: Matter, offer_id: str) -> None:
    """Help that was agreed is taken back: it counts no more, and who asked gets a letter."""
    journal.note(db)
    about = replace(About.of(request), offer_id=offer_id)
    letters.write(db, by.post, Letter.TAKEN_BACK, about, to=labels_of_draft(request.owners))


def _accepted(db: Session, by: Acting, request: Matter, row: Offer, now: str) -> None:
    """Let the help count against what its member declared; the first one agrees the request."""
    about = {
        "themes": unpacked(db.get_one(Request, request.id).themes),
        "modalities": unpacked(row.modalities),
    }
    promise(db, row.member, row.item_id, request.id, **about)
    if now == Stage.AGREED != request.stage:
        _agreed(db, by, request)


def _agreed(db: Session, by: Acting, request: Matter) -> None:
    """The first accepted offer: nobody else is waited for, the office starts the work."""
    record(db, Event.REQUEST_AGREED, viewer=by.viewer, subject=request.id)
    done_waiting(db, request.id)
    for code in sorted(request.owners):
        wait_for(db, request.id, member_label(code), Wait.AGREED)


def _end_talks(db: Session, request: Matter, end: str) -> None:
    """Move the request to ``end`` (open again) when the last offer in talks has gone."""
    if not offers_in(db, request.id, OfferStage.IN_TALKS):
        move(db, request.id, seen=Stage.IN_TALKS, to=end)


def _let_know(db: Session, by: Acting, request: Matter, row: Offer, act: Act) -> None:
    """Tell the other side; the helper also gets a letter."""
    helper = hands_of(row.member)
    owners = {member_label(code) for code in request.owners}
    tell(db, row.item_id, owners if act == Act.TAKE_BACK else helper, _ANSWERS[act].news)
    if act != Act.TAKE_BACK:
        about = replace(About.of(request), offer_id=row.item_id)
        letters.write(db, by.post, Letter.ANSWER, about, to=helper)
