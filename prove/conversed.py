"""The talk about an offer, by docs/policy.md: who says something in it, and who reads what.

Part of the reference: it imports nothing of ``app``.
"""

from dataclasses import dataclass, field

from prove.reference import World
from prove.stated import STANDING, TALKABLE, Offer, Work

TALKING = {*TALKABLE, "agreed", "under_way"}


@dataclass
class Conversation:
    """What was said about an offer, by id, and whether each word is for the two members alone.

    ``apart`` is whether that holds of what is said now, ``asked_by`` who proposed to change it.
    """

    work: Work
    offer: Offer
    apart: bool = False
    asked_by: str | None = None
    said: dict[str, bool] = field(default_factory=dict)


def is_side(world: World, person: str, talk: Conversation) -> bool:
    """Whether a person acts for one of the two members."""
    return world.member(person) in {talk.work.owner, talk.offer.member}


def finds(world: World, person: str, talk: Conversation) -> bool:
    """Whether a person finds the offer, and so that there is a talk about it."""
    return talk.offer.id in world.offers(person, talk.work)


def hears(world: World, person: str, talk: Conversation) -> set[str]:
    """Return the words that a person reads."""
    if not finds(world, person, talk):
        return set()
    side = is_side(world, person, talk)
    return {one for one, apart in talk.said.items() if side or not apart}


def speaks(world: World, person: str, talk: Conversation) -> bool:
    """Whether a person takes part now; so does who stands in, or acts in the interim."""
    goes_on = talk.work.stage in TALKING and talk.offer.stage in STANDING
    return goes_on and finds(world, person, talk) and is_side(world, person, talk)


def ask_to_switch(world: World, person: str, talk: Conversation) -> None:
    """Let a side propose that its readers change; who proposes the same as the other agrees."""
    if talk.asked_by is None or talk.asked_by == world.member(person):
        talk.asked_by = world.member(person)
    else:
        talk.apart, talk.asked_by = not talk.apart, None
