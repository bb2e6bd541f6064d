"""Reading translations: those shown with an entry, one's own drafts, and what is offered."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, func, select

from app.access.audience import Audience
from app.access.viewer import Viewer
from app.core.db import table
from app.core.reading import Reading
from app.directory.models import Member
from app.directory.widening import wider
from app.items.models import Item, Revision
from app.practices.models import PracticeVersion
from app.practices.translating.models import PracticeTranslating, PracticeTranslation
from app.practices.translating.values import Stage, Translation, Written, unpacked

shown = table(PracticeTranslation)
writing = table(PracticeTranslating)
version = table(PracticeVersion)
revision = table(Revision)
member = table(Member)
item = table(Item)

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_agreeing = member.alias("agreeing")
_latest = version.alias("latest")
_newest = (
    select(func.max(_latest.c.number)).where(_latest.c.item_id == shown.c.item_id).scalar_subquery()
)
_SHOWN = Reading(
    select(
        shown,
        member.c.name,
        revision.c.at.label("made_for_at"),
        _newest.label("current"),
        version.c.audience.label("then"),
        item.c.audience.label("now"),
        _agreeing.c.name.label("agreed_name"),
    )
    .join_from(shown, member, member.c.code == shown.c.member)
    .join(item, item.c.id == shown.c.item_id)
    .join(_agreeing, _agreeing.c.code == shown.c.agreed_by, isouter=True)
    .join(
        version,
        (version.c.item_id == shown.c.item_id) & (version.c.number == shown.c.made_for),
    )
    .join(
        revision,
        (revision.c.item_id == version.c.item_id) & (revision.c.number == version.c.revision),
    )
    .where(shown.c.item_id.in_(_IDS))
    .order_by(shown.c.language)
)
_WRITTEN = select(writing, member.c.name).join_from(
    writing, member, member.c.code == writing.c.member
)
_OWN = Reading(
    _WRITTEN.where(
        writing.c.item_id == bindparam("id"), writing.c.member == bindparam("member")
    ).order_by(writing.c.language)
)
_OFFERED = Reading(
    _WRITTEN.where(writing.c.item_id == bindparam("id"), writing.c.stage == Stage.OFFERED).order_by(
        writing.c.language, writing.c.member
    )
)
_NEWEST = Reading(
    select(func.max(version.c.number).label("number")).where(version.c.item_id == bindparam("id"))
)


def of_items(conn: Connection, ids: Sequence[str]) -> Mapping[str, tuple[Translation, ...]]:
    """Return by entry the translations shown with it; the caller has found who sees the entry."""
    found: dict[str, list[Translation]] = defaultdict(list)
    for row in _SHOWN.all(conn, {"ids": list(ids)}) if ids else ():
        found[row.item_id].append(
            Translation(
                language=row.language,
                texts=unpacked(row.texts),
                member=row.member,
                member_name=row.name,
                agreed_by=row.agreed_name,
                at=row.shown_at,
                made_for=row.made_for,
                made_for_at=row.made_for_at,
                current=row.current,
                kept_back=_kept_back(conn, row),
            )
        )
    return {key: tuple(some) for key, some in found.items()}


def _kept_back(conn: Connection, row: Any) -> bool:
    """Whether what was translated is an earlier version, which fewer people may read."""
    if row.made_for == row.current or row.then == row.now:
        return False
    return wider(conn, Audience.parse(row.then), Audience.parse(row.now))


def code_of(viewer: Viewer) -> str | None:
    """Return for whom the viewer translates: a member, or the Secretariat; None for nobody."""
    return viewer.office.member if viewer.office else None


def own(conn: Connection, viewer: Viewer, item_id: str) -> Sequence[Written]:
    """Return what the viewer's member, or the Secretariat, is writing of an entry."""
    code = code_of(viewer)
    return [_written(row) for row in _OWN.all(conn, {"id": item_id, "member": code})]


def offered(conn: Connection, item_id: str) -> Sequence[Written]:
    """Return what is offered to the owner of an entry; the caller may decide about it."""
    return [_written(row) for row in _OFFERED.all(conn, {"id": item_id})]


def current(conn: Connection, item_id: str) -> int:
    """Return the number of the version that is published."""
    return int(_NEWEST.first(conn, {"id": item_id}).number)


def _written(row: Any) -> Written:
    return Written(
        id=row.id,
        item_id=row.item_id,
        language=row.language,
        member=row.member,
        member_name=row.name,
        stage=row.stage,
        made_for=row.made_for,
        version=row.version,
        texts=unpacked(row.texts),
        reason=row.reason,
        changed_at=row.changed_at,
    )
