"""Translations of practices, by docs/policy.md: who reads them, and who does what.

Part of the reference: it imports nothing of ``app``.
"""

from dataclasses import dataclass

from prove.reference import World
from prove.stated import Work

NEXT = {
    "offer": ({"draft", "returned"}, "offered"),
    "show": ({"draft", "returned"}, "shown"),
    "take up": ({"offered"}, "shown"),
    "give back": ({"offered"}, "returned"),
    "drop": ({"draft", "returned", "offered"}, "gone"),
    "take away": ({"shown"}, "gone"),
}
"""Act → from which states it leads to which."""


@dataclass
class Rendered:
    """What somebody makes of a practice in another language; ``by`` is a member or "SEC"."""

    work: Work
    language: str
    by: str
    stage: str = "draft"


def side(world: World, person: str) -> str | None:
    """Return for whom a person translates: the own member or the Secretariat."""
    return "SEC" if world.staff(person) else world.member(person)


def translates(world: World, person: str, work: Work) -> bool:
    """Whether a person translates a practice now."""
    out = work.kind == "practice" and work.stage == "published"
    return out and world.reads(person, work) and side(world, person) is not None


def may(world: World, person: str, act: str, one: Rendered) -> bool:
    """Whether a person does ``act`` to a translation now."""
    starts, _ = NEXT[act]
    if one.stage not in starts or not world.reads(person, one.work):
        return False
    if one.work.stage != "published":
        return False
    own, staff = world.member(person) in one.work.owners, world.staff(person)
    mine = side(world, person) == one.by
    return {
        "offer": mine and not own and not staff,
        "show": mine and (own or staff),
        "take up": own or (staff and not one.work.by_office),
        "give back": own or (staff and not one.work.by_office),
        "drop": mine,
        "take away": own or staff,
    }[act]


def reads(world: World, person: str, one: Rendered) -> bool:
    """Whether a person reads a translation, as far as it is one that is there."""
    if not world.reads(person, one.work) or one.stage == "gone":
        return False
    decides = world.member(person) in one.work.owners or (
        world.staff(person) and not one.work.by_office
    )
    mine = side(world, person) == one.by
    return one.stage == "shown" or mine or (one.stage == "offered" and decides)
