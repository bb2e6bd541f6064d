"""Who outside the staff was asked about a matter: by what was written, not by who could be now."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, or_, select

from app.core import clock
from app.core.db import table
from app.directory.letters import Person as Addressed
from app.directory.second_matter import What, place_of
from app.identity.models import Person
from app.identity.people import TAKEN_OUT
from app.mail.models import Letter

letter = table(Letter)
person = table(Person)
LASTS = timedelta(days=90)


def were_asked(
    conn: Connection, what: What, key: str, since: datetime | None = None
) -> Sequence[Addressed]:
    """Return to whom a letter about a matter was written, also who can judge it no more.

    Only those who are asked get the address of its page. No matter lasts for so long that letters
    before ``LASTS`` have to be looked through. ``since`` is when it was proposed, where two things
    are proposed about one matter: a review, and its end.
    """
    lately = or_(letter.c.sent_at.is_(None), letter.c.sent_at > clock.wall() - LASTS)
    first = clock.wall() - (clock.now() - since if since else LASTS)
    asked = (
        select(person.c.id, person.c.language)
        .join_from(person, letter, letter.c.person_id == person.c.id)
        .where(
            lately,
            letter.c.created_at >= first,
            letter.c.body.contains(place_of(what, key), autoescape=True),
            person.c.name != TAKEN_OUT,
        )
        .distinct()
        .order_by(person.c.id)
    )
    return [(row.id, row.language) for row in conn.execute(asked)]
