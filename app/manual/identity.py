"""Which blocks of a new text are old ones: identities outlive edits and are never reused."""

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from app.text.blocks import Block
from app.text.pairing import pair


@dataclass(frozen=True, slots=True)
class Known:
    """The identities around a chapter: ``old`` is its draft, ``gone`` ids by their last text.

    ``elsewhere`` are ids that stand in other chapters, ``every`` all that were ever given.
    """

    old: Sequence[Block] = ()
    gone: Mapping[str, str] = field(default_factory=dict)
    elsewhere: AbstractSet[str] = frozenset()
    every: AbstractSet[str] = frozenset()


def identify(new: Sequence[Block], known: Known) -> tuple[Block, ...]:
    """Return ``new`` with an id for every block.

    A paragraph that was taken out and comes back word for word gets its id again; an id written
    in the text is taken unless it stands in another chapter; all others are found by pairing.
    """
    present = {block.source for block in known.old}
    gone = {source: name for source, name in known.gone.items() if source not in present}
    marked = [block if block.id else _revived(block, gone) for block in new]
    here: Collection[str | None] = {block.id for block in (*known.old, *marked)}
    return pair(known.old, marked, dead=known.elsewhere | {n for n in known.every if n not in here})


def _revived(block: Block, gone: dict[str, str]) -> Block:
    """Return the block under the id it had, at most once."""
    return replace(block, id=gone.pop(block.source, None))
