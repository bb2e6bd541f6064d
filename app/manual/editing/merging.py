"""Two texts that began from one, put together block by block; where both changed one, both stay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.text.blocks import Block


@dataclass(frozen=True, slots=True)
class Conflict:
    """A block that both changed in different ways; a side is None where that writer removed it."""

    theirs: Block | None
    mine: Block | None

    @property
    def name(self) -> str:
        """The block's id."""
        block = self.mine or self.theirs
        return str(block.id) if block else ""


@dataclass(frozen=True, slots=True)
class Merged:
    """Both texts as one; a block in conflict says what is mine, or theirs where I removed it."""

    blocks: tuple[Block, ...]
    conflicts: tuple[Conflict, ...]


def merge(base: Sequence[Block], theirs: Sequence[Block], mine: Sequence[Block]) -> Merged:
    """Return ``mine`` with what ``theirs`` changed since ``base``, blocks paired by id."""
    sides = [{str(block.id): block for block in side} for side in (base, theirs, mine)]
    kept: dict[str, Block] = {}
    conflicts = []
    for name in _order(*([*side] for side in sides)):
        block, clash = _decided(name, *sides)
        if clash:
            conflicts.append(clash)
        if block:
            kept[name] = block
    return Merged(tuple(kept.values()), tuple(conflicts))


_Side = Mapping[str, Block]


def _decided(
    name: str, base: _Side, theirs: _Side, mine: _Side
) -> tuple[Block | None, Conflict | None]:
    """Return which text the block gets, and the conflict where each side has its own."""
    was, their, my = base.get(name), theirs.get(name), mine.get(name)
    if my in (was, their):
        return their, None
    if their == was:
        return my, None
    return my or their, Conflict(their, my)


def _order(base: list[str], theirs: list[str], mine: list[str]) -> list[str]:
    """Return all names in the order of whoever moved something: mine where both did."""
    if _common(mine, base) == _common(base, mine):
        return _woven(theirs, _woven(mine, base))
    return _woven(mine, _woven(theirs, base))


def _common(names: Sequence[str], others: Sequence[str]) -> list[str]:
    known = set(others)
    return [name for name in names if name in known]


def _woven(names: Sequence[str], others: Sequence[str]) -> list[str]:
    """Return ``names`` with those only ``others`` have, each after the one it followed there."""
    found, known = [*names], set(names)
    place = 0
    for name in others:
        if name in known:
            place = found.index(name) + 1
        else:
            found.insert(place, name)
            known.add(name)
            place += 1
    return found
