"""What a draft said each time somebody saved: for those who write it, and nobody else."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlmodel import Session

from app.access.viewer import Viewer
from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.directory.models import Member, Office
from app.identity.models import Person
from app.items.queries import labels_given, seen
from app.practices import words
from app.practices.entry import Changes, Entry
from app.practices.template import CURRENT
from app.practices.together.models import PracticeSaving

saving = table(PracticeSaving)
person = table(Person)
office = table(Office)
member = table(Member)

ONE_SITTING = timedelta(minutes=15)
"""What one person saves of one part within this time is one saving."""
MOST = 40
"""So many savings of a draft are kept, the latest."""
Says = Mapping[str, Any]
_PARTS = {"title": "what", "what_worked": "learned", "second_summary": "check", "status": "how"}
READERS = "readers"
WHOLE = "all"
"""The part that a saving has which says something of several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """One saving: by whom, for which office, which part, and what the draft said then."""

    number: int
    part: str
    version: int
    at: datetime
    person_id: str | None
    name: str | None
    office: str | None
    member: str | None
    member_name: str | None
    body: str

    @property
    def says(self) -> Says:
        """What the draft said."""
        return json.loads(self.body)  # type: ignore[no-any-return] # we wrote an object


_SAVED = (
    select(
        saving,
        person.c.name,
        office.c.kind.label("office"),
        office.c.member,
        member.c.name.label("member_name"),
    )
    .join_from(saving, person, person.c.id == saving.c.person_id, isouter=True)
    .join(office, office.c.id == saving.c.office_id, isouter=True)
    .join(member, member.c.code == office.c.member, isouter=True)
    .where(saving.c.item_id == bindparam("id"), seen(saving.c.item_id))
    .order_by(saving.c.number.desc())
)
_ALL = Reading(_SAVED.limit(MOST))
_LAST = Reading(_SAVED.limit(1))


def after(before: Says, changes: Changes) -> Says:
    """Return what a draft says once ``changes`` are saved."""
    said = {**before, **{key: value for key, value in changes.columns.items() if key != "reason"}}
    if changes.facets:
        chosen = {code: sorted(some, key=_in_order) for code, some in changes.facets.items()}
        said["facets"] = {**before.get("facets", {}), **chosen}
    if changes.sources is not None:
        said["sources"] = [[one.title, one.url] for one in changes.sources]
    if changes.audience is not None:
        said["audience"] = str(changes.audience)
    if changes.language is not None:
        said["language"] = changes.language
    return said


def _in_order(word: str) -> tuple[int, str]:
    """Sort numbered words as numbers, as an entry does."""
    return int(word) if word.isdecimal() else 0, word


def part_of(changes: Changes) -> str:
    """Return the page of the form to which ``changes`` belong."""
    found = [part for name, part in _PARTS.items() if name in changes.columns]
    found += [READERS] if changes.sources is not None else []
    return found[0] if len(found) == 1 else WHOLE


def note_first(db: Session, viewer: Viewer, item_id: str, changes: Changes) -> None:
    """Keep with what a draft began."""
    said = after({"template": CURRENT}, changes)
    _keep(db, viewer, item_id, said, part=part_of(changes), version=1)


def note(db: Session, viewer: Viewer, before: Entry, changes: Changes, *, version: int) -> None:
    """Keep what a draft says from now on, and who saved it."""
    said, part = after(words.says(before), changes), part_of(changes)
    _keep(db, viewer, before.id, said, part=part, version=version)


def _keep(  # noqa: PLR0913 - who, of what, and what it says
    db: Session, viewer: Viewer, item_id: str, said: Says, *, part: str, version: int
) -> None:
    mine = saving.c.item_id == item_id
    columns = (saving.c.number, saving.c.part, saving.c.person_id, saving.c.office_id, saving.c.at)
    last = db.execute(select(*columns).where(mine).order_by(saving.c.number.desc())).first()
    by = (part, viewer.person_id, viewer.office.id if viewer.office else None)
    now = clock.now()
    body = json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)
    row = {"version": version, "at": now, "body": body}
    if last and last[1:4] == by and now - last.at < ONE_SITTING:
        db.execute(update(saving).where(mine, saving.c.number == last.number).values(row))
        return
    number = last.number + 1 if last else 1
    key = {"item_id": item_id, "number": number, "part": by[0]}
    db.execute(insert(saving).values({**row, **key, "person_id": by[1], "office_id": by[2]}))
    db.execute(delete(saving).where(mine, saving.c.number <= number - MOST))


def forget(db: Session, item_id: str) -> None:
    """Delete how a draft came about: it is published."""
    db.execute(delete(saving).where(saving.c.item_id == item_id))


def begin_anew(db: Session, item_id: str) -> None:
    """Delete how a draft came about but what it says now: somebody else comes to write it."""
    mine = saving.c.item_id == item_id
    newest = select(saving.c.number).where(mine).order_by(saving.c.number.desc()).limit(1)
    last = db.execute(newest).scalar()
    db.execute(delete(saving).where(mine, saving.c.number != last))


def all_of(conn: Connection, viewer: Viewer, item_id: str) -> Sequence[Saved]:
    """Return the savings of a draft that the viewer sees, the latest first."""
    rows = _ALL.all(conn, {"id": item_id, **labels_given(viewer.labels)})
    return [_saved(row) for row in rows]


def last(conn: Connection, viewer: Viewer, item_id: str) -> Saved | None:
    """Return the latest saving of a draft that the viewer sees."""
    row = _LAST.first(conn, {"id": item_id, **labels_given(viewer.labels)})
    return _saved(row) if row else None


def _saved(row: Any) -> Saved:
    names = ("number", "part", "version", "at", "person_id", "name", "office", "member")
    return Saved(
        **{name: getattr(row, name) for name in names}, member_name=row.member_name, body=row.body
    )
