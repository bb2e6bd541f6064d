"""What the interface and the files to take along say of a practice: one form for each."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel

from app.access.viewer import Viewer
from app.practices import facets
from app.practices.adapting.api import AdaptationOut
from app.practices.entry import Entry


class SourceOut(BaseModel):
    """A source; ``url`` is null where it has no address."""

    title: str
    url: str | None


class PracticeOut(BaseModel):
    """A practice in short; ``null`` means not documented, never none.

    ``audience`` is ``chosen`` where the owner chose readers who do not see who the others are.
    ``on_behalf`` while its office has not confirmed what the Secretariat entered for it;
    ``unnamed`` where its member is not named, and ``members`` is empty.
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
    on_behalf: bool
    unnamed: bool
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


class DescribedPracticeOut(PracticeOut):
    """A practice with all its words; long texts are Markdown."""

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


class WholePracticeOut(DescribedPracticeOut):
    """A practice in full, with what stands beside it."""

    stage: str
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


def short(entry: Entry, viewer: Viewer) -> dict[str, object]:
    """Return what ``PracticeOut`` holds, as far as ``viewer`` knows it."""
    lists: dict[str, Sequence[str]] = {
        "members": [] if entry.unnamed else entry.owners,
        "pillars": entry.of(facets.PILLAR),
        "themes": entry.of(facets.THEME),
        "risk_factors": entry.of(facets.FACTOR),
        "practical_steps": entry.of(facets.STEP),
    }
    same = (
        "id", "number", "title", "summary", "language", "year_from", "year_to", "status",
        "source_kind", "on_behalf", "unnamed", "confirmed_on", "confirm_by",
    )  # fmt: skip
    return {
        **{name: getattr(entry, name) for name in same},
        **{name: list(values) for name, values in lists.items()},
        "audience": str(entry.audience) if entry.knows(viewer) else entry.audience.public,
        "needs_confirmation": entry.is_over,
        "address": f"/practices/{entry.id}",
    }


def described(entry: Entry, viewer: Viewer) -> dict[str, object]:
    """Return what ``DescribedPracticeOut`` holds, as far as ``viewer`` knows it."""
    same = (
        "description", "responsible_body", "legal_basis", "year_note", "cost", "what_worked",
        "what_did_not", "transfer_conditions",
    )  # fmt: skip
    return {
        **short(entry, viewer),
        **{name: getattr(entry, name) for name in same},
        "partners": (entry.partners or "").splitlines(),
        "sources": [SourceOut(title=s.title, url=s.url) for s in entry.sources],
    }
