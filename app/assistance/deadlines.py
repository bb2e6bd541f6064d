"""By when what is wanted on a request, and how it rests: calculated whenever it is asked for."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from app.assistance.consenting import consent_due
from app.assistance.queries import Asked
from app.assistance.rules import UNDER_DISCUSSION, Stage
from app.assistance.waits import CAUSES, review_due
from app.core import clock
from app.core.i18n import gettext
from app.directory.calendars import calendar_of


@dataclass(frozen=True, slots=True)
class Deadlines:
    """What a page says of the days of a request; ``holidays``: those of the asker are known."""

    review_by: date | None = None
    holidays: bool = True
    overdue: bool = False
    consent_by: date | None = None
    paused_until: date | None = None
    cause: str = ""


def deadlines(conn: Connection, asked: Asked) -> Deadlines:
    """Return by when what is wanted on a request; one statement while it is submitted."""
    stage, today = asked.matter.stage, clock.today()
    if stage == Stage.SUBMITTED:
        calendar = calendar_of(conn, asked.owner)
        due = review_due(asked.changed_at.date(), calendar)
        return Deadlines(review_by=due, holidays=calendar.known, overdue=due < today)
    if stage == Stage.AUTHENTICATED:
        due = consent_due(asked.authenticated_on or asked.changed_at.date())
        return Deadlines(consent_by=due, overdue=due < today)
    if stage == Stage.LAPSED:
        return Deadlines(cause=gettext(CAUSES[asked.result]) if asked.result else "")
    return Deadlines(paused_until=paused_until(asked))


def paused_until(asked: Asked) -> date | None:
    """Return until when a request rests, None where it does not."""
    until = asked.paused_until
    rests = until is not None and until > clock.today() and asked.matter.stage in UNDER_DISCUSSION
    return until if rests else None
