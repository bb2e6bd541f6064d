"""Proposed words as paragraphs: the first goes on as the old one, no other identity is claimed."""

from collections.abc import Sequence
from dataclasses import replace

from app.manual.suggesting.rules import Asks
from app.text.blocks import Block, join, split


def pieces(block_id: str, wording: str) -> tuple[Block, ...]:
    """Return the paragraphs of a proposed wording; marks of identity in it count for nothing.

    Raises:
        TextTooLong, TextTooIntricate: it costs more than a text may.
    """
    bare = [replace(one, id=None) for one in split(wording)]
    found = split(join(bare))
    return tuple(replace(one, id=None if n else block_id) for n, one in enumerate(found))


def plain(blocks: Sequence[Block]) -> str:
    """Return what paragraphs say, without marks of identity."""
    return join(replace(one, id=None) for one in blocks)


def after(asks: Asks, base: Block, wording: str) -> tuple[Block, ...]:
    """Return what stands in the place of ``base`` once a suggestion is taken with these words.

    Raises:
        TextTooLong, TextTooIntricate: it costs more than a text may.
    """
    if asks == Asks.ADD:
        return (base, *(replace(one, id=None) for one in pieces("", wording)))
    return pieces(str(base.id), wording) if wording else ()
