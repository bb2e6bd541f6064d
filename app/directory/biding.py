"""After a clock jumped: what destroys waits once, and the administrators are told to look at it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from app.core import clock
from app.core.i18n import N_, gettext
from app.directory.alarms import tell_administrators
from app.jobs import jumps
from app.web.components import moment_words
from app.web.portal import Portal

TELLS = "end words"
"""The duty that tells: of several that wait by one jump one letter is enough."""
SUBJECT = N_("Look at the clock of the portal: for a day nothing is destroyed")


def unless_jumped(portal: Portal, name: str, act: Callable[[], object]) -> timedelta | None:
    """Do the duty ``name``; where the clock jumped since it was done last, return how it waits."""
    last = jumps.jumped_from(portal.db, name)
    if last is None:
        act()
        return None
    if name == TELLS:
        _tell(portal, last)
    return jumps.WAITS


def _tell(portal: Portal, last: datetime) -> None:
    wall = clock.wall()

    def composed() -> tuple[str, str]:
        said = {"now": moment_words(wall), "last": moment_words(last)}
        return gettext(SUBJECT), portal.renderer.text("mail/clock-jumped.txt", said)

    with portal.db.unit_of_work() as db:
        tell_administrators(db, portal, composed)
