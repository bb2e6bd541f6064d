"""Acts that take two people of the Secretariat, and what takes the place of a second one.

The one place that says who a second person can be, and how long the word of one alone waits.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection
from sqlmodel import Session

from app.access.labels import SECRETARIAT
from app.core import clock
from app.directory.letters import Person
from app.directory.seated import holders_of

ALONE = timedelta(hours=72)
"""So long an act waits for which the Secretariat has one person only."""


def colleagues(conn: Connection, *but: str | None) -> Sequence[Person]:
    """Return everybody who acts for the Secretariat today, each with a language, except ``but``."""
    return [one for one in holders_of(conn, [SECRETARIAT], clock.today()) if one[0] not in but]


def alone_from(db: Session, *but: str | None) -> datetime | None:
    """Return from when the word of one suffices; None where somebody else than ``but`` acts."""
    return None if colleagues(db.connection(), *but) else clock.now() + ALONE
