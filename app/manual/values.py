"""What the manual's parts hand each other: what is read from it, and what is said to change it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.manual.rules import Note, Weight
from app.text.blocks import Block

DRAFT = 0
"""Stands for the draft wherever an edition's number is expected."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What was added to an edition; ``kind`` is a ``Note``."""

    kind: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class EditionInfo:
    """What is said of an edition, and what was added to it since, in order."""

    number: int
    item_id: str
    label: str
    language: str
    published_at: datetime
    note: str
    weight: str
    hash: str
    remarks: tuple[Remark, ...] = ()

    @property
    def withdrawal(self) -> Remark | None:
        """Why and when it was withdrawn, None while it stands."""
        return next((one for one in self.remarks if one.kind == Note.WITHDRAWAL), None)


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
    """What a publisher says of an edition; ``seen`` is the hash of the draft that was looked at.

    ``after`` is the edition that was in force then. ``by`` is whoever submitted it, where another
    person or the portal itself publishes it.
    """

    seen: str
    note: str
    weight: Weight
    after: int = 0
    published_at: datetime | None = None
    label: str = ""
    by: str | None = None
