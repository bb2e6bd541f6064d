"""All that was made of one practice, page by page; and the versions of one record."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection, bindparam, select
from starlette.responses import Response

from app.access.policy import P, allows
from app.core.db import table
from app.core.errors import NotFound
from app.core.reading import Reading
from app.items import queries as items
from app.items.models import Kind, Revision
from app.practices import queries as practices
from app.practices.adapting import lineage, queries, shown
from app.practices.adapting.lineage import Condition, Node
from app.practices.adapting.pages import found
from app.practices.adapting.queries import PAGE
from app.practices.adapting.shown import Version
from app.practices.adapting.values import Adapted, Named
from app.practices.rules import OUT
from app.web.ask import Ask
from app.web.guard import Room
from app.web.paging import Turn, page_number, turn
from app.web.render import Page

room = Room("adaptations.lists")
revision = table(Revision)
MOST_VERSIONS = 50
_VERSIONS = Reading(
    select(revision.c.number, revision.c.body, revision.c.at)
    .where(revision.c.item_id == bindparam("id"))
    .order_by(revision.c.number.desc())
    .limit(MOST_VERSIONS + 1)
)


@dataclass(frozen=True, kw_only=True)
class OfPractice(Page):
    """What members made of one practice, as far as the viewer sees it."""

    template: ClassVar[str] = "practices/adapting/list.html"
    here: ClassVar[str] = "practices"

    about: Named
    nodes: Sequence[Node]
    conditions: Sequence[Condition]
    total: int
    turn: Turn


@dataclass(frozen=True, kw_only=True)
class Versions(Page):
    """What a record said at each time, with what changed, the newest first."""

    template: ClassVar[str] = "practices/adapting/versions.html"
    here: ClassVar[str] = "practices"

    found: Adapted
    number: str
    versions: Sequence[Version]


@room.get("/practices/{item_id}/adaptations", P.ANYONE)
def of_practice(ask: Ask, item_id: str, page: str = "1") -> Response:
    """Show what members made of a practice, ten at a time."""
    matter = items.find(ask.conn, ask.viewer, Kind.PRACTICE, item_id)
    if matter is None or matter.stage not in OUT:
        raise NotFound
    at = page_number(page)
    some, total = queries.of_practice(ask.conn, ask.viewer, item_id, at)
    if not some and at > 1:
        raise NotFound
    title, href = practices.titles(ask.conn, ask.viewer, [item_id])[item_id]
    return ask.page(
        OfPractice(
            about=Named(item_id, title, matter.language),
            nodes=lineage.nodes(ask.conn, ask.viewer, item_id, some),
            conditions=lineage.conditions(some),
            total=total,
            turn=turn(
                at, len(some), total, most=PAGE, href=lambda n: f"{href}/adaptations?page={n}"
            ),
        )
    )


@room.get("/adaptations/{item_id}/versions", P.HISTORY_READ)
def versions(ask: Ask, item_id: str) -> Response:
    """Show what changed in a record from version to version, to its office and the Secretariat."""
    adapted = found(ask, item_id)
    if not allows(ask.viewer, P.HISTORY_READ, adapted.matter):
        raise NotFound  # that there are any is no news
    ask.ensure(P.HISTORY_READ, adapted.matter)
    kept = list(_versions(ask.conn, item_id))
    number = adapted.matter.number or ""
    return ask.page(Versions(found=adapted, number=number, versions=kept))


def _versions(conn: Connection, item_id: str) -> Iterator[Version]:
    """Give each version with what changed in it; the first with all that it said."""
    rows = _VERSIONS.all(conn, {"id": item_id})
    says = [json.loads(row.body) for row in rows] + [{}]
    for place, row in enumerate(rows[:MOST_VERSIONS]):
        yield Version(row.number, row.at, list(shown.changes(says[place + 1], says[place])))
