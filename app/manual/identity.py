"""Which blocks of a new text are old ones: identities outlive edits and are never reused."""

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from app.text.blocks import Block, content_hash
from app.text.pairing import pair

Retired = Mapping[str, AbstractSet[str]]


@dataclass(frozen=True, slots=True)
class Known:
    """The identities around a chapter: ``old`` is its draft, ``gone`` ids by their last text.

    ``elsewhere`` are ids of other chapters of the draft, ``every`` are all that were ever given,
    and ``retired`` those that are out of the draft, each with the texts it had in an edition.
    """

    old: Sequence[Block] = ()
    gone: Mapping[str, str] = field(default_factory=dict)
    elsewhere: AbstractSet[str] = frozenset()
    every: AbstractSet[str] = frozenset()
    retired: Retired = field(default_factory=dict)


def identify(new: Sequence[Block], known: Known) -> tuple[Block, ...]:
    """Return ``new`` with an id for every block.

    A paragraph that was taken out and comes back word for word gets its id again; an id written
    in the text is taken unless it stands in another chapter, or is retired and never said this; all
    others are found by pairing.
    """
    present = {block.source for block in known.old}
    gone = {source: name for source, name in known.gone.items() if source not in present}
    marked = [_claimed(block, known.retired, gone) for block in new]
    here: Collection[str | None] = {block.id for block in (*known.old, *marked)}
    return pair(known.old, marked, dead=known.elsewhere | {n for n in known.every if n not in here})


def _claimed(block: Block, retired: Retired, gone: dict[str, str]) -> Block:
    """Return the block with the id that is its own: a retired one comes back with its text."""
    name = block.id or ""
    foreign = name in retired and content_hash(block.source) not in retired[name]
    kept = None if foreign and gone.get(block.source) != name else block.id
    return replace(block, id=kept) if kept else _revived(block, gone)


def _revived(block: Block, gone: dict[str, str]) -> Block:
    """Return the block under the id it had, at most once."""
    return replace(block, id=gone.pop(block.source, None))
