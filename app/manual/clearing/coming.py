"""What comes back, block by block: reworded, removed, put together, split, moved, or as it was.

Nothing here knows of the manual: any blocks that went out with their ids come back so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rapidfuzz import fuzz

from app.manual.clearing.returned import Came, Returned, Wording
from app.manual.figures.drawing import name_of
from app.manual.word.taking import labels_of
from app.papers.carrying import carried, relinked
from app.papers.reading.placed import Both, Comment, Known, Placed, read_placed
from app.text.blocks import Block, join, split
from app.text.matching import match, unmoved

_INSIDE = 85.0
_FEWEST = 12
"""So much of a text has to stand in another, and so long it has to be, to have gone there."""


def outgoing(block_id: str, wording: str) -> tuple[Block, ...]:
    """Return a wording as the blocks that go out: the first has the mark."""
    bare = [replace(one, id=None) for one in split(wording)]
    return tuple(replace(one, id=None if n else block_id) for n, one in enumerate(bare))


def read_back(wordings: Mapping[str, str], sent: bytes, content: bytes) -> Returned:
    """Return what came of ``wordings``, which went out in this order as the document ``sent``.

    Raises:
        NoWord, TooMuch: it cannot be read, or holds more than a chapter can.
        TextTooLong, TextTooIntricate: it costs more than a text may.
    """
    labels = labels_of([Block(None, "", text) for text in wordings.values()])
    ids = frozenset(wordings)
    drawn = frozenset(name for name in ids if _is_figure(wordings[name]))
    first = Known(labels, ids, drawn, lambda found, _: found[0], name_of)
    shown = _Side.of(read_placed(sent, first).plain, wordings)

    def best(found: Sequence[str], said: str) -> str:
        whole = [one for one in found if _holds(said, shown.texts.get(one, ""))]
        if len(whole) > 1:  # put together: the first goes on
            return whole[0]
        return max(found, key=lambda one: fuzz.ratio(shown.texts.get(one, ""), said))

    came = read_placed(content, replace(first, best=best))
    plain = _compared(wordings, shown, came.plain)
    changed = _compared(wordings, shown, came.changed) if came.tracks else plain
    return Returned(
        [_came(came, name, plain.get(name), changed.get(name)) for name in wordings],
        _comments(came, ""),
        came.plain.tracked.get("", ()),
        came.lines,
        bool(came.plain.marks),
    )


def _is_figure(wording: str) -> bool:
    found = outgoing("", wording)
    return bool(found) and found[0].kind == "figure"


def _came(both: Both, name: str, plain: Wording | None, changed: Wording | None) -> Came:
    return Came(name, plain, changed, _comments(both, name), both.plain.tracked.get(name, ()))


def _comments(both: Both, name: str) -> Sequence[Comment]:
    """Return the comments at a block; one may stand in words that only one of the states has."""
    found = [*both.plain.comments.get(name, ()), *both.changed.comments.get(name, ())]
    other = {one for key, said in both.plain.comments.items() if key != name for one in said}
    return [one for one in dict.fromkeys(found) if one not in other or name]


@dataclass(frozen=True, slots=True)
class _Side:
    """Blocks, to which of the ids that went out each belongs, and what each id says so."""

    blocks: Sequence[Block]
    owners: Sequence[str]
    texts: Mapping[str, str]

    @classmethod
    def of(cls, placed: Placed, ids: Mapping[str, str]) -> "_Side":
        """Return the document that went out: what has no id belongs to the block before it."""
        owners: list[str] = []
        for block in placed.blocks:
            owners.append(block.id or (owners[-1] if owners else next(iter(ids))))
        return cls(placed.blocks, owners, _texts(placed.blocks, owners))

    def come(self, placed: Placed) -> "_Side":
        """Return the document that came: a block without an id finds the one that it continues."""
        partner = {j: i for i, j in match(self.blocks, placed.blocks, by_place=True)}
        owners: list[str] = []
        for n in range(len(placed.blocks)):
            before = owners[-1] if owners else self.owners[0]
            owners.append(self.owners[partner[n]] if n in partner else before)
        return _Side(placed.blocks, owners, _texts(placed.blocks, owners))


def _texts(blocks: Sequence[Block], owners: Sequence[str]) -> dict[str, str]:
    found: dict[str, list[Block]] = {}
    for block, owner in zip(blocks, owners, strict=True):
        found.setdefault(owner, []).append(replace(block, id=None))
    return {owner: join(parts).rstrip("\n") for owner, parts in found.items()}


def _compared(wordings: Mapping[str, str], shown: _Side, placed: Placed) -> Mapping[str, Wording]:
    """Return what each block says now, for those that say something else or stand elsewhere."""
    if not shown.owners:
        return {}
    came = shown.come(placed)
    moved = _moved(list(wordings), came.owners)
    found: dict[str, Wording] = {}
    for name, written in wordings.items():
        before, after = shown.texts.get(name, ""), came.texts.get(name, "")
        if not after:
            found[name] = Wording("", into=_into(name, before, shown, came))
            continue
        after = relinked(before, after)
        if before == after and name not in moved:
            continue
        cut, added = _parts(shown, came, name, before)
        text = carried(written, before, after)
        found[name] = Wording(text, split=cut, added=added, moved=name in moved)
    return found


def _moved(order: Sequence[str], owners: Sequence[str]) -> set[str]:
    """Return what no longer stands where it stood among the others."""
    places = {name: n for n, name in enumerate(order)}
    seen = list(dict.fromkeys(owners))
    pairs = [(places[name], n) for n, name in enumerate(seen)]
    kept = {i for i, _ in unmoved(pairs)}
    return {order[i] for i, _ in pairs if i not in kept}


def _parts(shown: _Side, came: _Side, name: str, before: str) -> tuple[bool, bool]:
    """Tell whether a block was split, and whether other paragraphs were added to it."""
    mine = [b for b, o in zip(came.blocks, came.owners, strict=True) if o == name]
    if len(mine) <= shown.owners.count(name):
        return False, False
    own = [one for one in mine if _holds(before, one.source)]
    return len(own) > 1, len(own) < len(mine)


def _into(name: str, before: str, shown: _Side, came: _Side) -> str:
    """Return the neighbour that took the words of a block that is gone, "" where none did."""
    order = list(dict.fromkeys(shown.owners))
    for one, other in pairwise(order):
        near = other if one == name else one if other == name else ""
        now, then = came.texts.get(near, ""), shown.texts.get(near, "")
        if near and _holds(now, before) and not _holds(then, before):
            return near
    return ""


def _holds(whole: str, part: str) -> bool:
    """Tell whether most of a text stands in another."""
    short = len(part) < _FEWEST or len(part) > len(whole)
    return not short and fuzz.partial_ratio(part, whole) >= _INSIDE
