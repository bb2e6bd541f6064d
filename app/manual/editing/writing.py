"""Who writes at which section, and the text set aside: of one person, and never in the draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, delete, or_, select
from sqlmodel import Session

from app.access.viewer import Viewer
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.core.i18n import N_
from app.identity.models import Person
from app.identity.people import named
from app.manual.editing.models import Writing
from app.manual.rules import MOST_CHAPTER
from app.text.limits import TextTooLong

writing = table(Writing)
person = table(Person)

ALIVE = timedelta(minutes=10)
KEPT = timedelta(days=90)
"""So long a text set aside waits for its writer."""


class OtherWindow(Conflict):
    """The same person keeps another text of the section."""

    message = N_(
        "Another window of yours keeps another text of this section, so this one is not kept"
        " aside. Save it, or open the section again and take up the text that was kept."
    )


class KeptSince(OtherWindow):
    """What would be thrown away is not what this window saw."""

    message = N_(
        "Another window of yours has kept another text of this section since, so nothing is thrown"
        " away. Look at it first: it stands here."
    )


@dataclass(frozen=True, slots=True)
class Place:
    """A section of a chapter, and the chapter's version that a text of it began from."""

    chapter_id: str
    section: str
    version: int


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody else who writes at a section, and since when."""

    name: str
    since: datetime
    section: str


@dataclass(frozen=True, slots=True)
class Aside:
    """A text that was set aside: of which state of the chapter, when, and for which time."""

    version: int
    turn: int
    at: datetime
    source: str


def others(conn: Connection, viewer: Viewer, chapter_id: str) -> Sequence[Other]:
    """Return who else has written in a chapter in the last minutes."""
    rows = conn.execute(
        select(person.c.name, writing.c.began_at, writing.c.section)
        .join_from(writing, person, person.c.id == writing.c.person_id)
        .where(
            writing.c.chapter_id == chapter_id,
            writing.c.person_id != viewer.person_id,
            writing.c.seen_at > clock.now() - ALIVE,
        )
        .order_by(writing.c.began_at, person.c.name)
    )
    return [Other(named(row.name), row.began_at, row.section) for row in rows]


def aside(conn: Connection, viewer: Viewer, chapter_id: str, section: str) -> Aside | None:
    """Return the text that the viewer set aside at a section, None where there is none."""
    columns = (writing.c.version, writing.c.turn, writing.c.seen_at, writing.c.source)
    row = conn.execute(select(*columns).where(_own(viewer, chapter_id, section))).first()
    return None if row is None or row.source is None else Aside(*row)


def mark(db: Session, viewer: Viewer, place: Place) -> Writing:
    """Note that the viewer writes at a section now."""
    key = (viewer.person_id, place.chapter_id, place.section)
    found = db.get(Writing, key, with_for_update=True)
    now = clock.now()
    if found is None:
        found = Writing(
            person_id=str(viewer.person_id),
            chapter_id=place.chapter_id,
            section=place.section,
            began_at=now,
        )
    elif found.seen_at <= now - ALIVE:
        found.began_at = now
    found.seen_at = now
    db.add(found)
    db.flush()
    return found


def set_aside(db: Session, viewer: Viewer, place: Place, turn: int, source: str) -> int:
    """Keep a text for its writer and return its turn.

    Raises:
        OtherWindow: what is kept is not what this window kept last.
    """
    found = mark(db, viewer, place)
    if found.source is not None and found.turn != turn and found.source != source:
        raise OtherWindow
    found.source, found.version, found.turn = source, place.version, found.turn + 1
    db.add(found)
    db.flush()
    return found.turn


@dataclass(frozen=True, slots=True)
class Patch:
    """What changed of a text: ``text`` stands from ``start`` to ``stop``, or is the ``whole``."""

    start: int
    stop: int
    length: int
    text: str
    whole: bool


def patch(db: Session, viewer: Viewer, place: Place, turn: int, change: Patch) -> int:
    """Keep what changed since a window last kept its text, and return the turn.

    Raises:
        OtherWindow: what is kept is not what this window kept last.
        TextTooLong: the text is longer than a chapter may be.
    """
    key = (viewer.person_id, place.chapter_id, place.section)
    found = db.get(Writing, key, with_for_update=True)
    old = (found.source or "") if found else ""
    fits = change.start <= change.stop <= len(old)
    new = change.text if change.whole else old[: change.start] + change.text + old[change.stop :]
    if len(new) > MOST_CHAPTER:
        raise TextTooLong(length=len(new), most=MOST_CHAPTER)
    foreign = found is not None and found.source is not None and found.turn != turn
    if foreign or len(new) != change.length or not (fits or change.whole):
        raise OtherWindow
    return set_aside(db, viewer, place, turn, new)


def stop(db: Session, viewer: Viewer, place: Place, turn: int, source: str) -> None:
    """Note that a window has saved its text; what another window set aside stays."""
    own = or_(writing.c.source.is_(None), writing.c.turn == turn, writing.c.source == source)
    db.execute(delete(writing).where(_own(viewer, place.chapter_id, place.section), own))


def drop(db: Session, viewer: Viewer, place: Place, turn: int) -> None:
    """Throw away what the viewer set aside at a section, as a window saw it.

    Raises:
        KeptSince: what is kept is not what that window saw.
    """
    found = db.get(
        Writing, (viewer.person_id, place.chapter_id, place.section), with_for_update=True
    )
    if found is None:
        return
    if found.source is not None and found.turn != turn:
        raise KeptSince
    db.delete(found)
    db.flush()


def forget(db: Session, person_id: str) -> None:
    """Delete where one person wrote, and what that person set aside."""
    db.execute(delete(writing).where(writing.c.person_id == person_id))


def sweep(db: Session) -> None:
    """Delete who wrote where minutes ago, and what was set aside long ago."""
    now = clock.now()
    idle = and_(writing.c.source.is_(None), writing.c.seen_at < now - ALIVE)
    db.execute(delete(writing).where(or_(idle, writing.c.seen_at < now - KEPT)))


def _own(viewer: Viewer, chapter_id: str, section: str) -> ColumnElement[bool]:
    return and_(
        writing.c.person_id == viewer.person_id,
        writing.c.chapter_id == chapter_id,
        writing.c.section == section,
    )
