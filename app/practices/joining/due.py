"""In time before its day a member is asked once more whether it comes in; then it was not asked."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Select, select, update
from sqlmodel import Session

from app.access.labels import labels_of_members
from app.access.viewer import ANYONE
from app.audit import actions as audit
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.items.models import Item
from app.notifications import actions as notifications
from app.notifications.post import Post
from app.practices.joining import agreement, letters
from app.practices.joining.ending import end
from app.practices.joining.models import PracticeJoining, PracticeProposal
from app.practices.joining.refusals import Over
from app.practices.joining.rules import AGAIN, Stage, What
from app.web.portal import Portal

joining = table(PracticeJoining)
proposal = table(PracticeProposal)
item = table(Item)
AT_ONCE = 50


def look_after(portal: Portal) -> int:
    """Ask once more, let questions end, and let nothing wait that is void; return how many."""
    return sum(_each(portal, some, does) for some, does in _WORK)


def _each(
    portal: Portal, some: Callable[[], Select[Any]], does: Callable[[Session, Post, str], bool]
) -> int:
    with portal.db.read() as conn:
        ids = list(conn.execute(some()).scalars())
    done = 0
    for item_id in ids:
        with portal.db.unit_of_work() as db:
            done += does(db, Post.of(portal), item_id)
    return done


def _wanted() -> Select[Any]:
    soon = joining.c.expires_on <= clock.today() + AGAIN
    ahead = joining.c.expires_on >= clock.today()
    new = joining.c.asked_again_on.is_(None)
    found = select(joining.c.item_id).join_from(joining, item, item.c.id == joining.c.item_id)
    return found.where(item.c.stage == Stage.ASKED, soon, ahead, new).limit(AT_ONCE)


def _over() -> Select[Any]:
    found = select(joining.c.item_id).join_from(joining, item, item.c.id == joining.c.item_id)
    past = joining.c.expires_on < clock.today()
    return found.where(item.c.stage == Stage.ASKED, past).limit(AT_ONCE)


def _void() -> Select[Any]:
    found = select(proposal.c.item_id).join_from(proposal, item, item.c.id == proposal.c.item_id)
    changed = item.c.version != proposal.c.version
    return found.where(changed, proposal.c.refused_by.is_(None)).limit(AT_ONCE)


def _ask_again(db: Session, post: Post, item_id: str) -> bool:
    new = update(joining).where(joining.c.item_id == item_id, joining.c.asked_again_on.is_(None))
    again = new.values(asked_again_on=clock.today()).returning(joining.c.member)
    member = db.execute(again).scalar()
    if member is None:
        return False
    letters.write(db, post, item_id, [member], What.INVITED)
    return True


def _expire(db: Session, _post: Post, item_id: str) -> bool:
    found = select(joining.c.practice_id, joining.c.member).where(joining.c.item_id == item_id)
    row = db.execute(found).one()
    try:
        end(db, item_id, Stage.EXPIRED)
    except Over:
        return False
    owners = agreement.owners_of(db, row.practice_id)
    notifications.tell(db, row.practice_id, labels_of_members(owners), What.NOT_JOINED)
    audit.record(
        db,
        Event.OWNER_EXPIRED,
        viewer=ANYONE,
        subject=row.practice_id,
        detail={"member": row.member},
    )
    return True


def _drop(db: Session, _post: Post, item_id: str) -> bool:
    held = db.get(Item, item_id, with_for_update=True, populate_existing=True)
    found = agreement.proposed(db, item_id)
    if held is None or found is None or found.version == held.version:
        return False
    agreement.void(db, item_id)
    return True


_WORK = ((_wanted, _ask_again), (_over, _expire), (_void, _drop))
