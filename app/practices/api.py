"""Practices as data: what the pages show, to the same viewers, by the same filters."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from app.access.policy import P
from app.access.scopes import Scope
from app.access.viewer import Viewer
from app.core.errors import BadRequest, NotFound
from app.files import serving
from app.files.queries import Attached
from app.files.rules import MEDIA
from app.items import queries as items
from app.items.models import Kind
from app.practices import cards, facets, filters, queries, shelf
from app.practices.adapting import queries as adaptations
from app.practices.adapting.api import AdaptationOut, AdaptationsOut, list_adaptations, out
from app.practices.entry import Entry
from app.practices.filters import Chosen
from app.practices.rules import OUT
from app.web.ask import Ask
from app.web.guard import VARY, guarded

router = APIRouter(prefix="/api/v1", tags=["practices"])

PATH = "/api/v1/practices"
Filter = Annotated[list[str] | None, Query(description="Any of these; several filters combine.")]


class SourceOut(BaseModel):
    """A source; ``url`` is null where it has no address."""

    title: str
    url: str | None


class PracticeOut(BaseModel):
    """A practice in short; ``null`` means not documented, never none.

    ``audience`` is ``chosen`` where the owner chose readers who do not see who the others are.
    """

    id: str
    number: str | None
    title: str
    summary: str
    language: str
    audience: str
    members: list[str]
    year_from: int | None
    year_to: int | None
    status: str | None
    pillars: list[str]
    themes: list[str]
    risk_factors: list[str]
    practical_steps: list[str]
    source_kind: str | None
    confirmed_on: date | None
    confirm_by: date | None
    needs_confirmation: bool
    address: str


class FileOut(BaseModel):
    """A file that is attached; ``sha256`` is of what ``address`` gives."""

    id: str
    name: str
    media_type: str
    size: int
    sha256: str
    address: str


class WholePracticeOut(PracticeOut):
    """A practice in full; long texts are Markdown."""

    stage: str
    description: str
    responsible_body: str | None
    legal_basis: str | None
    partners: list[str]
    year_note: str | None
    cost: str | None
    what_worked: str | None
    what_did_not: str | None
    transfer_conditions: str | None
    sources: list[SourceOut]
    files: list[FileOut]
    contact: str | None
    adaptations: list[AdaptationOut]
    adaptations_total: int
    came_of: list[str]


class PracticesOut(BaseModel):
    """A part of the list: ``next`` leads to the following part, null at the end."""

    practices: list[PracticeOut]
    total: int
    counts: dict[str, dict[str, int]]
    next: str | None


def list_practices(  # noqa: PLR0913, PLR0917 - one parameter for each filter
    ask: Ask,
    pillar: Filter = None,
    theme: Filter = None,
    group: Filter = None,
    status: Filter = None,
    factor: Filter = None,
    step: Filter = None,
    state: Filter = None,
    adapted: Filter = None,
    life: Filter = None,
    q: str = "",
    sort: str = filters.NEWEST,
    after: str = "",
) -> Response:
    """List published practices, with counts that respect the other filters; 20 at a time."""
    given = {
        "pillar": pillar, "theme": theme, "group": group, "status": status,
        "factor": factor, "step": step, "state": state, "adapted": adapted, "life": life,
    }  # fmt: skip
    pairs = [(code, value) for code, values in given.items() for value in values or ()]
    chosen = Chosen.parse([*pairs, ("q", q), ("sort", sort), ("after", after)])
    found = shelf.find(ask.conn, ask.viewer, chosen, most=cards.MOST_CARDS)
    if found.chosen.ignored or bool(after) != bool(chosen.after):
        raise BadRequest
    ids = [item_id for _text, item_id in found.window.keys]
    entries = queries.entries(ask.conn, ask.viewer, ids, files=False)
    following = found.chosen.address(after=found.window.keys[-1]) if found.window.more_after else ""
    return _json(
        PracticesOut(
            practices=[
                PracticeOut(**_short(entries[id_], ask.viewer)) for id_ in ids if id_ in entries
            ],
            total=found.total,
            counts={code: dict(counts) for code, counts in found.counts.items()},
            next=following.replace(filters.PATH, PATH, 1) or None,
        )
    )


def show_practice(ask: Ask, item_id: str) -> Response:
    """Show one practice to those who may see it."""
    matter = items.find(ask.conn, ask.viewer, Kind.PRACTICE, item_id)
    entry = queries.entry(ask.conn, ask.viewer, item_id) if matter else None
    if entry is None or entry.stage not in OUT:
        raise NotFound
    made, total = adaptations.of_practice(ask.conn, ask.viewer, item_id)
    origins, _mine = adaptations.beside(ask.conn, ask.viewer, item_id)
    return _json(
        WholePracticeOut(
            **_short(entry, ask.viewer),
            stage=entry.stage,
            description=entry.description,
            responsible_body=entry.responsible_body,
            legal_basis=entry.legal_basis,
            partners=(entry.partners or "").splitlines(),
            year_note=entry.year_note,
            cost=entry.cost,
            what_worked=entry.what_worked,
            what_did_not=entry.what_did_not,
            transfer_conditions=entry.transfer_conditions,
            sources=[SourceOut(title=s.title, url=s.url) for s in entry.sources],
            files=[_file(one) for one in entry.files],
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


def _file(one: Attached) -> FileOut:
    return FileOut(
        id=one.id,
        name=one.name,
        media_type=MEDIA[one.kind],
        size=one.size,
        sha256=one.sha256,
        address=f"{PATH}/{one.item_id}/files/{one.id}",
    )


def _short(entry: Entry, viewer: Viewer) -> dict[str, object]:
    lists: dict[str, Sequence[str]] = {
        "members": entry.owners,
        "pillars": entry.of(facets.PILLAR),
        "themes": entry.of(facets.THEME),
        "risk_factors": entry.of(facets.FACTOR),
        "practical_steps": entry.of(facets.STEP),
    }
    same = (
        "id", "number", "title", "summary", "language", "year_from", "year_to", "status",
        "source_kind", "confirmed_on", "confirm_by",
    )  # fmt: skip
    return {
        **{name: getattr(entry, name) for name in same},
        **{name: list(values) for name, values in lists.items()},
        "audience": str(entry.audience) if entry.knows(viewer) else entry.audience.public,
        "needs_confirmation": entry.is_over,
        "address": f"/practices/{entry.id}",
    }


def _json(model: BaseModel) -> Response:
    return JSONResponse(model.model_dump(mode="json"), headers={"vary": VARY})


router.add_api_route(
    "/practices",
    guarded(list_practices, P.ANYONE, scope=Scope.PRACTICES),
    name="api.practices",
    response_model=PracticesOut,
)
router.add_api_route(
    "/practices/{item_id}",
    guarded(show_practice, P.ANYONE, scope=Scope.PRACTICES),
    name="api.practices.practice",
    response_model=WholePracticeOut,
)
router.add_api_route(
    "/practices/{item_id}/adaptations",
    guarded(list_adaptations, P.ANYONE, scope=Scope.PRACTICES),
    name="api.practices.adaptations",
    response_model=AdaptationsOut,
)
router.add_api_route(
    "/practices/{item_id}/files/{file_id}",
    guarded(give_file, P.ANYONE, scope=Scope.PRACTICES),
    name="api.practices.file",
    response_class=Response,
)
