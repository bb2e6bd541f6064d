"""How far a person has read: kept for that person alone, and not at all where it is not wanted."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from app.access.viewer import Viewer
from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.identity import people
from app.manual.following.models import ManualRead, ManualUnmarked

read = table(ManualRead)
unmarked = table(ManualUnmarked)

_OFF = Reading(select(unmarked.c.person_id).where(unmarked.c.person_id == bindparam("person")))
_MARKS = Reading(
    select(read.c.chapter_id, read.c.edition, read.c.before).where(
        read.c.person_id == bindparam("person")
    )
)


@dataclass(frozen=True, slots=True)
class Mark:
    """In which edition a chapter was last read, and in which before that one, if in any."""

    edition: int
    before: int | None

    def base(self, now: int) -> int | None:
        """Return the edition that was read before ``now`` is; None where there is none."""
        if self.edition == now:
            return self.before
        return self.edition if self.edition < now else None


@dataclass(frozen=True, slots=True)
class Marks:
    """What a person has read, by chapter; ``kept`` is false where the person wants nothing kept."""

    kept: bool = False
    chapters: Mapping[str, Mark] = field(default_factory=dict)

    def wants(self, chapter_id: str, edition: int) -> bool:
        """Whether reading a chapter of ``edition`` is to be noted: it was not read so far."""
        found = self.chapters.get(chapter_id)
        return self.kept and (found is None or found.edition < edition)


def marks_of(conn: Connection, viewer: Viewer) -> Marks:
    """Return what the viewer has read; nothing for the public and for who came to read only."""
    person_id = reader_of(viewer)
    if person_id is None or _is_off(conn, person_id):
        return Marks()
    rows = _MARKS.all(conn, {"person": person_id})
    return Marks(True, {row.chapter_id: Mark(row.edition, row.before) for row in rows})


def reader_of(viewer: Viewer) -> str | None:
    """Return the person for whom marks can be kept: whoever is signed in to do more than read."""
    return None if viewer.reads_only else viewer.person_id


def _is_off(conn: Connection, person_id: str) -> bool:
    return _OFF.first(conn, {"person": person_id}) is not None


def mark(db: Session, person_id: str, chapter_id: str, edition: int, *, is_sqlite: bool) -> None:
    """Note that a person has read a chapter in ``edition``, unless nothing is to be kept.

    What was read in a later edition stays so. Of two pages that say so at once, one counts.
    """
    people.hold(db, person_id)  # whoever wants nothing kept, or is taken out, comes before or after
    if _is_off(db.connection(), person_id):
        return
    insert = sqlite.insert(read) if is_sqlite else postgresql.insert(read)
    noted = insert.values(
        person_id=person_id, chapter_id=chapter_id, edition=edition, at=clock.now()
    )
    db.execute(
        noted.on_conflict_do_update(
            index_elements=[read.c.person_id, read.c.chapter_id],
            set_={
                "edition": noted.excluded.edition,
                "before": read.c.edition,
                "at": noted.excluded.at,
            },
            where=read.c.edition < edition,
        )
    )


def choose(db: Session, person_id: str, *, kept: bool) -> None:
    """Keep from now on what is read, or forget all of it and keep nothing more."""
    people.hold(db, person_id)
    off = _is_off(db.connection(), person_id)
    if kept:
        db.execute(delete(unmarked).where(unmarked.c.person_id == person_id))
    elif not off:
        forget(db, person_id)
        db.add(ManualUnmarked(person_id=person_id))
        db.flush()


def forget(db: Session, person_id: str) -> None:
    """Delete what a person has read, and whether that is kept."""
    for rows in (read, unmarked):
        db.execute(delete(rows).where(rows.c.person_id == person_id))
