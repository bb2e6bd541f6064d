"""What people chose: how each class of notices comes to them, and when digests do."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, bindparam, delete, select
from sqlmodel import Session

from app.access.viewer import Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core.db import table
from app.core.reading import Reading
from app.notifications.classes import (
    CLASSES,
    IN_DIGESTS,
    OWN_LEVELS,
    USUAL_HOUR,
    USUAL_WEEKDAY,
    How,
    NoticeClass,
)
from app.notifications.models import Digest, DigestLine, DigestTime, NoticeChoice, NoticeRead

choice = table(NoticeChoice)
times = table(DigestTime)
line = table(DigestLine)
digest = table(Digest)
read = table(NoticeRead)


@dataclass(frozen=True, slots=True)
class Choices:
    """All that one person chose, with what is usual where nothing was chosen."""

    hows: Mapping[NoticeClass, How] = field(
        default_factory=lambda: {one: said.usual for one, said in CLASSES.items()}
    )
    hour: int = USUAL_HOUR
    weekday: int = USUAL_WEEKDAY

    def without(self, what: NoticeClass | None) -> "Choices":
        """Return the choices without letters of a class, or (None) without any digest."""

        def stops(one: NoticeClass, how: How) -> bool:
            return how in IN_DIGESTS or one in OWN_LEVELS if what is None else one == what

        hows = {one: How.OFF if stops(one, how) else how for one, how in self.hows.items()}
        return Choices(hows, self.hour, self.weekday)


_HOWS_OF_ONE = Reading(
    select(choice.c.notice_class, choice.c.how).where(choice.c.person_id == bindparam("person_id"))
)
_TIMES = Reading(
    select(times.c.hour, times.c.weekday).where(times.c.person_id == bindparam("person_id"))
)
_HOWS = Reading(
    select(choice.c.person_id, choice.c.how).where(
        choice.c.notice_class == bindparam("notice_class"),
        choice.c.person_id.in_(bindparam("people", expanding=True)),
    )
)


def of_one(conn: Connection, person_id: str) -> Choices:
    """Return what a person chose."""
    asked = {"person_id": person_id}
    chosen = {NoticeClass(r.notice_class): How(r.how) for r in _HOWS_OF_ONE.all(conn, asked)}
    when = _TIMES.first(conn, asked)
    hours = (when.hour, when.weekday) if when else (USUAL_HOUR, USUAL_WEEKDAY)
    return Choices({**Choices().hows, **chosen}, *hours)


def of_many(
    conn: Connection, notice_class: NoticeClass, people: Collection[str]
) -> Mapping[str, How]:
    """Return how a class comes to each of ``people``; of nobody nothing is asked."""
    if not people:
        return {}
    asked = {"notice_class": notice_class, "people": sorted(people)}
    chosen = {row.person_id: How(row.how) for row in _HOWS.all(conn, asked)}
    return {one: chosen.get(one, CLASSES[notice_class].usual) for one in people}


def keep(db: Session, viewer: Viewer, person_id: str, wanted: Choices) -> None:
    """Keep what a person chose; ``viewer`` is that person, or nobody known who has their letter.

    What waits for a digest of a class that now comes by no letter is dropped.
    """
    before = of_one(db.connection(), person_id)
    if before == wanted:
        return
    for one, how in wanted.hows.items():
        if how != before.hows[one]:
            db.merge(NoticeChoice(person_id=person_id, notice_class=one, how=how))
    if (wanted.hour, wanted.weekday) != (before.hour, before.weekday):
        db.merge(DigestTime(person_id=person_id, hour=wanted.hour, weekday=wanted.weekday))
    off = [one for one, how in wanted.hows.items() if how == How.OFF]
    own = line.c.person_id == person_id
    db.execute(delete(line).where(own, line.c.notice_class.in_(off)))
    changed = {str(one): str(h) for one, h in wanted.hows.items() if h != before.hows[one]}
    record(db, Event.NOTICES_CHOSEN, viewer=viewer, subject=person_id, detail={**changed})


def forget(db: Session, person_id: str) -> None:
    """Delete what a person chose and how far the person has read."""
    for rows in (choice, times, line, digest, read):
        db.execute(delete(rows).where(rows.c.person_id == person_id))
