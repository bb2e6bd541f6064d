"""Moving, splitting and putting together blocks, without dragging: ids stay with their text."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from app.core.errors import Conflict
from app.core.i18n import N_
from app.manual.editing.sections import OPENING, Section, cut
from app.text.blocks import Block, split

JOINS = {"paragraph": " ", "list": "\n"}
_NOTES = re.compile(r"\n+(?=\[\^[^\s\[\]]+\]:)")
_LABEL = re.compile(r"\[\^([^\s\[\]]+)\]")
_SENTENCE = re.compile(
    r"(?:[.!?…؟][\"”’»)\]]*(?:\[\^[^\s\[\]]+\])*\s+)|(?:[。！？](?:\[\^[^\s\[\]]+\])*\s*)|\n"
)
_ITEM = re.compile(r"\n(?=(?:[-+*]|\d{1,9}[.)])[ \t])")


class CannotSplit(Conflict):
    """The block has no such place."""

    message = N_("This paragraph cannot be split there. Open the section and write it anew.")


class CannotJoin(Conflict):
    """The two blocks make no block of one kind."""

    message = N_(
        "Only two paragraphs, or two lists of the same kind, that stand beside each other can be"
        " put together. Open the section and write them anew."
    )


def section_moved(blocks: Sequence[Block], name: str, step: int) -> tuple[Block, ...]:
    """Return the chapter with a section one place up (-1) or down (1); the opening stays first."""
    parts = [*cut(blocks)]
    here = next((n for n, part in enumerate(parts) if part.name == name), 0)
    there = here + step
    if 0 <= there < len(parts) and OPENING not in {parts[here].name, parts[there].name}:
        parts[here], parts[there] = parts[there], parts[here]
    return tuple(block for part in parts for block in part.blocks)


def block_moved(section: Section, name: str, step: int) -> tuple[Block, ...]:
    """Return the section with a block one place up (-1) or down (1); its heading stays first."""
    blocks = [*section.blocks]
    first = 1 if section.heading else 0
    here = _place(blocks, name)
    there = here + step
    if first <= here and first <= there < len(blocks):
        blocks[here], blocks[there] = blocks[there], blocks[here]
    return tuple(blocks)


def parts(block: Block) -> tuple[str, ...]:
    """Return the sentences of a paragraph or the items of a list; one part where it is whole."""
    body, _ = _apart(block.source)
    cuts = {"paragraph": _SENTENCE, "list": _ITEM}.get(block.kind)
    ends = [found.end() for found in cuts.finditer(body)] if cuts else []
    places = [0, *(end for end in ends if end < len(body)), len(body)]
    return tuple(body[a:b] for a, b in pairwise(places))


def block_split(section: Section, name: str, after: int) -> tuple[Block, ...]:
    """Return the section with a block split after so many of its parts: the first keeps the id.

    Raises:
        CannotSplit: the block has no such place, or its halves would not stand alone.
    """
    blocks = [*section.blocks]
    here = _place(blocks, name)
    block = blocks[here]
    pieces = parts(block)
    if not 0 < after < len(pieces):
        raise CannotSplit
    halves = _with_notes(("".join(pieces[:after]), "".join(pieces[after:])), block.source)
    if not all(_is_one(half, block.kind) for half in halves):
        raise CannotSplit
    blocks[here : here + 1] = [
        replace(block, source=halves[0]),
        Block(None, block.kind, halves[1]),
    ]
    return tuple(blocks)


def block_joined(section: Section, name: str) -> tuple[Block, ...]:
    """Return the section with a block and the next as one, which keeps the first one's id.

    Raises:
        CannotJoin: they do not make one block.
    """
    blocks = [*section.blocks]
    here = _place(blocks, name)
    first, second = blocks[here], blocks[here + 1 : here + 2]
    if not second or second[0].kind != first.kind or first.kind not in JOINS:
        raise CannotJoin
    (body, notes), (more, others) = _apart(first.source), _apart(second[0].source)
    source = "\n\n".join(part for part in (body + JOINS[first.kind] + more, notes, others) if part)
    if not _is_one(source, first.kind):
        raise CannotJoin
    blocks[here : here + 2] = [replace(first, source=source)]
    return tuple(blocks)


def _place(blocks: Sequence[Block], name: str) -> int:
    found = [n for n, block in enumerate(blocks) if block.id == name]
    if not found:
        raise CannotSplit
    return found[0]


def _apart(source: str) -> tuple[str, str]:
    """Return what a block says, and the definitions of its notes."""
    found = _NOTES.search(source)
    return (source[: found.start()], source[found.end() :]) if found else (source, "")


def _with_notes(halves: tuple[str, str], source: str) -> tuple[str, str]:
    """Return both halves, each with the notes it refers to; the first takes those of nobody."""
    _, notes = _apart(source)
    told = [set(_LABEL.findall(half)) for half in halves]
    given: tuple[list[str], list[str]] = ([halves[0].rstrip()], [halves[1].strip()])
    for note in _NOTES.split(notes) if notes else ():
        label = _LABEL.findall(note)[0]
        given[1 if label in told[1] and label not in told[0] else 0].append(note)
    return "\n\n".join(given[0]), "\n\n".join(given[1])


def _is_one(source: str, kind: str) -> bool:
    """Tell whether a text is exactly one block of this kind."""
    found = split(source)
    return len(found) == 1 and found[0].kind == kind
