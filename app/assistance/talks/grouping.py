"""Helpers as a group, and what a request tells of the help that it was offered.

The office that asked alone puts a group together; each helper agrees for itself to be seen by the
others of it. What is said, the terms and the plan stay between the office and each of them.
"""

from sqlalchemy import select
from sqlmodel import Session

from app.access.labels import member_label
from app.access.policy import P, ensure
from app.assistance.acting import Acting
from app.assistance.queries import item, offer
from app.assistance.rules import OfferStage, Stage
from app.assistance.talk import Talk
from app.assistance.talks.holding import Held, hold, note
from app.assistance.talks.models import Telling
from app.assistance.talks.queries import conversation
from app.assistance.waits import News, Wait
from app.assistance.working.rules import Side
from app.audit.actions import record
from app.audit.events import Event
from app.core.errors import Conflict, Forbidden
from app.core.i18n import N_
from app.directory.still_acting import ensure_still_acts
from app.items.queries import Matter
from app.notifications.actions import done_waiting, tell, wait_for

ONLY_ASKER = N_("Only the office that asked puts a group of helpers together.")
ONLY_HELPER = N_("Only the helper itself says whether others may see it.")
NOT_ACCEPTED = N_("A group is made of helpers whose offers are accepted.")
MEANWHILE = N_("This group was changed meanwhile. Here is how it stands now.")
NOT_OUT = N_("What was offered is told to others only while a request is out.")


def want(db: Session, by: Acting, talked: Talk, *, grouped: bool) -> None:
    """Want a helper in the group, or no longer; it is one of it once it agrees.

    Raises:
        Forbidden: when the viewer is not the office that asked.
        Conflict: when its offer is not accepted.
    """
    held = _held(db, by, talked, Side.ASKER, ONLY_ASKER)
    if grouped and held.talked.offer.stage != OfferStage.ACCEPTED:
        raise Conflict(NOT_ACCEPTED)
    if held.row.grouped == grouped:
        return
    held.row.grouped, held.row.joined = grouped, False
    note(db, by, held, Event.GROUP_CHANGED)
    done_waiting(db, held.offer.item_id, Wait.GROUP_ASKS)
    if grouped:
        for label in sorted(held.others):
            wait_for(db, held.offer.item_id, label, Wait.GROUP_ASKS)
    else:
        tell(db, held.offer.item_id, held.others, News.GROUP)


def join(db: Session, by: Acting, talked: Talk, *, joined: bool) -> None:
    """Agree to be one of the group and to be seen by its others, or leave it again.

    Raises:
        Forbidden: when the viewer is not the helper.
        Conflict: when the office that asked does not want it there any more.
    """
    held = _held(db, by, talked, Side.HELPER, ONLY_HELPER)
    if not held.row.grouped:
        raise Conflict(MEANWHILE)
    held.row.joined = joined
    held.row.grouped = joined
    note(db, by, held, Event.GROUP_CHANGED)
    done_waiting(db, held.offer.item_id, Wait.GROUP_ASKS)
    tell(db, held.offer.item_id, held.others, News.GROUP)
    for offer_id, code in _joined(db, held):
        tell(db, offer_id, {member_label(code)}, News.GROUP)


def be_named(db: Session, by: Acting, talked: Talk, *, named: bool) -> None:
    """Let the name of the helper be told to offices that read the request, or no longer.

    Raises:
        Forbidden: when the viewer is not the helper.
    """
    held = _held(db, by, talked, Side.HELPER, ONLY_HELPER)
    if held.row.named != named:
        held.row.named = named
        note(db, by, held, Event.NAMING_CHANGED)


def tell_offers(db: Session, by: Acting, request: Matter, *, told: bool) -> None:
    """Let those who are asked see which kinds of help were offered, or no longer.

    Raises:
        Forbidden: when the viewer is not the office that asked.
        Conflict: when the request is not out.
    """
    ensure_still_acts(db, by.holder)
    ensure(by.viewer, P.REQUEST_STEER, request)
    held = select(item.c.stage).where(item.c.id == request.id).with_for_update()
    if db.execute(held).scalar_one() not in {Stage.OPEN, Stage.IN_TALKS}:
        raise Conflict(NOT_OUT)
    row = db.get(Telling, request.id)
    if (row is not None) == told:
        return
    if row is None:
        db.add(Telling(request_id=request.id))
    else:
        db.delete(row)
    db.flush()
    record(db, Event.TELLING_CHANGED, viewer=by.viewer, subject=request.id)


def _held(db: Session, by: Acting, talked: Talk, side: Side, otherwise: str) -> Held:
    held = hold(db, by, talked)
    if held.side != side:
        raise Forbidden(otherwise)
    return held


def _joined(db: Session, held: Held) -> list[tuple[str, str]]:
    """Return the others of the group: offer and member."""
    wanted = (
        select(offer.c.item_id, offer.c.member)
        .join_from(offer, conversation, conversation.c.item_id == offer.c.item_id)
        .where(
            offer.c.request_id == held.talked.request.id,
            offer.c.item_id != held.offer.item_id,
            conversation.c.grouped,
            conversation.c.joined,
        )
        .order_by(offer.c.item_id)
    )
    return [(row.item_id, row.member) for row in db.execute(wanted)]
