"""What the manual's parts hand each other: what is read from it, and what is said to change it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.manual.rules import Weight
from app.text.blocks import Block

DRAFT = 0
"""Stands for the draft wherever an edition's number is expected."""


@dataclass(frozen=True, slots=True)
class EditionInfo:
    """What is said of an edition."""

    number: int
    item_id: str
    label: str
    language: str
    published_at: datetime
    note: str
    weight: str
    hash: str


@dataclass(frozen=True, slots=True)
class ChapterHead:
    """What stands above a chapter's text; ``version`` is 0 in an edition."""

    chapter_id: str
    position: int
    number: str
    kind: str
    slug: str
    title: str
    readers: str
    questions: tuple[str, ...]
    version: int = 0


@dataclass(frozen=True, slots=True)
class Placed:
    """That a block stands somewhere with a certain text, without the text."""

    block_id: str
    body_hash: str
    words: int


@dataclass(frozen=True, slots=True)
class ChapterText:
    """A chapter's blocks in order, and the number of each that has one (the draft has none)."""

    blocks: tuple[Block, ...]
    numbers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Written:
    """A chapter as its editor sends it; ``seen`` is the version the editor began from."""

    seen: int
    title: str
    readers: str
    questions: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Release:
    """What a publisher says of an edition; ``seen`` is the hash of the draft that was looked at."""

    seen: str
    note: str
    weight: Weight
    after: int = 0
    published_at: datetime | None = None
