"""Keeps block ids through an edit: whoever writes never types them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from app.text.blocks import Block, new_id
from app.text.matching import match


def pair(
    old: Sequence[Block],
    new: Sequence[Block],
    *,
    dead: Collection[str] = frozenset(),
    fresh: Callable[[], str] = new_id,
) -> tuple[Block, ...]:
    """Return ``new`` with an id for every block.

    A block without an id gets that of the old block it continues (the same text, then similar
    text, then the same place), or a fresh one. No id is given twice, none of ``dead`` (ids that
    earlier editions used up) is ever given again, and an id written twice stays with its first
    block. On a split the part most like the old text keeps the id.
    """
    given = _own_ids(new, dead)
    bare = [replace(block, id=name) for block, name in zip(new, given, strict=True)]
    taken = {*given, *dead}
    for i, j in match(old, bare, by_place=True):
        if given[j] is None and old[i].id not in taken:
            given[j] = old[i].id
            taken.add(old[i].id)
    used = {*taken, *(block.id for block in old)}
    return tuple(
        replace(block, id=name or _unused(used, fresh))
        for block, name in zip(new, given, strict=True)
    )


def _own_ids(new: Sequence[Block], dead: Collection[str]) -> list[str | None]:
    """Return the ids that the new blocks may keep."""
    seen: set[str | None] = {None, *dead}
    kept: list[str | None] = []
    for block in new:
        kept.append(None if block.id in seen else block.id)
        seen.add(block.id)
    return kept


def _unused(used: set[str | None], fresh: Callable[[], str]) -> str:
    name = fresh()
    while name in used:
        name = fresh()
    used.add(name)
    return name
