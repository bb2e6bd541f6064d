"""Comments on the manual, and texts that are out for clearance, by docs/policy.md.

Part of the reference: it imports nothing of ``app``.
"""

from dataclasses import dataclass

from prove.reference import World
from prove.stated import Work


@dataclass
class Remark:
    """A comment on a paragraph; ``member`` is None where the Secretariat wrote it."""

    id: str
    member: str | None
    withdrawn: bool = False


@dataclass
class Cleared:
    """What a member has out for clearance: a text of the manual, or the practice ``of``."""

    id: str
    member: str
    stage: str = "out"
    of: Work | None = None


def reads(world: World, person: str) -> bool:
    """Whether a person reads comments on the manual: the network and the Secretariat."""
    return world.staff(person) or world.member(person) is not None


def may_write(world: World, person: str, stance: str, *, closed: bool) -> bool:
    """Whether a person comments, as an expert or as the position of the own government."""
    speaks = world.member(person) is not None and not world.interim(person)
    return reads(world, person) and not closed and (stance == "expert" or speaks)


def steers(world: World, person: str, one: Remark) -> bool:
    """Whether a person changes a comment and takes it back: its side does, whoever wrote it."""
    if one.member is None:
        return world.staff(person)
    return world.member(person) == one.member


def clears(world: World, person: str) -> bool:
    """Whether a person sends a text out for clearance."""
    return world.member(person) is not None


def knows(world: World, person: str, one: Cleared) -> bool:
    """Whether a person knows that it is out: its own member's offices, where they read it."""
    reads = one.of is None or world.reads(person, one.of)
    return world.member(person) == one.member and reads
