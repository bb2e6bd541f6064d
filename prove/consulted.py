"""Consultations on the manual by docs/policy.md: who reads what of them, and who does what.

Part of the reference: it imports nothing of ``app``.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from prove.reference import World

MOST_VOICES = 50
AFTERWARDS = 60
"""So many days after a consultation's last one a guest can still come."""


@dataclass
class Voice:
    """A guest of a consultation: who knows who it is, and the last day; ``came`` by an account."""

    id: str
    address: str
    knows: frozenset[str]
    last: int
    came: bool = False
    dismissed: bool = False


@dataclass
class Sent:
    """What a member sent to a consultation, or the guest ``voice``."""

    id: str
    member: str | None
    voice: Voice | None = None
    stage: str = "sent"
    answered: bool = False


@dataclass
class Asked:
    """A consultation, from the day it ``begins`` to the end of the day ``until``."""

    id: str
    begins: int
    until: int
    ended: bool = False
    withdrawn: bool = False
    shown: bool = False
    given_back: bool = False
    sent: list[Sent] = field(default_factory=list)
    voices: list[Voice] = field(default_factory=list)


def leads(world: World, person: str) -> bool:
    """Whether a person is one of the editors."""
    seat = world.seat(person)
    return seat is not None and seat.kind == "editor"


def stage(world: World, asked: Asked) -> str:
    """Return how far a consultation has come today."""
    if asked.withdrawn:
        return "withdrawn"
    if asked.ended or asked.until < world.day:
        return "over"
    return "open" if asked.begins <= world.day else "coming"


def reads(world: World, person: str) -> bool:
    """Whether a person reads consultations: the network and the Secretariat."""
    return world.staff(person) or world.member(person) is not None


def reads_text(world: World, person: str, asked: Asked) -> bool:
    """Whether a person reads the text that is consulted on."""
    return world.staff(person) or (reads(world, person) and not asked.withdrawn)


def submissions(world: World, person: str, asked: Asked) -> set[str]:
    """Return what a person reads of what was sent."""
    return {one.id for one in asked.sent if _reads(world, person, one)}


def _reads(world: World, person: str, one: Sent) -> bool:
    own = one.member is not None and world.member(person) == one.member
    if one.stage == "shown":
        return reads(world, person)
    return own or (one.stage == "sent" and world.staff(person))


def may_lead(world: World, person: str, act: str, asked: Asked) -> bool:
    """Whether a person does ``act`` to a consultation now, as one of the editors."""
    now = stage(world, asked)
    there = any(one.stage == "sent" for one in asked.sent)
    fits = {
        "prolong": now in {"coming", "open"},
        "end": now == "open",
        "withdraw": now != "withdrawn" and not asked.shown,
        "show": now == "over" and not asked.shown and there,
        "invite": now in {"coming", "open"},
    }
    return leads(world, person) and fits[act]


def own(asked: Asked, member: str | None) -> Sent | None:
    """Return what a member sent."""
    found = (one for one in asked.sent if one.member is not None and one.member == member)
    return next(found, None)


def may_send(world: World, person: str, asked: Asked, stance: str) -> bool:
    """Whether a person sends the submission of the own member, or another text in its place."""
    position = stance == "position" and world.interim(person)
    return world.member(person) is not None and not position and stage(world, asked) == "open"


def may_take_back(world: World, person: str, asked: Asked) -> bool:
    """Whether a person withdraws what the own member sent.

    Of a consultation that was withdrawn also afterwards, until it is given back.
    """
    found = own(asked, world.member(person))
    lasts = stage(world, asked) in {"open", "withdrawn"}
    return found is not None and found.stage == "sent" and lasts


def may_answer(world: World, person: str, asked: Asked, one: Sent) -> bool:
    """Whether a person says what became of a submission, once."""
    over = stage(world, asked) == "over" and one.stage in {"sent", "shown"}
    return leads(world, person) and over and not one.answered


def give_back(asked: Asked) -> None:
    """Let thirty days have passed since a consultation was withdrawn."""
    asked.given_back = True
    asked.sent = [one for one in asked.sent if one.voice is None]
    for one in asked.sent:
        one.stage = "returned" if one.stage == "sent" else one.stage


def sees_draft(world: World, person: str, every: Iterable[Asked]) -> bool:
    """Whether a person sees a picture of the draft that the texts of these consultations show.

    The editors do, and whoever reads one of the texts, as a guest too.
    """
    return leads(world, person) or any(
        reads_text(world, person, one)
        or any(is_voice(world, person, one, v) and hears(world, one, v) for v in one.voices)
        for one in every
    )


def said_by(asked: Asked, voice: Voice) -> Sent | None:
    """Return what a guest sent."""
    return next((one for one in asked.sent if one.voice is voice), None)


def lasts(world: World, asked: Asked, voice: Voice) -> bool:
    """Whether a guest can still come: for the text, or for what can still be withdrawn."""
    if voice.dismissed:
        return False
    said = said_by(asked, voice)
    stays = said is not None and said.stage == "sent"
    return stays or (world.day <= voice.last and not asked.withdrawn)


def is_voice(world: World, person: str, asked: Asked, voice: Voice) -> bool:
    """Whether a person comes as this guest: whoever holds an office is none."""
    mine = voice.came and voice.address == person and not world.held(person)
    return mine and lasts(world, asked, voice)


def hears(world: World, asked: Asked, voice: Voice) -> bool:
    """Whether whoever comes as this guest reads the text."""
    return world.day <= voice.last and not asked.withdrawn and not voice.dismissed


def may_say(world: World, asked: Asked, voice: Voice) -> bool:
    """Whether whoever comes as this guest sends a submission, or another text in its place."""
    return stage(world, asked) == "open" and hears(world, asked, voice)


def may_unsay(asked: Asked, voice: Voice) -> bool:
    """Whether whoever comes as this guest withdraws what it sent."""
    said = said_by(asked, voice)
    return said is not None and said.stage == "sent"


def room(world: World, asked: Asked, address: str) -> bool:
    """Whether one more guest can be invited, whose address (of a code: none) is none yet."""
    there = [one for one in asked.voices if not one.dismissed and world.day <= one.last]
    twice = any(address and one.address == address for one in there)
    return len(there) < MOST_VOICES and not twice


def dismiss(world: World, asked: Asked, voice: Voice) -> None:
    """Let a guest be withdrawn: what it sent stays, and can still be withdrawn by it."""
    if may_unsay(asked, voice):
        voice.last = world.day - 1
    else:
        voice.dismissed = True
