"""What docs/policy.md says of whoever came in by a way that is worth reading only.

Part of the reference: it imports nothing of ``app``.
"""

from prove.reference import World
from prove.stated import Work


def named(world: World, person: str) -> frozenset[str]:
    """Return by which names a person reads who came in to read only."""
    network = {"network"} if world.member(person) is not None else set()
    return frozenset({"public"} | network)


def reads(world: World, person: str, work: Work) -> bool:
    """Whether such a person reads a practice; requests nobody does."""
    return work.kind == "practice" and bool(named(world, person) & work.names())


def comments(world: World, person: str, work: Work) -> set[str]:
    """Return the comments under ``work`` that such a person reads."""
    if not reads(world, person, work):
        return set()
    return {one.id for one in work.comments if named(world, person) & one.names}
