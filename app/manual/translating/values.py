"""What translations hand each other."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from app.manual.rules import LANGUAGE
from app.manual.values import ChapterHead
from app.text.blocks import Block, content_hash

LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
"""The official languages of the United Nations, in the order of their English names."""

TARGETS = tuple(code for code in LANGUAGES if code != LANGUAGE)

NOT_VERIFIED = MappingProxyType({"ar": "غير متحقَّق منه.", "zh": "未经核实。"})
"""How a notice begins in languages that the portal itself does not speak."""


class State(StrEnum):
    """Whether somebody who speaks the language has read the translation of a chapter."""

    DRAFT = "draft"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a chapter, in a language; ``source`` is the hash of what it translates."""

    chapter_id: str
    title: str
    readers: str
    questions: tuple[str, ...]
    source: str
    state: str
    version: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """A block's text in a language, and the hash of the text that it translates."""

    source_hash: str
    block: Block


@dataclass(frozen=True, slots=True)
class Translation:
    """All that is translated into a language: heads by chapter, texts by block."""

    heads: Mapping[str, Heading] = field(default_factory=dict)
    blocks: Mapping[str, Said] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether anything is translated."""
        return bool(self.heads or self.blocks)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How complete a translation is, in blocks; ``stale`` ones are among the translated."""

    language: str
    state: str
    blocks: int
    translated: int
    stale: int

    @property
    def whole(self) -> bool:
        """Whether every block is translated as it stands now."""
        return self.translated == self.blocks and not self.stale


def head_hash(head: ChapterHead) -> str:
    """Return the hash of what stands above a chapter, which its translation is tied to."""
    said = [head.title, head.readers, *head.questions]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def fingerprint(hash_: str, said: Mapping[str, Translation]) -> str:
    """Return the hash of a state with its translations; that of the source alone without any."""
    if not any(said.values()):
        return hash_
    rows: Sequence[object] = [hash_, *(_rows(code, said[code]) for code in sorted(said))]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def _rows(code: str, said: Translation) -> Sequence[object]:
    heads = [
        [key, one.title, one.readers, *one.questions, one.source, one.state]
        for key, one in sorted(said.heads.items())
    ]
    blocks = [
        [key, one.source_hash, content_hash(one.block.source)]
        for key, one in sorted(said.blocks.items())
    ]
    return [code, heads, blocks]
