"""Who acted on a thing after somebody opened its page, and when."""

from sqlalchemy import Connection, bindparam, select

from app.audit.chain import audit
from app.audit.events import Event
from app.core.db import table
from app.core.errors import Conflict
from app.core.i18n import N_, gettext
from app.core.reading import Reading
from app.identity.models import Person
from app.identity.people import named
from app.web.components import moment_words

person = table(Person)
SAID = N_("%(name)s acted on it last: %(moment)s. Nothing of yours was done.")
BOTH = "%(first)s %(second)s"
_READ = (Event.PRACTICE_VIEWED, Event.REQUEST_VIEWED)
_LAST = Reading(
    select(audit.c.at, person.c.name)
    .join_from(audit, person, person.c.id == audit.c.person_id, isouter=True)
    .where(audit.c.subject == bindparam("subject"), audit.c.event.not_in(_READ))
    .order_by(audit.c.id.desc())
    .limit(1)
)


def told(conn: Connection, item_id: str, late: Conflict) -> Conflict:
    """Return ``late`` with who acted meanwhile, and when: for the secretariat alone."""
    row = _LAST.first(conn, {"subject": item_id})
    if row is None:
        return late
    name = named(row.name) if row.name is not None else gettext("The portal itself")
    second = gettext(SAID, name=name, moment=moment_words(row.at))
    return Conflict(BOTH, first=late.sentence, second=second)
