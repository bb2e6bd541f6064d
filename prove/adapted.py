"""What members made of practices of others, by docs/policy.md: who reads it, and who does what.

Part of the reference: it imports nothing of ``app``.
"""

from dataclasses import dataclass

from prove.reference import World
from prove.stated import OUT, Work


@dataclass
class Adapted:
    """What a member made of a practice, and whom it is for: all, members or owners."""

    id: str
    about: Work
    member: str
    choice: str
    stage: str = "recorded"


def names(one: Adapted) -> frozenset[str]:
    """Return who reads it now, by name."""
    own = {f"members:{one.member}", "secretariat"}
    if one.stage != "recorded" or one.about.stage not in OUT:
        return frozenset(own)
    readers = set(one.about.names())
    if one.choice == "members" and "public" in readers:
        readers = (readers - {"public"}) | {"network"}
    if one.choice == "owners":
        readers = {f"members:{each}" for each in one.about.owners}
    return frozenset(readers | own)


def reads(world: World, person: str, one: Adapted) -> bool:
    """Whether a person reads it."""
    return world.is_named(person, names(one))


def told_of(world: World, person: str, one: Adapted) -> bool:
    """Whether a person who reads it is told what the practice is called."""
    return one.about.stage in OUT and world.reads(person, one.about)


def may_record(world: World, person: str, about: Work, known: list[Adapted]) -> bool:
    """Whether a person records what the own member made of a practice, once."""
    member = world.member(person)
    other = member is not None and member not in about.owners and not world.interim(person)
    twice = any(
        one.about is about and one.member == member and one.stage != "withdrawn" for one in known
    )
    return other and about.stage == "published" and world.reads(person, about) and not twice


def may(world: World, person: str, act: str, one: Adapted) -> bool:
    """Whether the side a person is on ever does ``act`` to it."""
    if act in {"hide", "show"}:
        return world.staff(person)
    return world.member(person) == one.member and not world.interim(person)


ENDS = {
    "change": {"recorded": "recorded", "hidden": "hidden"},
    "result": {"recorded": "recorded", "hidden": "hidden"},
    "withdraw": {"recorded": "withdrawn", "hidden": "withdrawn"},
    "hide": {"recorded": "hidden"},
    "show": {"hidden": "recorded"},
}
"""Act → from which state it leads to which."""
