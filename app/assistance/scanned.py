"""Files of requests and talks that were scanned late: whether they still fit, and who is told."""

from sqlalchemy import select
from sqlmodel import Session

from app.access.labels import member_label
from app.assistance import letters
from app.assistance.letters import About, Letter
from app.assistance.queries import item, item_owner, offer
from app.assistance.rules import BEING_WRITTEN, ENDED, FOR_OFFICE, STANDING
from app.assistance.talks.queries import conversation
from app.assistance.waits import News
from app.notifications.actions import tell
from app.notifications.post import Post


def request_takes(db: Session, request_id: str) -> bool:
    """Whether a request, held from here on, is still being written."""
    return _stage(db, request_id) in {*BEING_WRITTEN, *FOR_OFFICE}


def offer_takes(db: Session, offer_id: str) -> bool:
    """Whether the talk about an offer, held from here on with its request, still goes on."""
    ended = _stage(db, request_of(db, offer_id)) in ENDED
    return _stage(db, offer_id) in STANDING and not ended


def offer_of(db: Session, item_id: str) -> str:
    """Return the offer of a talk, whose two members alone may see what ``item_id`` holds."""
    found = select(conversation.c.item_id).where(conversation.c.apart_id == item_id)
    return db.execute(found).scalar() or item_id


def request_of(db: Session, offer_id: str) -> str:
    """Return the request that an offer is for."""
    asked = select(offer.c.request_id).where(offer.c.item_id == offer_id)
    return str(db.execute(asked).scalar_one())


def tell_other_side(db: Session, post: Post, offer_id: str, member: str | None) -> None:
    """Let the other side know that something new is there; neither its name nor what is in it."""
    asked = request_of(db, offer_id)
    sides = select(item_owner.c.member).where(item_owner.c.item_id.in_([asked, offer_id]))
    others = {member_label(code) for code in db.execute(sides).scalars() if code != member}
    number = db.execute(select(item.c.number).where(item.c.id == asked)).scalar()
    tell(db, offer_id, others, News.FILE)
    letters.write(db, post, Letter.FILE, About(asked, number, offer_id=offer_id), to=others)


def _stage(db: Session, item_id: str) -> str:
    held = select(item.c.stage).where(item.c.id == item_id).with_for_update()
    return str(db.execute(held).scalar_one())
