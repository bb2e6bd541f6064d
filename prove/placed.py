"""Open seats and applications for them, by docs/policy.md: who reads them, who does what to them.

Part of the reference: it imports nothing of ``app``.
"""

from dataclasses import dataclass, field

from prove.reference import World
from prove.stated import Readers

MOST_AT_ONCE = 5
LIVE = {"sent", "listed"}


@dataclass
class Application:
    """That a member applied, and whether it was put on the list or taken back."""

    id: str
    member: str
    state: str = "sent"
    version: int = 1


@dataclass
class Place:
    """What an office offers; ``out`` once it was published."""

    id: str
    member: str
    readers: Readers
    stage: str = "draft"
    out: bool = False
    version: int = 1
    applied: list[Application] = field(default_factory=list)


def names(place: Place) -> frozenset[str]:
    """Return who reads a seat now: its office, once out its readers, and who applied to the end."""
    own = {f"members:{place.member}"}
    if not place.out:
        return frozenset(own)
    own |= {f"members:{one.member}" for one in place.applied} | {"secretariat"}
    return frozenset(own | (place.readers.names() if place.stage != "withdrawn" else set()))


def sees(world: World, person: str, place: Place) -> bool:
    """Whether a person reads a seat."""
    return world.is_named(person, names(place))


def reads(world: World, person: str, place: Place) -> set[str]:
    """Return the applications that a person reads: those for the own seat, else the own ones."""
    if not sees(world, person, place):
        return set()
    mine = world.member(person)
    return {one.id for one in place.applied if mine in {place.member, one.member}}


def offers(world: World, person: str) -> bool:
    """Whether a person offers a seat for a member."""
    return world.member(person) is not None and not world.interim(person)


def may(world: World, person: str, act: str, place: Place) -> bool:
    """Whether the side a person is on ever does ``act`` to a seat or an application for it."""
    own = world.member(person) == place.member
    other = world.member(person) is not None and not own
    sides = {"apply": other, "answer": own}
    return sees(world, person, place) and sides.get(act, own and not world.interim(person))


def fits(world: World, person: str, act: str, place: Place) -> bool:
    """Whether ``act`` can be done to a seat as it stands."""
    if act == "publish":
        return place.stage == "draft"
    if act == "close":
        return place.stage == "published"
    if act == "withdraw":
        return place.stage != "withdrawn"
    mine = [one for one in place.applied if one.member == world.member(person)]
    room = sum(one.state in LIVE for one in mine) < MOST_AT_ONCE
    return place.stage == "published" and room


def follow(act: str, place: Place) -> None:
    """Let a seat be what ``act`` makes of it."""
    place.version += 1
    place.out = place.out or act == "publish"
    place.stage = {"publish": "published", "close": "closed", "withdraw": "withdrawn"}[act]
