"""For whom the plan waits, and by when: written anew whenever anything of it changes."""

from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from app.access.labels import member_label
from app.assistance.models import Offer
from app.assistance.queries import item, item_owner, request
from app.assistance.rules import OfferStage, Stage
from app.assistance.waits import Wait
from app.assistance.working.models import Task
from app.assistance.working.rules import Side, State, sides_of
from app.core.db import table
from app.notifications.actions import wait_by

offer = table(Offer)
task = table(Task)
_own = item.alias("own_offer")


def refresh(db: Session, request_id: str) -> None:
    """Let each side of accepted help wait for its next open step, not before a pause has ended."""
    db.flush()
    rows = db.execute(
        select(
            offer.c.item_id, offer.c.member, _own.c.stage, item.c.stage.label("of_request"),
            request.c.paused_until, item_owner.c.member.label("owner"),
        )
        .join_from(offer, _own, _own.c.id == offer.c.item_id)
        .join(item, item.c.id == offer.c.request_id)
        .join(request, request.c.item_id == offer.c.request_id)
        .join(item_owner, item_owner.c.item_id == offer.c.request_id)
        .where(offer.c.request_id == request_id)
        .order_by(offer.c.item_id)
    )  # fmt: skip
    for row in rows.all():
        goes_on = (row.stage, row.of_request) == (OfferStage.ACCEPTED, Stage.UNDER_WAY)
        next_of = _next(db, row.item_id) if goes_on else {}
        members = {Side.ASKER: row.owner, Side.HELPER: row.member}
        dues = {
            member_label(members[side]): max(day, row.paused_until or day)
            for side, day in next_of.items()
        }
        wait_by(db, row.item_id, Wait.TASK, dues)


def _next(db: Session, offer_id: str) -> dict[Side, date]:
    """Return the nearest open day of each side."""
    wanted = select(task.c.side, task.c.due).where(
        task.c.item_id == offer_id, task.c.state == State.OPEN
    )
    found: dict[Side, date] = {}
    for row in db.execute(wanted):
        for side in sides_of(row.side):
            found[side] = min(row.due, found.get(side, row.due))
    return found
