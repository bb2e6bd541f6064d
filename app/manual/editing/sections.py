"""A chapter's sections: a heading's block and whatever follows until the next heading."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.text.blocks import Block

OPENING = "opening"
"""Names what stands before the first heading; no block's id is this long or this short."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a chapter from ``start`` up to ``stop``, named by its heading's block."""

    name: str
    start: int
    stop: int
    blocks: tuple[Block, ...]

    @property
    def heading(self) -> Block | None:
        """The heading, None for what stands before the first one."""
        return None if self.name == OPENING else self.blocks[0]


def cut(blocks: Sequence[Block]) -> tuple[Section, ...]:
    """Return the sections of a chapter in order; the opening only where something stands there."""
    if not blocks:
        return ()
    starts = [n for n, block in enumerate(blocks) if block.kind == "heading"]
    if not starts or starts[0]:
        starts.insert(0, 0)
    ends = [*starts[1:], len(blocks)]
    return tuple(
        Section(_name(blocks[start]), start, stop, tuple(blocks[start:stop]))
        for start, stop in zip(starts, ends, strict=True)
    )


def _name(first: Block) -> str:
    return str(first.id) if first.kind == "heading" else OPENING


def find(blocks: Sequence[Block], name: str) -> Section | None:
    """Return the section of this name, None where the chapter has none."""
    return next((section for section in cut(blocks) if section.name == name), None)


def span(blocks: Sequence[Block], name: str, foreign: Collection[str | None]) -> Section | None:
    """Return the section as it stands now, with what was since put under new headings in it.

    It ends before the next heading that is ``foreign``: that stood elsewhere in the chapter when
    the writer began.
    """
    first = find(blocks, name)
    if first is None:
        return None
    stop = first.stop
    while stop < len(blocks) and blocks[stop].id not in foreign:
        stop += 1
    return Section(name, first.start, stop, tuple(blocks[first.start : stop]))
