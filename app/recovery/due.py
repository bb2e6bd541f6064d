"""What is due: recoveries take effect after their delay, others are called off, old ones go."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import delete, select
from sqlmodel import Session

from app.core import clock
from app.core.db import table
from app.identity.models import Recovery
from app.identity.people import RECOVERED
from app.recovery import effect, helped, letters
from app.recovery.going_on import quiet
from app.recovery.queries import life_of
from app.recovery.rules import OPEN_FOR, UNANSWERED, Stage
from app.web.portal import Portal

recovery = table(Recovery)


def take_effect_due(portal: Portal) -> int:
    """Do what is due; return how many recoveries went on or were called off.

    Nothing takes effect soon after a freeze: while it lasted nobody could sign in to stop it.
    """
    with portal.db.read() as conn:
        waits_on = quiet(conn)
        rows = conn.execute(select(recovery).where(recovery.c.ended_at.is_(None))).all()
    done = 0
    for row in rows:
        stage = life_of(row).stage
        if stage != Stage.WAITING:
            after = UNANSWERED if stage == Stage.PROPOSED else OPEN_FOR
            done += _do(portal, row.person_id, _lapsing(after))
        elif not waits_on:
            done += _do(portal, row.person_id, effect.take_effect)
    return done


def sweep(db: Session) -> None:
    """Delete what has long been over."""
    db.execute(delete(recovery).where(recovery.c.ended_at < clock.now() - RECOVERED))


Act = Callable[[Session, str], Recovery | None]


def _lapsing(after: timedelta) -> Act:
    return lambda db, person_id: effect.lapse(db, person_id, after)


def _do(portal: Portal, person_id: str, act: Act) -> bool:
    """Do what is due for one person, unless another worker has just done so; tell of it."""
    with portal.db.unit_of_work() as db:
        if portal.state_of(db.connection()).frozen:
            return False
        one = helped.find(db.connection(), person_id)
        found = act(db, person_id)
        if found is None:
            return False
        if one is not None:
            known = helped.as_of(db.connection(), one, found.proposed_at.date())
            letters.tell(db, portal, known, life_of(found))
            letters.tell_asked(db, portal, known, found)
    return True
