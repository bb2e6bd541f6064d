"""A recovery takes effect when its time has come, or is called off; nobody presses anything."""

from datetime import timedelta

from sqlmodel import Session

from app.access.viewer import ANYONE
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.identity.models import Recovery
from app.identity.passkeys import store
from app.recovery import helped
from app.recovery.held import all_act, end, hold, open_of, sign_out_everywhere
from app.recovery.queries import life_of
from app.recovery.rules import Gives, Stage


def take_effect(db: Session, person_id: str) -> Recovery | None:
    """Let what is due take effect, or call it off where it may not any more; None for neither.

    It may not where the person cannot be helped now, or one of those who decided it no longer acts
    for the Secretariat: the word of an account that was found to be stolen counts for nothing.
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
        found.outcome, found.ended_at = Stage.DONE, clock.now()
    sign_out_everywhere(db, person_id)
    return found


def lapse(db: Session, person_id: str, after: timedelta) -> Recovery | None:
    """Call off what nobody agreed to, or whose link nobody used, for so long; None where none is.

    What waits for its day is left to ``take_effect``.
    """
    hold(db, person_id)
    found = open_of(db, person_id)
    if found is None or life_of(found).stage == Stage.WAITING:
        return None
    since = found.effect_at or found.proposed_at
    if since + after > clock.now() or (found.link_until and found.link_until > clock.wall()):
        return None
    end(db, ANYONE, found, Stage.LAPSED)
    return found


def _stands(db: Session, found: Recovery) -> bool:
    """Whether everything still holds by which it was decided."""
    one = helped.find(db.connection(), found.person_id)
    if one is None or helped.hindrance(db.connection(), one):
        return False
    if one.in_secretariat and found.agreed_by is None:
        return False
    words = [found.proposed_by] if found.agreed_by is None else [found.proposed_by, found.agreed_by]
    return all_act(db, *words)
