"""A practice as it is read: every word of it, ready for a page, a form or the interface."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime

from app.access.audience import Audience, knows_readers
from app.access.viewer import Viewer
from app.core import clock
from app.directory.audiences import Names, OneOffice
from app.files.queries import Attached
from app.practices.freshness import is_over
from app.practices.models import Practice
from app.practices.rules import Stage
from app.practices.translating.values import Translation

OWN, PUBLIC_SOURCES = "own", "public_sources"
"""Where an entry comes from: the office itself, or public sources that others read."""


@dataclass(frozen=True, slots=True)
class Source:
    """A source: its title, and its address where it has one."""

    title: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A practice; unknown is None.

    ``names`` holds the names of its owners and readers by code, ``offices`` those chosen singly.
    ``on_behalf`` while its office has not confirmed what the Secretariat entered for it.
    ``nameless`` where its office wishes it published without its name, ``unnamed`` where it was.
    """

    id: str
    number: str | None
    stage: str
    version: int
    language: str
    audience: Audience
    changed_at: datetime
    owners: Sequence[str]
    names: Mapping[str, str]
    offices: Mapping[str, OneOffice] = field(default_factory=dict)
    facets: Mapping[str, Sequence[str]]
    sources: Sequence[Source]
    files: Sequence[Attached] = ()

    title: str
    summary: str
    description: str
    responsible_body: str | None
    legal_basis: str | None
    partners: str | None
    year_from: int | None
    year_to: int | None
    year_note: str | None
    status: str | None
    cost: str | None
    what_worked: str | None
    what_did_not: str | None
    transfer_conditions: str | None
    source_kind: str | None
    contact_office: str | None
    contact_kind: str | None
    contact_member: str | None
    confirmed_on: date | None
    reason: str | None
    not_before: date | None
    confirm_months: int
    confirm_by: date | None
    retired_on: date | None
    retired_reason: str | None
    hidden_reason: str | None
    template: int
    revises: str | None
    on_behalf: bool
    nameless: bool
    unnamed: bool
    second_language: str | None = None
    second_summary: str | None = None
    translations: Sequence[Translation] = ()

    @property
    def called(self) -> Names:
        """What its owners and readers are called."""
        return Names(self.names, self.offices)

    def knows(self, viewer: Viewer) -> bool:
        """Whether the viewer knows whom its owner chose as readers."""
        return knows_readers(viewer, self.owners)

    @property
    def from_public_sources(self) -> bool:
        """Whether others entered it from public sources."""
        return self.source_kind == PUBLIC_SOURCES

    @property
    def is_over(self) -> bool:
        """Whether its office was to confirm it by now and did not."""
        return self.stage == Stage.PUBLISHED and is_over(self.confirm_by, clock.today())

    @property
    def says_so_until(self) -> date | None:
        """Until when its stored page holds; for good where no day changes it."""
        return self.confirm_by if self.stage == Stage.PUBLISHED and not self.is_over else None

    @property
    def is_sourced(self) -> bool:
        """Whether it says where it comes from."""
        return bool(self.sources) or self.source_kind == OWN

    def of(self, facet: str) -> Sequence[str]:
        """Return the words of one facet."""
        return self.facets.get(facet, ())


BY_ACTS = frozenset(
    {
        "template", "not_before", "confirm_months", "confirm_by",
        "retired_on", "retired_reason", "hidden_reason", "nameless",
    }
)  # fmt: skip
"""The fields that acts write, and no form or file."""
COLUMNS = tuple(
    f.name for f in fields(Entry) if f.name in Practice.model_fields and f.name not in BY_ACTS
)
"""The fields of the table of practices that say something of the practice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a form or file says about a practice; what is None or absent stays as it is."""

    columns: Mapping[str, str | int | date | None]
    facets: Mapping[str, Sequence[str]] | None = None
    sources: Sequence[Source] | None = None
    audience: Audience | None = None
    language: str | None = None

    def is_news_to(self, entry: Entry) -> bool:
        """Whether anything would be different from what ``entry`` says."""
        facets = (self.facets or {}).items()
        return (
            any(getattr(entry, name) != value for name, value in self.columns.items())
            or any(sorted(entry.of(facet)) != sorted(set(words)) for facet, words in facets)
            or (self.sources is not None and tuple(self.sources) != tuple(entry.sources))
            or self.audience not in {None, entry.audience}
            or self.language not in {None, entry.language}
        )


@dataclass(frozen=True, slots=True)
class View:
    """The stored HTML of one practice, and its title.

    ``adapted`` and ``asked`` are False where nothing of the kind stands beside it for anybody.
    """

    title: str
    language: str
    head: str
    article: str
    facts: str
    adapted: bool = True
    asked: bool = True
