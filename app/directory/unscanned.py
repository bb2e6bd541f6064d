"""Files that wait too long for the virus scanner: the administrators are told once, and when over.

That they were told is one row, so whoever scans next, and a portal that starts again, knows it.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlmodel import Session

from app.core import clock
from app.core.db import table
from app.core.i18n import N_, gettext
from app.directory.alarms import tell_administrators
from app.files import waiting
from app.files.models import Unscanned
from app.web.components import moment_words
from app.web.portal import Portal

LONGEST = timedelta(minutes=15)
"""So long a file waits before somebody has to look at the scanner."""
BEGUN = N_("Look at the virus scanner: files wait for it, and nobody can open them")
OVER = N_("No file waits for the virus scanner any more")

unscanned = table(Unscanned)


def tell_due(portal: Portal) -> None:
    """Tell the administrators that files wait too long, or that none waits any more."""
    with portal.db.unit_of_work() as db:
        oldest = waiting.oldest(db.connection())
        told = db.execute(select(unscanned.c.since)).scalar()
        if oldest is None and told is not None:
            if db.execute(delete(unscanned).returning(unscanned.c.id)).first():
                _tell(db, portal, "mail/scanned-again.txt", OVER, told)
        elif oldest is not None and told is None and oldest < clock.now() - LONGEST:
            db.add(Unscanned(since=oldest))
            db.flush()  # two at once: one of them ends here, and tells nobody
            _tell(db, portal, "mail/not-scanned.txt", BEGUN, oldest)


def _tell(db: Session, portal: Portal, template: str, subject: str, since: datetime) -> None:
    def composed() -> tuple[str, str]:
        said = {"since": moment_words(since)}
        return gettext(subject), portal.renderer.text(template, said)

    tell_administrators(db, portal, composed)
