"""The versions of a practice that were published, and the change of it that is under way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update
from sqlmodel import Session

from app.access.audience import Audience, knows_readers
from app.access.viewer import Viewer
from app.core.db import table
from app.core.reading import Reading
from app.directory.widening import wider
from app.items.models import Item, Revision
from app.items.queries import Matter, labels_given, seen
from app.practices.entry import Entry
from app.practices.models import PracticeRevision, PracticeVersion
from app.practices.rules import UNDER_WAY

item = table(Item)
changed = table(PracticeRevision)
revision = table(Revision)
version = table(PracticeVersion)

MOST = 200
"""So many versions are listed; whoever reaches that has other troubles."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version that was published: its number, its day, its form, and for whom it then was."""

    number: int
    at: datetime
    template: int
    audience: Audience


@dataclass(frozen=True, slots=True)
class Change:
    """A change that is under way: the practice that holds its words, and how far it has come."""

    id: str
    stage: str


_PUBLISHED = (
    select(version.c.number, revision.c.at, version.c.template, version.c.audience)
    .join_from(
        version,
        revision,
        (revision.c.item_id == version.c.item_id) & (revision.c.number == version.c.revision),
    )
    .where(version.c.item_id == bindparam("id"))
    .order_by(version.c.number.desc())
)
_VERSIONS = Reading(_PUBLISHED.limit(MOST))
_NEWEST = Reading(_PUBLISHED.limit(1))
_SAYS = Reading(
    select(version.c.number, revision.c.body)
    .join_from(
        version,
        revision,
        (revision.c.item_id == version.c.item_id) & (revision.c.number == version.c.revision),
    )
    .where(
        version.c.item_id == bindparam("id"),
        version.c.number.in_(bindparam("numbers", expanding=True)),
    )
)
_UNDER_WAY = Reading(
    select(item.c.id, item.c.stage)
    .join_from(changed, item, item.c.id == changed.c.item_id)
    .where(
        changed.c.revises == bindparam("id"),
        item.c.stage.in_(sorted(UNDER_WAY)),
        seen(item.c.id),
    )
)
_OF = Reading(select(changed.c.revises).where(changed.c.item_id == bindparam("id")))
_ENDED = Reading(
    select(item.c.id)
    .join_from(changed, item, item.c.id == changed.c.item_id)
    .where(changed.c.revises == bindparam("id"), seen(item.c.id))
)


def keep(db: Session, moved: Item, entry: Entry, made: Revision) -> None:
    """Keep a revision as the next version that was published."""
    own = version.c.item_id == moved.id
    last = db.execute(select(func.coalesce(func.max(version.c.number), 0)).where(own)).scalar_one()
    row = {
        "item_id": moved.id,
        "number": last + 1,
        "revision": made.number,
        "template": entry.template,
        "audience": moved.audience,
    }
    db.execute(insert(version).values(row))


def open_to(db: Session, item_id: str, audience: str) -> None:
    """Note that the current version is for other readers now; earlier ones stay as they were."""
    newest = (
        select(func.max(version.c.number)).where(version.c.item_id == item_id).scalar_subquery()
    )
    mine = (version.c.item_id == item_id, version.c.number == newest)
    db.execute(update(version).where(*mine).values(audience=audience))


def versions(conn: Connection, viewer: Viewer, matter: Matter) -> Sequence[Version]:
    """Return the versions of a practice that the viewer may read, the newest first.

    The viewer sees the practice. Words that were for fewer than read it today stay with these: an
    earlier version is for its office and the Secretariat where somebody came to its readers since.
    """
    rows = _VERSIONS.all(conn, {"id": matter.id})
    found = [_version(row) for row in rows]
    if knows_readers(viewer, matter.owners):
        return found
    now = Audience.parse(matter.audience)
    return [one for place, one in enumerate(found) if not place or _was_for(conn, one, now)]


def newest(conn: Connection, item_id: str) -> Version | None:
    """Return the version that readers of a practice read now; the caller found that one is."""
    row = _NEWEST.first(conn, {"id": item_id})
    return _version(row) if row else None


def _version(row: Any) -> Version:
    return Version(row.number, row.at, row.template, Audience.parse(row.audience))


def _was_for(conn: Connection, one: Version, now: Audience) -> bool:
    return one.audience == now or not wider(conn, one.audience, now)


def says(conn: Connection, item_id: str, numbers: Sequence[int]) -> Mapping[int, str]:
    """Return what versions of a practice say, as revisions keep it; the caller may read them."""
    rows = _SAYS.all(conn, {"id": item_id, "numbers": list(numbers)})
    return {row.number: row.body for row in rows}


def under_way(conn: Connection, viewer: Viewer, item_id: str) -> Change | None:
    """Return the change of a practice that is under way, None where the viewer sees none."""
    row = _UNDER_WAY.first(conn, {"id": item_id, **labels_given(viewer.labels)})
    return Change(row.id, row.stage) if row else None


def original_of(conn: Connection, item_id: str) -> str | None:
    """Return the practice that ``item_id`` is a change of, None where it is one of its own."""
    row = _OF.first(conn, {"id": item_id})
    return row.revises if row else None


def changes_of(conn: Connection, viewer: Viewer, item_id: str) -> Sequence[str]:
    """Return the ids of all changes of a practice that the viewer sees, ended ones as well."""
    return [row.id for row in _ENDED.all(conn, {"id": item_id, **labels_given(viewer.labels)})]
