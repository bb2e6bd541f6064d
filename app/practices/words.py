"""Writing what a practice says beside its own row: owners' facets, words, sources, revisions."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlmodel import Session

from app.access.viewer import Viewer
from app.core.db import table
from app.directory.models import Member
from app.items import actions as items
from app.items.models import Item, Revision
from app.practices import facets
from app.practices.entry import COLUMNS, Changes, Entry, Source
from app.practices.models import Practice, PracticeFacet, PracticeSource

member = table(Member)
facet = table(PracticeFacet)
source = table(PracticeSource)
practice = table(Practice)

CHOSEN = (facets.PILLAR, facets.THEME, facets.STATUS, facets.STEP, facets.FACTOR)
"""The facets whose words an office chooses."""


def set_owners(db: Session, item_id: str, owners: Sequence[str]) -> None:
    """Let a practice be found by its members and their regional groups."""
    rows = db.execute(
        select(member.c.code, member.c.kind, member.c.regional_group).where(
            member.c.code.in_(owners)
        )
    ).all()
    groups = {facets.group_of(row.kind, row.regional_group) for row in rows}
    _replace_facet(db, item_id, facets.STATE, [row.code for row in rows])
    _replace_facet(db, item_id, facets.GROUP, sorted(groups))


def set_facets(db: Session, item_id: str, changes: Changes) -> None:
    """Put the chosen words of each facet that ``changes`` names in place of the old ones."""
    for code, values in (changes.facets or {}).items():
        _replace_facet(db, item_id, code, values)


def _replace_facet(db: Session, item_id: str, code: str, values: Sequence[str]) -> None:
    db.execute(delete(facet).where(facet.c.item_id == item_id, facet.c.facet == code))
    rows = [{"item_id": item_id, "facet": code, "value": value} for value in values]
    if rows:
        db.execute(insert(facet), rows)


def set_sources(db: Session, item_id: str, sources: Sequence[Source]) -> None:
    """Put ``sources`` in place of the old ones."""
    db.execute(delete(source).where(source.c.item_id == item_id))
    rows = [
        {"item_id": item_id, "place": place, "title": s.title, "url": s.url}
        for place, s in enumerate(sources, start=1)
    ]
    if rows:
        db.execute(insert(source), rows)


def says(entry: Entry) -> Mapping[str, Any]:
    """Return all that a practice says, as a revision keeps it."""
    said = {name: getattr(entry, name) for name in COLUMNS if name != "reason"}
    said |= {
        "template": entry.template,
        "language": entry.language,
        "audience": str(entry.audience),
        "facets": entry.facets,
        "sources": [[s.title, s.url] for s in entry.sources],
    }
    if entry.files:
        said["files"] = [[one.name, one.sha256] for one in entry.files]
    return said


def words_of(entry: Entry) -> Mapping[str, Any]:
    """Return what a practice says, without what acts and files add to it."""
    beside = {"template", "audience", "confirmed_on", "files"}
    return {name: value for name, value in says(entry).items() if name not in beside}


def revise(db: Session, viewer: Viewer, moved: Item, entry: Entry) -> Revision:
    """Keep what the practice says now."""
    body = json.dumps(says(entry), ensure_ascii=False, sort_keys=True, default=str)
    return items.revise(db, viewer, moved, body=body)


def copy(db: Session, entry: Entry, item_id: str) -> None:
    """Let another practice say what ``entry`` says; whose it is and who confirmed it stay."""
    own = {"reason", "confirmed_on"}
    said = {name: getattr(entry, name) for name in COLUMNS if name not in own}
    said["template"] = entry.template
    db.execute(update(practice).where(practice.c.item_id == item_id).values(said))
    for code in CHOSEN:
        _replace_facet(db, item_id, code, entry.of(code))
    set_sources(db, item_id, entry.sources)
