"""Standing offers by docs/policy.md: who sees them, who does what to them, and what comes of it.

Part of the reference: it imports nothing of ``app``.
"""

from dataclasses import dataclass

from prove.reference import World


@dataclass
class Promise:
    """What a member could give until the end of a day; ``old`` once long unconfirmed."""

    id: str
    member: str
    last: int
    old: bool = False
    withdrawn: bool = False


def sees(world: World, person: str, promise: Promise) -> bool:
    """Whether a person reads a standing offer."""
    everybody = f"members:{promise.member}" if promise.withdrawn else "network"
    return world.is_named(person, frozenset({everybody, "secretariat"}))


def lists(world: World, person: str, promise: Promise) -> bool:
    """Whether a person finds a standing offer in the list: until the end of its last day."""
    stands = not promise.withdrawn and world.day <= promise.last
    return stands and sees(world, person, promise)


def may(world: World, person: str, act: str, promise: Promise) -> bool:
    """Whether the side a person is on ever does ``act`` to a standing offer."""
    own = world.member(person) == promise.member
    return own and (act == "confirm" or not world.interim(person))


def declares(world: World, person: str) -> bool:
    """Whether a person declares what the own member could give."""
    return world.member(person) is not None and not world.interim(person)


def fits(world: World, act: str, promise: Promise) -> bool:
    """Whether ``act`` can be done to a standing offer as it stands now."""
    over = world.day > promise.last
    return not promise.withdrawn and (act != "confirm" or (promise.old and not over))


def follow(world: World, act: str, promise: Promise, days: int) -> None:
    """Let ``act`` be done: a change gives ``days`` from today, and confirms nothing."""
    if act == "change":
        promise.last = world.day + days
    elif act == "confirm":
        promise.old = False
    else:
        promise.withdrawn = True
