"""Lists of requests: from labels, what lives first, newest first, as costly as what is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    String,
    bindparam,
    func,
    select,
    tuple_,
    union_all,
)

from app.access.labels import PUBLIC, SECRETARIAT, member_label
from app.access.viewer import Viewer
from app.assistance.queries import item, item_label, item_owner, member, request
from app.assistance.sealing import REQUEST, opened
from app.core.reading import Reading
from app.core.seal import Seal
from app.items.models import Kind
from app.items.queries import BEGINNING, Cursor
from app.sealing.keys import Keys, wrapped_for
from app.vocabulary.packed import holds, pattern, unpacked

PAGE = 20
BELOW = tuple_(item_label.c.sort_key, item_label.c.item_id) < tuple_(
    bindparam("below"), bindparam("below_id")
)
NEWEST = (item_label.c.sort_key.desc(), item_label.c.item_id.desc())


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A request as a row of a list; ``result`` is told to its two sides only."""

    id: str
    number: str | None
    stage: str
    audience: str
    language: str
    owner: str
    owner_name: str
    title: str
    themes: tuple[str, ...]
    modalities: tuple[str, ...]
    languages: tuple[str, ...]
    answer_by: date | None
    opened_on: date | None
    result: str | None
    key: int

    @property
    def cursor(self) -> str:
        """Where a page that ends here goes on, as it stands in an address."""
        return f"{self.key}.{self.id}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to, and which part of it is read; nothing chosen narrows nothing."""

    theme: str = ""
    modality: str = ""
    stages: tuple[str, ...] = ()
    below: Cursor = BEGINNING
    most: int = PAGE

    @property
    def used(self) -> frozenset[str]:
        """The names of the conditions in use."""
        return frozenset(n for n in ("theme", "modality", "stages") if getattr(self, n))

    @property
    def values(self) -> dict[str, Any]:
        """The values bound to the conditions in use and to the part that is read."""
        bound: dict[str, Any] = {
            "theme": pattern(self.theme),
            "modality": pattern(self.modality),
            "stages": list(self.stages),
        }
        used = {name: bound[name] for name in self.used}
        key, item_id = self.below
        return {**used, "below": key, "below_id": item_id, "most": self.most}


_CONDITIONS: Mapping[str, ColumnElement[bool]] = {
    "theme": holds(request.c.themes, "theme"),
    "modality": holds(request.c.modalities, "modality"),
    "stages": item.c.stage.in_(bindparam("stages", expanding=True)),
    "own": item_owner.c.member == bindparam("member"),
    "others": item_owner.c.member != bindparam("member"),
}


def _fits(used: frozenset[str]) -> ColumnElement[bool]:
    """Return the condition on one entry of the label index; asked entry by entry, newest first."""
    return (
        select(request.c.item_id)
        .join_from(request, item, item.c.id == request.c.item_id)
        .join(item_owner, item_owner.c.item_id == item.c.id)
        .where(
            request.c.item_id == item_label.c.item_id,
            *(_CONDITIONS[name] for name in sorted(used)),
        )
        .correlate(item_label)
        .exists()
    )


_SHOWN = ("title", "themes", "modalities", "languages", "answer_by", "opened_at", "result")


@cache
def _page(labels: int, used: frozenset[str]) -> Reading:
    """Prebuilt: a page of requests for so many labels, narrowed by the conditions ``used``."""
    parties = [bindparam(f"label_{n}", type_=String) for n in range(labels)]
    branches = [
        select(item_label.c.item_id, item_label.c.sort_key)
        .where(
            item_label.c.label == party,
            item_label.c.kind == Kind.REQUEST,
            BELOW,
            *([_fits(used)] if used else []),
        )
        .order_by(*NEWEST)
        .limit(bindparam("most"))
        .subquery()
        for party in parties
    ]
    found = union_all(*(select(b) for b in branches)).subquery()
    key = func.max(found.c.sort_key)
    page = (
        select(found.c.item_id, key.label("sort_key"))
        .group_by(found.c.item_id)
        .order_by(key.desc(), found.c.item_id.desc())
        .limit(bindparam("most"))
        .subquery()
    )
    return Reading(
        select(
            page.c.sort_key,
            item,
            *(request.c[name] for name in _SHOWN),
            member.c.code.label("owner"),
            member.c.name.label("owner_name"),
            wrapped_for(item.c.id, parties).label("wrapped"),
        )
        .join_from(page, item, item.c.id == page.c.item_id)
        .join(request, request.c.item_id == item.c.id)
        .join(item_owner, item_owner.c.item_id == item.c.id)
        .join(member, member.c.code == item_owner.c.member)
        .order_by(page.c.sort_key.desc(), item.c.id.desc())
    )


def _labels(viewer: Viewer) -> Sequence[str]:
    """Return the labels a request can carry for this viewer."""
    if viewer.in_secretariat:
        return (SECRETARIAT,)
    return [x for x in viewer.labels if x != PUBLIC and not x.startswith("person:")]


def _requests(
    conn: Connection, viewer: Viewer, seal: Seal, wanted: Wanted, **side: str
) -> Sequence[Listed]:
    """Return a page of requests; ``side`` is ``own=`` or ``others=`` with a member's code."""
    labels = [member_label(side["own"])] if "own" in side else _labels(viewer)
    if not labels:
        return []
    values = {f"label_{n}": label for n, label in enumerate(labels)} | wanted.values
    if side:
        (values["member"],) = side.values()
    rows = _page(len(labels), wanted.used | frozenset(side)).all(conn, values)
    keys = Keys(conn, seal, viewer.labels)
    return [_listed(row, viewer, keys) for row in rows]


def _listed(row: Any, viewer: Viewer, keys: Keys) -> Listed:
    side = viewer.in_secretariat or viewer.member == row.owner
    return Listed(
        id=row.id,
        number=row.number,
        stage=row.stage,
        audience=row.audience,
        language=row.language,
        owner=row.owner,
        owner_name=row.owner_name,
        title=opened(keys.of(row.id, row.wrapped), REQUEST, row.id, "title", row.title),
        themes=unpacked(row.themes),
        modalities=unpacked(row.modalities),
        languages=unpacked(row.languages),
        answer_by=row.answer_by,
        opened_on=row.opened_at.date() if row.opened_at else None,
        result=row.result if side else None,
        key=row.sort_key,
    )


def visible(conn: Connection, viewer: Viewer, seal: Seal, wanted: Wanted) -> Sequence[Listed]:
    """Return every request the viewer may see: what lives first, then what has ended."""
    return _requests(conn, viewer, seal, wanted)


def asked_by_us(conn: Connection, viewer: Viewer, seal: Seal, wanted: Wanted) -> Sequence[Listed]:
    """Return the requests of the viewer's member, drafts among them."""
    return _requests(conn, viewer, seal, wanted, own=viewer.member or "")


def open_to_us(conn: Connection, viewer: Viewer, seal: Seal, wanted: Wanted) -> Sequence[Listed]:
    """Return the requests of others that the viewer's member may read."""
    return _requests(conn, viewer, seal, wanted, others=viewer.member or "")
