"""Writing what a practice says beside its own row: owners' facets, words, sources, revisions."""

import json
from collections.abc import Sequence

from sqlalchemy import delete, insert, select
from sqlmodel import Session

from app.access.viewer import Viewer
from app.core.db import table
from app.directory.models import Member
from app.items import actions as items
from app.items.models import Item
from app.practices import facets
from app.practices.entry import COLUMNS, Changes, Entry, Source
from app.practices.models import PracticeFacet, PracticeSource

member = table(Member)
facet = table(PracticeFacet)
source = table(PracticeSource)


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


def revise(db: Session, viewer: Viewer, moved: Item, entry: Entry) -> None:
    """Keep what the practice says now."""
    says = {name: getattr(entry, name) for name in COLUMNS if name != "reason"}
    says |= {
        "language": entry.language,
        "audience": str(entry.audience),
        "facets": entry.facets,
        "sources": [[s.title, s.url] for s in entry.sources],
    }
    if entry.files:
        says["files"] = [[one.name, one.sha256] for one in entry.files]
    body = json.dumps(says, ensure_ascii=False, sort_keys=True, default=str)
    items.revise(db, viewer, moved, body=body)
