"""Whether an office can wish that its practice is published without its name."""

from app.access.audience import Circle
from app.practices.embargo import waits
from app.practices.entry import Entry
from app.practices.refusals import NameRead, NotNameless

OPEN = {Circle.PUBLIC, Circle.NETWORK}


def ensure_can(entry: Entry) -> None:
    """Pass where a practice that is handed in can be published without a name.

    Raises:
        NameRead: for a change of what is published under the name.
        NotNameless: where its readers, or its day, would tell whose it is.
    """
    if entry.revises:
        raise NameRead
    if entry.audience.circle not in OPEN or waits(entry):
        raise NotNameless
