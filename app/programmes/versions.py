"""The versions of a practice that were published, as data, for whoever may read them."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel
from starlette.responses import Response

from app.access.audience import knows_readers
from app.core.errors import NotFound
from app.items import queries as items
from app.items.models import Kind
from app.practices import facets
from app.practices.data import SourceOut
from app.practices.revising import kept
from app.practices.revising.kept import Version
from app.practices.rules import OUT
from app.web.ask import Ask
from app.web.interface import plain

TEXTS = (
    "title", "summary", "description", "responsible_body", "legal_basis", "year_from", "year_to",
    "year_note", "status", "cost", "what_worked", "what_did_not", "transfer_conditions",
)  # fmt: skip


class VersionOut(BaseModel):
    """A version that was published; ``current`` is the one that readers read now."""

    number: int
    published_at: datetime
    current: bool


class VersionsOut(BaseModel):
    """The versions that you may read, the newest first."""

    versions: Sequence[VersionOut]


class WholeVersionOut(VersionOut):
    """What a practice said in one version; ``null`` means not documented, never none."""

    language: str
    title: str
    summary: str
    description: str
    responsible_body: str | None
    legal_basis: str | None
    partners: Sequence[str]
    year_from: int | None
    year_to: int | None
    year_note: str | None
    status: str | None
    cost: str | None
    what_worked: str | None
    what_did_not: str | None
    transfer_conditions: str | None
    sources: Sequence[SourceOut]
    pillars: Sequence[str]
    themes: Sequence[str]
    practical_steps: Sequence[str]
    risk_factors: Sequence[str]


def list_versions(ask: Ask, item_id: str) -> Response:
    """List the versions of a practice that you may read, the newest first."""
    return plain(
        VersionsOut(versions=[_short(one, at) for at, one in enumerate(_of(ask, item_id))])
    )


def show_version(ask: Ask, item_id: str, number: str) -> Response:
    """Show what a practice said in one version that you may read."""
    found = _of(ask, item_id)
    at = next((n for n, one in enumerate(found) if str(one.number) == number), None)
    if at is None:
        raise NotFound
    said = json.loads(kept.says(ask.conn, item_id, [found[at].number])[found[at].number])
    return plain(WholeVersionOut(**_short(found[at], at).model_dump(), **_said(said)))


def _of(ask: Ask, item_id: str) -> Sequence[Version]:
    matter = items.find(ask.conn, ask.viewer, Kind.PRACTICE, item_id)
    if matter is None or not (matter.stage in OUT or knows_readers(ask.viewer, matter.owners)):
        raise NotFound
    found = kept.versions(ask.conn, ask.viewer, matter)
    if not found:
        raise NotFound
    return found


def _short(one: Version, at: int) -> VersionOut:
    return VersionOut(number=one.number, published_at=one.at, current=at == 0)


def _said(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a kept revision says of the practice itself; whose it is stands elsewhere."""
    chosen = said["facets"]
    lists = {
        "pillars": facets.PILLAR,
        "themes": facets.THEME,
        "practical_steps": facets.STEP,
        "risk_factors": facets.FACTOR,
    }
    return {
        **{name: said.get(name) for name in TEXTS},
        **{name: list(chosen.get(code, ())) for name, code in lists.items()},
        "language": said["language"],
        "partners": (said.get("partners") or "").splitlines(),
        "sources": [SourceOut(title=title, url=url) for title, url in said["sources"]],
    }
