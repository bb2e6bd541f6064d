"""What was submitted takes effect when its time has come, once, or is called off."""

from datetime import datetime

from sqlalchemy import Connection, func, select

from app.access.viewer import ANYONE
from app.audit.events import Event
from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import table
from app.manual.publishing import going_on, queries
from app.manual.publishing.done import finish
from app.manual.publishing.effect import take_effect
from app.manual.publishing.models import Submission
from app.manual.publishing.rules import THAWED
from app.notifications.post import Post
from app.web.portal import Portal

audit = table(AuditRecord)
_THAWED_AT = select(func.max(audit.c.at)).where(audit.c.event == Event.PORTAL_THAWED)


def take_effect_due(portal: Portal) -> int:
    """Publish and withdraw what is due, and call off what cannot go on; return how many."""
    with portal.db.read() as conn:
        keys = [row.id for row in queries.unfinished(conn)]
    return sum(_do(portal, key) for key in keys)


def _do(portal: Portal, key: str) -> bool:
    """Do what is due for one, unless another worker has just done so."""
    with portal.db.unit_of_work() as db:
        found = going_on.call_off(db, key)
        if found is None:
            found = going_on.held(db, key)
            if not _is_due(db.connection(), found):
                return False
            take_effect(db, ANYONE, found, Post.of(portal))
        finish(db, portal, found)
        return True


def _is_due(conn: Connection, found: Submission) -> bool:
    """Whether its time has come; silence says nothing of hours in which nobody could answer."""
    due = going_on.life_of(found).due_at
    if due is None or due > clock.now():
        return False
    thawed: datetime | None = conn.execute(_THAWED_AT).scalar()
    quiet = thawed is not None and thawed + THAWED > clock.now()
    return found.agreed_at is not None or not quiet
