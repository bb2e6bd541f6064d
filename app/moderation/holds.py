"""Who of the secretariat has opened or taken over what waits: for colleagues to see, never long."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from app.access.viewer import Viewer
from app.core import clock
from app.core.db import table
from app.core.i18n import gettext, ngettext
from app.core.reading import Reading
from app.identity.models import Person
from app.identity.people import named
from app.moderation.models import Hold

OPENED = timedelta(minutes=15)
"""So long what somebody opened from the desk counts as open."""
TAKEN = timedelta(days=7)
"""So long what somebody took over stays with that person, unless it is given back or answered."""

hold = table(Hold)
person = table(Person)
_LIVE = Reading(
    select(hold.c.key, hold.c.person_id, hold.c.taken, hold.c.since, hold.c.until, person.c.name)
    .join_from(hold, person, person.c.id == hold.c.person_id)
    .where(
        hold.c.key.in_(bindparam("keys", expanding=True)),
        hold.c.until > bindparam("now"),
    )
)


def held(key: ColumnElement[str], by: ColumnElement[str] | None = None) -> ColumnElement[bool]:
    """Return the condition that somebody, or whoever ``by`` names, holds a thing: bind ``now``."""
    whose = () if by is None else (hold.c.person_id == by,)
    return (
        select(hold.c.key)
        .where(hold.c.key == key, hold.c.until > bindparam("now"), *whose)
        .correlate_except(hold)
        .exists()
    )


@dataclass(frozen=True, slots=True)
class Held:
    """That somebody opened a thing, or took it over."""

    person_id: str
    name: str
    taken: bool
    since: datetime
    until: datetime

    @property
    def words(self) -> str:
        """Say who, what and how long ago."""
        minutes = max(0, int((clock.now() - self.since).total_seconds()) // 60)
        if self.taken:
            return gettext("%(name)s took this over", name=self.name)
        if minutes < 1:
            return gettext("%(name)s opened this just now", name=self.name)
        return ngettext(
            "%(name)s opened this %(num)s minute ago",
            "%(name)s opened this %(num)s minutes ago",
            minutes,
            name=self.name,
        )


def live(conn: Connection, keys: Collection[str]) -> Mapping[str, Held]:
    """Return who holds which of ``keys`` now."""
    if not keys:
        return {}
    rows = _LIVE.all(conn, {"keys": sorted(keys), "now": clock.now()})
    return {
        row.key: Held(row.person_id, named(row.name), row.taken, row.since, row.until)
        for row in rows
    }


def by_others(conn: Connection, viewer: Viewer, key: str) -> str:
    """Return in words that a colleague holds a thing; nothing where none does."""
    found = live(conn, [key]).get(key)
    return found.words if found and found.person_id != viewer.person_id else ""


def opened(db: Session, viewer: Viewer, kind: str, key: str, *, is_sqlite: bool) -> None:
    """Note that the viewer opened a thing; what a colleague holds stays the colleague's."""
    now = clock.now()
    free = (hold.c.until <= now) | ((hold.c.person_id == viewer.person_id) & ~hold.c.taken)
    _put(db, viewer, kind, key, now + OPENED, taken=False, where=free, is_sqlite=is_sqlite)


def take_over(db: Session, viewer: Viewer, kind: str, key: str, *, is_sqlite: bool) -> None:
    """Take a thing over, from whoever held it."""
    until = clock.now() + TAKEN
    _put(db, viewer, kind, key, until, taken=True, where=None, is_sqlite=is_sqlite)


def give_back(db: Session, viewer: Viewer, keys: Collection[str]) -> None:
    """Hold those of ``keys`` no longer that the viewer holds."""
    mine = (hold.c.key.in_(sorted(keys)), hold.c.person_id == viewer.person_id)
    db.execute(delete(hold).where(*mine))


def _put(  # noqa: PLR0913 - what is written, by name
    db: Session,
    viewer: Viewer,
    kind: str,
    key: str,
    until: datetime,
    *,
    taken: bool,
    where: Any,
    is_sqlite: bool,
) -> None:
    insert = sqlite.insert(hold) if is_sqlite else postgresql.insert(hold)
    said = {"person_id": viewer.person_id, "taken": taken, "since": clock.now(), "until": until}
    made = insert.values(kind=kind, key=key, **said)
    wanted = [hold.c.kind, hold.c.key]
    db.execute(made.on_conflict_do_update(index_elements=wanted, set_=said, where=where))


def sweep(db: Session) -> None:
    """Forget what nobody holds any more."""
    db.execute(delete(hold).where(hold.c.until <= clock.now()))


def forget(db: Session, person_id: str) -> None:
    """Let a person hold nothing any more."""
    db.execute(delete(hold).where(hold.c.person_id == person_id))
