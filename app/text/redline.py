"""Compares two texts block by block: what stayed, was reworded, moved, came and went."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.text.blocks import Block
from app.text.likeness import Pair
from app.text.matching import match, unmoved
from app.text.spans import Op, Span, words
from app.text.tokens import count_words

Kind = Literal["same", "edited", "moved", "moved_edited", "inserted", "deleted"]


@dataclass(frozen=True, slots=True)
class Change:
    """One block in both texts (or in one): its places count from 0, ``spans`` is its source."""

    kind: Kind
    old: Block | None
    new: Block | None
    old_place: int | None
    new_place: int | None
    spans: tuple[Span, ...]

    @property
    def block(self) -> Block:
        """The new block, or the old one where there is no new one."""
        block = self.new or self.old
        if block is None:
            raise ValueError("a change has a block")
        return block


@dataclass(frozen=True, slots=True)
class Summary:
    """How much changed."""

    same: int
    edited: int
    moved: int
    moved_edited: int
    inserted: int
    deleted: int
    words_inserted: int
    words_deleted: int

    @property
    def changed(self) -> int:
        """How many blocks are not as they were."""
        return self.edited + self.moved + self.moved_edited + self.inserted + self.deleted


@dataclass(frozen=True, slots=True)
class Redline:
    """All changes in reading order: removed blocks stand where they stood."""

    changes: tuple[Change, ...]

    @property
    def summary(self) -> Summary:
        """Counts of blocks, and of words that came and went."""
        kinds = Counter(change.kind for change in self.changes)
        return Summary(
            same=kinds["same"],
            edited=kinds["edited"],
            moved=kinds["moved"],
            moved_edited=kinds["moved_edited"],
            inserted=kinds["inserted"],
            deleted=kinds["deleted"],
            words_inserted=self._count("insert"),
            words_deleted=self._count("delete"),
        )

    @property
    def share(self) -> float:
        """Words put in and taken out over the words of both texts: every word is counted."""
        changed = self._count("insert") + self._count("delete")
        return changed / max(1, changed + 2 * self._count("keep"))

    def _count(self, op: Op) -> int:
        spans = (span for change in self.changes for span in change.spans if span.op == op)
        return sum(count_words(span.text) for span in spans)


def compare(old: Sequence[Block], new: Sequence[Block]) -> Redline:
    """Return what changed from ``old`` to ``new``; the same input gives the same answer.

    Blocks are paired by id, then by equal and similar text; among the pairs the longest run in
    unchanged order stays, the others have moved.
    """
    pairs = match(old, new)
    fixed = unmoved(pairs)
    partner = {j: i for i, j in pairs}
    gone = sorted(set(range(len(old))) - {i for i, _ in pairs})
    kept = set(fixed)
    changes: list[Change] = []
    i = j = 0
    for stop_old, stop_new in (*fixed, (len(old), len(new))):
        changes += [_deleted(old, place) for place in _within(gone, i, stop_old)]
        changes += [_present(old, new, partner.get(n), n, kept) for n in range(j, stop_new)]
        if stop_new < len(new):
            changes.append(_present(old, new, stop_old, stop_new, kept))
        i, j = stop_old + 1, stop_new + 1
    return Redline(tuple(changes))


def _within(places: Sequence[int], start: int, stop: int) -> Sequence[int]:
    return places[bisect_left(places, start) : bisect_left(places, stop)]


def _deleted(old: Sequence[Block], i: int) -> Change:
    return Change("deleted", old[i], None, i, None, (Span("delete", old[i].source),))


def _present(
    old: Sequence[Block], new: Sequence[Block], i: int | None, j: int, kept: set[Pair]
) -> Change:
    """Return the change of a block that the new text has."""
    if i is None:
        return Change("inserted", None, new[j], None, j, (Span("insert", new[j].source),))
    edited = old[i].source != new[j].source
    spans = words(old[i].source, new[j].source)
    return Change(_kind(moved=(i, j) not in kept, edited=edited), old[i], new[j], i, j, spans)


def _kind(*, moved: bool, edited: bool) -> Kind:
    if moved:
        return "moved_edited" if edited else "moved"
    return "edited" if edited else "same"
