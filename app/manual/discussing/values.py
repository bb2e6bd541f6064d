"""Discussions and what is known of their comments, as those who may read them see it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.access.labels import SECRETARIAT_CODE
from app.discussion.rules import POSTED
from app.items.models import Kind
from app.items.queries import Matter
from app.manual.discussing.rules import Stage
from app.manual.meaning import Stance
from app.manual.suggesting.values import titled
from app.text.blocks import Block


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """The discussion of a paragraph; ``now`` says whether the current edition has that.

    ``chapter_id``, ``number`` and ``words`` are where it stands, or last stood when it was
    commented on; ``count`` is how many comments were not taken back.
    """

    matter: Matter
    block_id: str
    chapter_id: str
    edition: int
    number: str
    words: Block
    now: bool
    last_at: datetime
    closing: str
    closed_at: datetime | None
    count: int

    @property
    def stage(self) -> Stage:
        """Whether it goes on."""
        return Stage(self.matter.stage)

    @property
    def title(self) -> str:
        """The paragraph, as lists and letters name it."""
        return titled(self.number, self.words.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """What is known of a comment beside its words; ``base`` is what the paragraph said then."""

    edition: int
    number: str
    base: Block
    base_hash: str
    stance: Stance
    changed_at: datetime | None
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """A comment as its office finds it to change it; satisfies ``access.policy.Subject``."""

    id: str
    about: str
    block_id: str
    owners: frozenset[str]
    stage: str
    office_id: str | None
    version: int
    body: str
    language: str
    stance: Stance

    def says(self, body: str, language: str, stance: Stance) -> bool:
        """Whether the comment is this already."""
        return (self.body, self.language, self.stance) == (body, language, stance)


@dataclass(frozen=True, slots=True)
class By:
    """Whose a comment is, as the rule on changing it asks; satisfies ``access.policy.Subject``."""

    owners: frozenset[str]
    stage: str = POSTED
    office_id: str | None = None


def thread_of(row: Any) -> Thread:
    """Return the discussion of a row."""
    now = row.now_hash is not None
    return Thread(
        matter=Matter(
            id=row.item_id,
            kind=Kind.DISCUSSION,
            number=None,
            stage=row.item_stage,
            audience=row.item_audience,
            language=row.item_language,
            office_id=None,
            owners=frozenset({SECRETARIAT_CODE}),
            version=row.item_version,
        ),
        block_id=row.block_id,
        chapter_id=row.now_chapter if now else row.chapter_id,
        edition=row.edition,
        number=(row.now_number if now else row.then_number) or "",
        words=Block(row.block_id, row.kind, row.source),
        now=now,
        last_at=row.last_at,
        closing=row.closing,
        closed_at=row.closed_at,
        count=row.count,
    )


def detail_of(row: Any) -> Detail:
    """Return what is known of the comment of a row."""
    return Detail(
        edition=row.edition,
        number=row.number or "",
        base=Block(row.block_id, row.kind, row.source),
        base_hash=row.base_hash,
        stance=Stance(row.stance),
        changed_at=row.changed_at,
        withdrawn_at=row.withdrawn_at,
    )


def own_of(row: Any) -> Own:
    """Return the comment of a row, to be changed or taken back."""
    return Own(
        id=row.item_id,
        about=row.about,
        block_id=row.block_id,
        owners=frozenset({row.member}),
        stage=row.stage,
        office_id=row.office_id,
        version=row.version,
        body=row.body,
        language=row.language,
        stance=Stance(row.stance),
    )
