"""A recovery takes effect when its time has come, or is called off; nobody presses anything."""

from datetime import timedelta

from sqlmodel import Session

from app.access.viewer import ANYONE
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.identity.models import Recovery
from app.identity.passkeys import coded, store
from app.recovery import helped
from app.recovery.going_on import hindrance
from app.recovery.held import end, hold, open_of, sign_out_everywhere
from app.recovery.queries import life_of
from app.recovery.rules import Gives, Stage


def take_effect(db: Session, person_id: str) -> Recovery | None:
    """Let what is due take effect, or call it off where it may not any more; None for neither.

    It may not where the person cannot be helped now, where an office came under review meanwhile,
    or where one of those who decided it no longer acts for the Secretariat: the word of an account
    that was found to be stolen counts for nothing.
    """
    hold(db, person_id)
    found = open_of(db, person_id)
    if found is None or life_of(found).stage != Stage.WAITING:
        return None
    if found.due_at is None or found.due_at > clock.now():
        return None
    if not _stands(db, found):
        end(db, ANYONE, found, Stage.LAPSED)
        return found
    found.effect_at = clock.now()
    record(db, Event.RECOVERY_TOOK_EFFECT, subject=person_id, detail={"gives": found.gives})
    if found.gives == Gives.PASSKEYS:
        store.remove_all(db, person_id, by="recovery")
        if helped.wants_code(db.connection(), person_id):
            coded.want(db, person_id, found.effect_at)
        found.outcome, found.ended_at = Stage.DONE, clock.now()
    sign_out_everywhere(db, person_id)
    return found


def lapse(db: Session, person_id: str, after: timedelta) -> Recovery | None:
    """Call off what nobody agreed to, or whose link nobody used, for so long; None where none is.

    What may not go on is called off at once.
    What waits for its day is left to ``take_effect``.
    """
    hold(db, person_id)
    found = open_of(db, person_id)
    if found is None or life_of(found).stage == Stage.WAITING:
        return None
    if not _hindered(db, found) and _has_time(found, after):
        return None
    end(db, ANYONE, found, Stage.LAPSED)
    return found


def _has_time(found: Recovery, after: timedelta) -> bool:
    """Whether it may go on for a while: it, or a link that was made late, is not over."""
    since = found.effect_at or found.proposed_at
    linked = found.link_until is not None and found.link_until > clock.wall()
    return linked or since + after > clock.now()


def _hindered(db: Session, found: Recovery) -> bool:
    """Whether anything no longer holds by which it was decided."""
    one = helped.find(db.connection(), found.person_id)
    return one is None or bool(hindrance(db.connection(), one, found))


def _stands(db: Session, found: Recovery) -> bool:
    """Whether it was decided by so many as it takes, and everything still holds."""
    one = helped.find(db.connection(), found.person_id)
    alone = one is not None and one.in_secretariat and found.agreed_by is None
    return not alone and not _hindered(db, found)
