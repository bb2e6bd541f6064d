"""Standing offers by docs/policy.md: who sees them, who does what to them, and what comes of it.

Part of the reference: it imports nothing of ``app``.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from prove.reference import World

MOST_OF_A_MEMBER = 20


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
    return stands(world, promise) and sees(world, person, promise)


def may(world: World, person: str, act: str, promise: Promise) -> bool:
    """Whether the side a person is on ever does ``act`` to a standing offer."""
    own = world.member(person) == promise.member
    return own and (act == "confirm" or not world.interim(person))


def stands(world: World, promise: Promise) -> bool:
    """Whether a standing offer holds today: it was not withdrawn and its last day is not over."""
    return not promise.withdrawn and world.day <= promise.last


def room(world: World, member: str | None, promises: Iterable[Promise]) -> bool:
    """Whether a member has room for one more that stands."""
    own = [one for one in promises if one.member == member and stands(world, one)]
    return len(own) < MOST_OF_A_MEMBER


def declares(world: World, person: str, promises: Iterable[Promise]) -> bool:
    """Whether a person declares what the own member could give."""
    member = world.member(person)
    return member is not None and not world.interim(person) and room(world, member, promises)


def fits(world: World, act: str, promise: Promise, promises: Iterable[Promise]) -> bool:
    """Whether ``act`` can be done to a standing offer as it stands now, beside the others."""
    if act == "change" and not promise.withdrawn:
        return stands(world, promise) or room(world, promise.member, promises)
    return not promise.withdrawn and (act != "confirm" or (promise.old and stands(world, promise)))


def follow(world: World, act: str, promise: Promise, days: int) -> None:
    """Let ``act`` be done: a change gives ``days`` from today, and confirms nothing."""
    if act == "change":
        promise.last = world.day + days
    elif act == "confirm":
        promise.old = False
    else:
        promise.withdrawn = True
