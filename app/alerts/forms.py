"""What one chooses of something that is followed: its level, and the name of a search."""

from collections.abc import Collection

from app.core.i18n import N_
from app.notifications.classes import HOWS, How
from app.web.forms import Form, Reader, Sent

MOST_NAME = 80
MISSING_NAME = N_("Give the search a name by which you will know it.")
MISSING_LEVEL = N_("Choose when news of it comes.")


def level(
    sent: Sent, known: Collection[str] = (), *, named: bool
) -> tuple[How | None, str | None, Form]:
    """Return the level, the name where one is asked for, and the form as typed.

    The name mimics none that is ``known``. The level is None while something is wrong.
    """
    reader = Reader(sent)
    name = reader.name("name", most=MOST_NAME, missing=MISSING_NAME, known=known) if named else None
    how = reader.choice("how", list(HOWS), missing=MISSING_LEVEL)
    return (How(how) if reader.form.good else None), name, reader.form
