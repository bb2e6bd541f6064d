"""Reading practices, always from what the viewer may see: entries, titles, drafts."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, func, select

from app.access.audience import Audience, Circle
from app.access.viewer import Viewer
from app.core.db import table
from app.core.reading import Reading
from app.directory.audiences import Names, offices_named
from app.directory.models import Member, Office
from app.files.queries import of_items
from app.items.models import Item, ItemLabel, ItemOwner, Kind
from app.items.queries import labels_given, seen
from app.practices.behalf.known import unconfirmed
from app.practices.entry import BY_ACTS, COLUMNS, Entry, Source
from app.practices.models import (
    Practice,
    PracticeFacet,
    PracticeRevision,
    PracticeSource,
)
from app.practices.rules import BEING_WRITTEN
from app.practices.translating import queries as translations
from app.practices.unnamed.known import without_name

item = table(Item)
label = table(ItemLabel)
owner = table(ItemOwner)
member = table(Member)
office = table(Office)
practice = table(Practice)
source = table(PracticeSource)
facet = table(PracticeFacet)
revision = table(PracticeRevision)
_original = item.alias("original")
_FIELDS = (*COLUMNS, *sorted(BY_ACTS))

MOST_DRAFTS = 50


@dataclass(frozen=True, slots=True)
class Draft:
    """A practice that an office is still writing."""

    id: str
    title: str
    stage: str
    changed_at: datetime


_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_ENTRIES = Reading(
    select(
        item.c.id,
        func.coalesce(item.c.number, _original.c.number).label("number"),
        item.c.stage,
        item.c.version,
        item.c.language,
        func.coalesce(_original.c.audience, item.c.audience).label("audience"),
        item.c.changed_at,
        *(practice.c[name] for name in _FIELDS),
        revision.c.revises,
        unconfirmed(item.c.id).label("on_behalf"),
        without_name(item.c.id).label("unnamed"),
        office.c.kind.label("contact_kind"),
        office.c.member.label("contact_member"),
    )
    .join_from(item, practice)
    .join(office, office.c.id == practice.c.contact_office, isouter=True)
    .join(revision, revision.c.item_id == item.c.id, isouter=True)
    .join(_original, _original.c.id == revision.c.revises, isouter=True)
    .where(item.c.id.in_(_IDS), seen(item.c.id))
)
_OWNERS = Reading(select(owner.c.item_id, owner.c.member).where(owner.c.item_id.in_(_IDS)))
_FACETS = Reading(select(facet).where(facet.c.item_id.in_(_IDS)))
_SOURCES = Reading(select(source).where(source.c.item_id.in_(_IDS)).order_by(source.c.place))
_NAMES = select(member.c.code, member.c.name)
_TITLES = Reading(
    select(item.c.id, practice.c.title)
    .join_from(item, practice)
    .where(item.c.id.in_(_IDS), seen(item.c.id))
)
_DRAFTS = Reading(
    select(item.c.id, practice.c.title, item.c.stage, item.c.changed_at)
    .join_from(owner, item, item.c.id == owner.c.item_id)
    .join(practice, practice.c.item_id == item.c.id)
    .where(
        owner.c.member == bindparam("member"),
        item.c.kind == Kind.PRACTICE,
        item.c.stage.in_(bindparam("stages", expanding=True)),
        seen(item.c.id),
    )
    .order_by(item.c.changed_at.desc(), item.c.id)
    .limit(MOST_DRAFTS)
)


def entries(
    conn: Connection, viewer: Viewer, ids: Sequence[str], *, files: bool = True
) -> Mapping[str, Entry]:
    """Return those of ``ids`` that are practices and that the viewer may see."""
    return entries_by(conn, viewer.reads_by, ids, files=files)


def entries_by(
    conn: Connection, labels: Iterable[str], ids: Sequence[str], *, files: bool = True
) -> Mapping[str, Entry]:
    """Return those of ``ids`` that are practices and carry one of ``labels``, with ``files``."""
    rows = _ENTRIES.all(conn, {"ids": list(ids), **labels_given(tuple(labels))})
    found = [row.id for row in rows]
    owners = _grouped(conn, _OWNERS, found, "member")
    facets = _grouped(conn, _FACETS, found, "facet", "value")
    sources = _grouped(conn, _SOURCES, found, "title", "url")
    kept = of_items(conn, found) if files else {}
    names = {row.code: row.name for row in conn.execute(_NAMES)} if found else {}
    chosen = {code for row in rows for code in Audience.parse(row.audience).codes(Circle.OFFICES)}
    called = Names(names, offices_named(conn, chosen))
    made = {row.id: _entry(row, owners, facets, sources, called) for row in rows}
    said = translations.of_items(conn, found)
    return {
        key: replace(one, files=kept.get(key, ()), translations=said.get(key, ()))
        for key, one in made.items()
    }


def entry(conn: Connection, viewer: Viewer, item_id: str) -> Entry | None:
    """Return one practice whatever its stage, None where the viewer may not see it."""
    return entries(conn, viewer, [item_id]).get(item_id)


def _grouped(
    conn: Connection, reading: Reading, ids: Sequence[str], *columns: str
) -> Mapping[str, list[tuple[Any, ...]]]:
    found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in reading.all(conn, {"ids": list(ids)}) if ids else ():
        found[row.item_id].append(tuple(getattr(row, column) for column in columns))
    return found


def _entry(
    row: Any,
    owners: Mapping[str, list[tuple[Any, ...]]],
    facets: Mapping[str, list[tuple[Any, ...]]],
    sources: Mapping[str, list[tuple[Any, ...]]],
    called: Names,
) -> Entry:
    words: dict[str, list[str]] = defaultdict(list)
    for code, value in sorted(facets.get(row.id, ()), key=_in_order):
        words[code].append(value)
    audience = Audience.parse(row.audience)
    owning = tuple(sorted(code for (code,) in owners.get(row.id, ())))
    names = called.members
    named = {*owning, *audience.codes(Circle.MEMBERS), *audience.codes(Circle.ORGANISATION)}
    chosen = audience.codes(Circle.OFFICES)
    return Entry(
        id=row.id,
        number=row.number,
        stage=row.stage,
        version=row.version,
        language=row.language,
        audience=audience,
        changed_at=row.changed_at,
        owners=owning,
        names={code: names[code] for code in named if code in names},
        offices={key: one for key, one in called.offices.items() if key in chosen},
        facets=dict(words),
        sources=tuple(Source(*pair) for pair in sources.get(row.id, ())),
        revises=row.revises,
        on_behalf=row.on_behalf,
        unnamed=row.unnamed,
        contact_kind=row.contact_kind,
        contact_member=row.contact_member,
        **{name: getattr(row, name) for name in _FIELDS},
    )


def _in_order(pair: tuple[str, str]) -> tuple[str, int, str]:
    """Sort numbered words (pillars, risk factors) as numbers."""
    code, value = pair
    return code, int(value) if value.isdecimal() else 0, value


def titles(conn: Connection, viewer: Viewer, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return title and address of those of ``ids`` that are practices the viewer may see."""
    rows = _TITLES.all(conn, {"ids": list(ids), **labels_given(viewer.reads_by)})
    return {row.id: (row.title, f"/practices/{row.id}") for row in rows}


def drafts(
    conn: Connection, viewer: Viewer, stages: Collection[str] = BEING_WRITTEN
) -> Sequence[Draft]:
    """Return the practices of the viewer's office in ``stages``, the latest change first."""
    if viewer.member is None:
        return []
    values = {"member": viewer.member, "stages": sorted(stages), **labels_given(viewer.labels)}
    return [Draft(*row) for row in _DRAFTS.all(conn, values)]
