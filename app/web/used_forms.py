"""Whether a form was sent before, and where that led."""

from sqlalchemy import Connection, bindparam, select

from app.core.db import table
from app.core.reading import Reading
from app.web.models import UsedForm

used_form = table(UsedForm)
_USED = Reading(select(used_form.c.location).where(used_form.c.key == bindparam("key")))


def used_before(conn: Connection, key: str) -> str:
    """Return where the form with this key led, nothing where it was not sent."""
    used = _USED.first(conn, {"key": key})
    return used.location if used else ""
