"""What the interface and the files to take along say of a practice: one form for each."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel

from app.access.viewer import Viewer
from app.practices import facets
from app.practices.adapting.api import AdaptationOut
from app.practices.entry import Entry
from app.practices.joining.told import ProposedOut
from app.practices.speaking import tongues
from app.practices.translating.values import Translation


class SourceOut(BaseModel):
    """A source; ``url`` is null where it has no address."""

    title: str
    url: str | None


class SecondSummaryOut(BaseModel):
    """A summary in a second language, by the office of the practice."""

    language: str
    text: str


class TranslationOut(BaseModel):
    """A translation by people, field by field; ``is_current`` where it is of what is published.

    ``of`` is the number of the version that was translated.
    """

    language: str
    by: str
    on: date
    of: int
    is_current: bool
    texts: dict[str, str]


class PracticeOut(BaseModel):
    """A practice in short; ``null`` means not documented, never none.

    All is in the language in which it was written; ``languages`` are those in which something of
    it can be read.
    ``audience`` is ``chosen`` where the owner chose readers who do not see who the others are.
    ``on_behalf`` while its office has not confirmed what the Secretariat entered for it;
    ``unnamed`` where its member is not named, and ``members`` is empty.
    """

    id: str
    number: str | None
    title: str
    summary: str
    language: str
    languages: list[str]
    second_summary: SecondSummaryOut | None
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
    translations: list[TranslationOut]


class WholePracticeOut(DescribedPracticeOut):
    """A practice in full, with what stands beside it.

    ``version`` is what an act on it names: its office alone is told. Of several owners each is told
    what is ``proposed``: it is done once all have agreed.
    """

    stage: str
    version: int | None
    proposed: ProposedOut | None
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
        "languages": list(tongues(entry)),
        "second_summary": _second(entry),
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
        "translations": [_translation(t) for t in entry.translations if not t.kept_back],
    }


def _second(entry: Entry) -> SecondSummaryOut | None:
    if not entry.second_language or not entry.second_summary:
        return None
    return SecondSummaryOut(language=entry.second_language, text=entry.second_summary)


def _translation(one: Translation) -> TranslationOut:
    return TranslationOut(
        language=one.language,
        by=one.member,
        on=one.at.date(),
        of=one.made_for,
        is_current=not one.stale,
        texts=dict(one.texts),
    )
