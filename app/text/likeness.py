"""How much two blocks say the same, by their words."""

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from app.text.blocks import Block
from app.text.tokens import cut
from app.text.worddiff import Alphabet

Pair = tuple[int, int]
_SIMILAR = 50.0
_MOST_TOKENS = 2_000
_MOST_PAIRS = 400_000


def may_be_same(one: Block, other: Block) -> bool:
    """Tell whether two blocks can be the same: of one kind, and not of two identities."""
    return one.kind == other.kind and (one.id is None or other.id is None)


class Likeness:
    """Compares blocks by their words; each is cut into words at most once."""

    def __init__(self, old: Sequence[Block], new: Sequence[Block]) -> None:
        self.old, self.new = old, new
        self._alphabet = Alphabet()
        self._written: dict[str, str] = {}

    def _write(self, block: Block) -> str:
        written = self._written.get(block.source)
        if written is None:
            cores = [core for _, core in cut(block.source[: _MOST_TOKENS * 8])]
            written = self._alphabet.write(cores[:_MOST_TOKENS])
            self._written[block.source] = written
        return written

    def best(self, lefts: Sequence[int], rights: Sequence[int]) -> set[Pair]:
        """Pair the most similar first, each place once; near ones win between equals."""
        if len(lefts) * len(rights) > _MOST_PAIRS:
            return set()
        choices = {i: self._write(self.old[i]) for i in lefts}
        scored = [
            (-score, abs(i - j), j, i)
            for j in rights
            for _, score, i in process.extract(
                self._write(self.new[j]),
                choices,
                scorer=fuzz.ratio,
                processor=None,
                score_cutoff=_SIMILAR,
                limit=None,
            )
            if may_be_same(self.old[i], self.new[j])
        ]
        ones: dict[int, int] = {}
        others: dict[int, int] = {}
        for _, _, j, i in sorted(scored):
            if i not in ones and j not in others:
                ones[i], others[j] = j, i
        return set(ones.items())
