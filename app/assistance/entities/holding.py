"""That UN entities are asked: rows, and what waits for the Secretariat."""

from sqlalchemy import select, update
from sqlmodel import Session

from app.access.audience import Audience
from app.access.labels import SECRETARIAT
from app.assistance.entities.models import EntityAsked
from app.assistance.entities.queries import entities_of, entity
from app.assistance.waits import Wait
from app.core import clock
from app.notifications.actions import done_waiting, wait_for


def ask(db: Session, request_id: str, audience: Audience, *, anew: bool = False) -> None:
    """Let a request wait for the Secretariat to write to the UN entities that it addresses.

    ``anew``: it goes out once more, so that those written to before are asked again.
    """
    codes = entities_of(audience)
    if not codes:
        return
    there = select(entity.c.member).where(entity.c.item_id == request_id)
    known = set(db.execute(there).scalars())
    db.add_all(EntityAsked(item_id=request_id, member=one) for one in codes if one not in known)
    if anew and known:
        empty = {"written_on": None, "answered_on": None, "answer": None}
        db.execute(update(entity).where(entity.c.item_id == request_id).values(empty))
    db.flush()
    wait_for_hand(db, request_id)


def wait_for_hand(db: Session, request_id: str) -> None:
    """Let a request wait for the Secretariat, which is the hand of the entities it asks."""
    wait_for(db, request_id, SECRETARIAT, Wait.ENTITY)


def written(db: Session, request_id: str, code: str) -> None:
    """Note that a UN entity was written to; with the last of them nothing waits any more."""
    mine = (entity.c.item_id == request_id, entity.c.member == code)
    db.execute(update(entity).where(*mine).values(written_on=clock.today()))
    settle(db, request_id)


def settle(db: Session, request_id: str) -> None:
    """Let the request wait for the Secretariat no more once each was written to, or answered."""
    left = select(entity.c.id).where(
        entity.c.item_id == request_id, entity.c.written_on.is_(None), entity.c.answer.is_(None)
    )
    if db.execute(left.limit(1)).first() is None:
        done_waiting(db, request_id, Wait.ENTITY)
