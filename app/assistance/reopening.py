"""When accepted help is taken back before work began: the request goes back to those it asked."""

from sqlalchemy import func, select
from sqlmodel import Session

from app.access.audience import Audience
from app.access.labels import SECRETARIAT, labels_of_members
from app.assistance.acting import Acting
from app.assistance.answering import waits_again
from app.assistance.entities.queries import entities_of
from app.assistance.models import Request
from app.assistance.queries import item, offer
from app.assistance.rules import REQUEST, Act, OfferStage, Party, Stage, after
from app.assistance.waits import Wait
from app.audit.actions import record
from app.audit.events import Event
from app.items.actions import move
from app.items.queries import Matter
from app.notifications.actions import done_waiting, excuse, wait_for


def offers_in(db: Session, request_id: str, stage: OfferStage) -> int:
    """Return how many offers of a request are in ``stage``."""
    wanted = (
        select(func.count())
        .select_from(offer)
        .join(item, item.c.id == offer.c.item_id)
        .where(offer.c.request_id == request_id, item.c.stage == stage)
    )
    return int(db.execute(wanted).scalar_one())


def reopen(db: Session, by: Acting, request: Matter) -> None:
    """Take an agreed request back to talks, or open it again, once no accepted offer is left."""
    if offers_in(db, request.id, OfferStage.ACCEPTED):
        return
    talking = offers_in(db, request.id, OfferStage.IN_TALKS)
    act = Act.RESUME_TALKS if talking else Act.REOPEN
    end = after(REQUEST, act, Stage.AGREED, Party.HELPER)
    move(db, request.id, seen=Stage.AGREED, to=end)
    record(db, Event.REQUEST_REOPENED, viewer=by.viewer, subject=request.id)
    done_waiting(db, request.id, Wait.AGREED)
    _call_again(db, request)


def _call_again(db: Session, request: Matter) -> None:
    """Let it wait again for all it addresses but those who asked or have offered before."""
    due = db.get_one(Request, request.id).answer_by
    audience = Audience.parse(request.audience)
    entities = labels_of_members(entities_of(audience))
    for label in sorted(audience.labels - entities - {SECRETARIAT}):
        wait_for(db, request.id, label, Wait.OPEN, due=due)
    offered = db.execute(select(offer.c.member).where(offer.c.request_id == request.id)).scalars()
    for code in sorted({*request.owners, *offered}):
        excuse(db, request.id, code, Wait.OPEN)
    waits_again(db, request.id, due)
