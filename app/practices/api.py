"""Practices as data: what the pages show, to the same viewers, by the same filters."""

from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from app.access.policy import P
from app.access.scopes import Scope
from app.core.errors import BadRequest, NotFound
from app.files import serving
from app.files.queries import Attached
from app.files.rules import MEDIA
from app.items import queries as items
from app.items.models import Kind
from app.practices import cards, filters, queries, shelf
from app.practices.adapting import queries as adaptations
from app.practices.adapting.api import AdaptationsOut, list_adaptations, out
from app.practices.data import (
    FileOut,
    PracticeOut,
    PracticesOut,
    WholePracticeOut,
    described,
    short,
)
from app.practices.filters import Chosen
from app.practices.joining.told import proposed_out
from app.practices.rules import OUT
from app.web.ask import Ask
from app.web.guard import VARY
from app.web.interface import Interface, plain

router = Interface("practices")

PATH = "/api/v1/practices"
Filter = Annotated[list[str] | None, Query(description="Any of these; several filters combine.")]


def list_practices(  # noqa: PLR0913, PLR0917 - one parameter for each filter
    ask: Ask,
    pillar: Filter = None,
    theme: Filter = None,
    group: Filter = None,
    status: Filter = None,
    factor: Filter = None,
    step: Filter = None,
    state: Filter = None,
    year: Filter = None,
    language: Filter = None,
    adapted: Filter = None,
    life: Filter = None,
    q: str = "",
    sort: str = filters.NEWEST,
    after: str = "",
) -> Response:
    """List published practices, with counts that respect the other filters; 20 at a time."""
    given = {
        "pillar": pillar, "theme": theme, "group": group, "status": status,
        "factor": factor, "step": step, "state": state, "year": year, "language": language,
        "adapted": adapted, "life": life,
    }  # fmt: skip
    pairs = [(code, value) for code, values in given.items() for value in values or ()]
    chosen = Chosen.parse([*pairs, ("q", q), ("sort", sort), ("after", after)])
    found = shelf.find(ask.conn, ask.viewer, chosen, most=cards.MOST_CARDS)
    if found.chosen.ignored or bool(after) != bool(chosen.after):
        raise BadRequest
    ids = [item_id for _text, item_id in found.window.keys]
    entries = queries.entries(ask.conn, ask.viewer, ids, files=False)
    keys, more = found.window.keys, found.window.more_after
    following = found.chosen.address(after=keys[-1]) if more else ""
    return plain(
        PracticesOut(
            practices=[PracticeOut(**short(entries[i], ask.viewer)) for i in ids if i in entries],
            total=found.total,
            counts={code: dict(counts) for code, counts in found.counts.items()},
            next=following.replace(filters.PATH, PATH, 1) or None,
        )
    )


def show_practice(ask: Ask, item_id: str) -> Response:
    """Show one practice to those who may see it."""
    matter = items.find(ask.conn, ask.viewer, Kind.PRACTICE, item_id)
    entry = queries.entry(ask.conn, ask.viewer, item_id) if matter else None
    if matter is None or entry is None or entry.stage not in OUT:
        raise NotFound
    made, total = adaptations.of_practice(ask.conn, ask.viewer, item_id)
    origins, _mine = adaptations.beside(ask.conn, ask.viewer, item_id)
    return plain(
        WholePracticeOut(
            **described(entry, ask.viewer),
            stage=entry.stage,
            version=entry.version if ask.viewer.member in matter.owners else None,
            proposed=proposed_out(ask.conn, ask.viewer, matter),
            files=[file_out(one) for one in entry.files],
            contact=entry.contact_kind,
            adaptations=[out(one) for one in made],
            adaptations_total=total,
            came_of=[one.practice_id for one in origins],
        )
    )


def give_file(ask: Ask, item_id: str, file_id: str) -> Response:
    """Give one file of a practice to those who may see the practice."""
    matter = items.find(ask.conn, ask.viewer, Kind.PRACTICE, item_id)
    if matter is None or matter.stage not in OUT:
        raise NotFound
    return serving.handed_out(ask, item_id, file_id, by=ask.viewer.reads_by, vary=VARY)


def file_out(one: Attached) -> FileOut:
    """Return an attached file as data."""
    return FileOut(
        id=one.id,
        name=one.name,
        media_type=MEDIA[one.kind],
        size=one.size,
        sha256=one.sha256,
        address=f"{PATH}/{one.item_id}/files/{one.id}",
    )


router.read(
    "/practices", list_practices, (P.ANYONE, Scope.PRACTICES), PracticesOut, name="api.practices"
)
router.read(
    "/practices/{item_id}",
    show_practice,
    (P.ANYONE, Scope.PRACTICES),
    WholePracticeOut,
    name="api.practices.practice",
)
router.read(
    "/practices/{item_id}/adaptations",
    list_adaptations,
    (P.ANYONE, Scope.PRACTICES),
    AdaptationsOut,
    name="api.practices.adaptations",
)
router.file(
    "/practices/{item_id}/files/{file_id}",
    give_file,
    (P.ANYONE, Scope.PRACTICES),
    name="api.practices.file",
)
