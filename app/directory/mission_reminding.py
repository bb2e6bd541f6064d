"""Two weeks before a mission stops reading whoever holds its office is told, once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, bindparam, select, update

from app.access.labels import office_label
from app.core import clock
from app.core.db import table
from app.core.i18n import N_
from app.directory.holding import appointment, held_today
from app.directory.mission_reading import reading
from app.directory.rules import Told
from app.identity.models import Person
from app.notifications.classes import NoticeClass
from app.notifications.post import Addressee, LetterKind, News, Post
from app.web.components import date_words
from app.web.portal import Portal

REMINDED = timedelta(days=14)
AT_ONCE = 50
READING_ENDS = LetterKind(N_("Your mission reads until %(day)s"), "mission-reading-ends")

person = table(Person)


@dataclass(frozen=True, slots=True)
class Ending:
    """A reading that ends soon, and who holds the mission's office."""

    id: str
    office_id: str
    until: date
    person_id: str
    language: str | None


_ENDING = (
    select(
        reading.c.id,
        reading.c.office_id,
        reading.c.until,
        person.c.id.label("person_id"),
        person.c.language,
    )
    .join_from(reading, appointment, appointment.c.office_id == reading.c.office_id)
    .join(person, person.c.id == appointment.c.person_id)
    .where(
        held_today(),
        reading.c.ended_at.is_(None),
        reading.c.reminded_on.is_(None),
        reading.c.starts <= bindparam("today"),
        reading.c.until >= bindparam("today"),
        reading.c.until <= bindparam("soon"),
    )
    .order_by(reading.c.until, reading.c.id)
    .limit(AT_ONCE)
)


def ending(conn: Connection) -> Sequence[Ending]:
    """Return the readings of whose end nobody was told yet, the nearest first."""
    asked = {"today": clock.today(), "soon": clock.today() + REMINDED}
    return [Ending(*row) for row in conn.execute(_ENDING, asked)]


def remind_due(portal: Portal) -> int:
    """Write about every reading that ends soon; return about how many."""
    with portal.db.read() as conn:
        due = ending(conn)
    return sum(_remind(portal, one) for one in due)


def _remind(portal: Portal, one: Ending) -> bool:
    """Write to one holder, unless it was ended or another worker has just done so."""
    news = News(NoticeClass.DIRECTORY, Told.READING_ENDS, "/home")
    told = update(reading).where(
        reading.c.id == one.id, reading.c.reminded_on.is_(None), reading.c.ended_at.is_(None)
    )
    with portal.db.unit_of_work() as db:
        told = told.values(reminded_on=clock.today())
        if db.execute(told.returning(reading.c.id)).first() is None:
            return False
        to = Addressee(one.person_id, one.language, office_label(one.office_id))
        Post.of(portal).send(db, news, [to], READING_ENDS, lambda: {"day": date_words(one.until)})
    return True
