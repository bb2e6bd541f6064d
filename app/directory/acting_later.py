"""Who asked for something that is done later: the viewer made anew, as the person stands then."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from app.access import viewer as access
from app.access.proof import Proof
from app.access.viewer import Viewer
from app.core.config import Settings
from app.core.db import table
from app.directory.viewers import seats_of
from app.identity.models import Person
from app.identity.people import TAKEN_OUT

person = table(Person)


@dataclass(frozen=True, slots=True)
class Asker:
    """As whom it was asked for: person, office acted for, provider and proof of the session."""

    person_id: str
    acting_id: str | None
    provider: str
    proof: Proof


def viewer_anew(conn: Connection, settings: Settings, asker: Asker) -> Viewer | None:
    """Return the viewer as the offices are today, None where the right to ask has ended.

    It has for who was taken out, no longer holds or stands in for the office acted for, or came by
    a provider that may not speak for it any more.
    """
    wanted = select(person.c.name, person.c.language).where(person.c.id == asker.person_id)
    row, given = conn.execute(wanted).first(), settings.provider(asker.provider)
    if row is None or row.name == TAKEN_OUT:
        return None
    offices = tuple(
        one for one in _held(conn, asker.person_id) if given and given.speaks_for(one.member)
    )
    acting = next((one for one in offices if one.id == asker.acting_id), None)
    if asker.acting_id and acting is None:
        return None
    return Viewer(
        asker.person_id, row.name, acting, offices, language=row.language, proof=asker.proof
    )


def _held(conn: Connection, person_id: str) -> list[access.Office]:
    """Return the offices, each once: one that is held is not also stood in for."""
    found = [one for _person, one in seats_of(conn, [person_id])]
    own = {one.id for one in found if one.stands_in_for is None}
    return [one for one in found if one.stands_in_for is None or one.id not in own]
