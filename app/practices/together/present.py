"""Who is writing on a draft just now: known by what the page keeps for them, whose words it hides.

Nobody is locked out by it. That somebody writes is told to those who write the same draft; what
they type is theirs alone until they save it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, select

from app.access.viewer import Viewer
from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.directory.viewers import seats_of
from app.identity.models import Person
from app.items.queries import Matter, labels_given, seen
from app.practices.models import PracticeAside
from app.practices.together.people import called, part_name

aside = table(PracticeAside)
person = table(Person)
JUST_NOW = timedelta(minutes=10)
MOST = 5

_TYPING = Reading(
    select(aside.c.person_id, person.c.name, aside.c.step, aside.c.at)
    .join_from(aside, person, person.c.id == aside.c.person_id)
    .where(
        aside.c.item_id == bindparam("id"),
        aside.c.at > bindparam("since"),
        aside.c.person_id != bindparam("me"),
        seen(aside.c.item_id),
    )
    .order_by(aside.c.at.desc())
    .limit(MOST)
)


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody who types into a part of a draft now, and has not saved it."""

    who: str
    part: str
    at: datetime


def writers(conn: Connection, viewer: Viewer, matter: Matter) -> Sequence[Writer]:
    """Return who else types into a draft now, for those who write it."""
    since = clock.now() - JUST_NOW
    me = viewer.person_id or ""
    given = {"id": matter.id, "since": since, "me": me, **labels_given(viewer.labels)}
    rows = _TYPING.all(conn, given)
    if not rows:
        return ()
    offices = {
        key: one
        for key, one in seats_of(conn, {row.person_id for row in rows})
        if one.member in matter.owners or viewer.member == one.member
    }
    found = []
    for row in rows:
        one = offices.get(row.person_id)
        if one is not None:
            words = called(viewer, row.name, one.kind, one.member, one.member_name)
            found.append(Writer(words, part_name(row.step), row.at))
    return found
