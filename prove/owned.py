"""What docs/policy.md says of a practice of several owners, and of entries from public sources.

Part of the reference: it imports nothing of ``app``.
"""

from collections.abc import Collection

from prove.reference import World
from prove.stated import NETWORK_KINDS, Readers, Seat, Work

COMES_IN = {"draft", "returned", "published"}
"""In which states another member is asked, and comes in."""
ENDED = {"withdrawn", "taken", "gone"}
WANTS_ALL = {"submit", "withdraw", "retire", "release"}
"""What an owner of several does only with the others."""


def present(world: World, member: str) -> bool:
    """Whether somebody acts for an office of a member today."""
    return any(s.member == member and s.kind in NETWORK_KINDS for s in _seats(world))


def vacant(world: World, member: str) -> bool:
    """Whether nobody holds an office of a member; where it is contested who does, somebody does."""
    held = [one.seat for one in world.terms if one.holds(world.day)]
    return not any(one.member == member and one.kind in NETWORK_KINDS for one in held)


def _seats(world: World) -> list[Seat]:
    return [one.seat for one in world.holding()]


def covers(world: World, readers: Readers, owners: Collection[str]) -> bool:
    """Whether chosen readers include each of ``owners``; circles leave nobody out."""
    names = readers.names()
    return not readers.named or all(world.counts(f"members:{one}") & names for one in owners)


def charge(world: World, person: str, work: Work) -> bool:
    """Whether a person decides for an owner of a practice that is seen."""
    return (
        world.reads(person, work)
        and world.member(person) in work.owners
        and not world.interim(person)
    )


def asks(world: World, person: str, work: Work, member: str) -> bool:
    """Whether a person asks ``member`` to own a practice jointly, as it stands."""
    own = work.by_office and not work.unconfirmed and work.stage in COMES_IN
    new = member not in work.owners and member not in work.asked and present(world, member)
    others = {*work.owners, member} - {world.member(person)}
    return charge(world, person, work) and own and new and covers(world, work.readers, others)


def answers(world: World, person: str, work: Work, member: str, *, yes: bool) -> bool:
    """Whether a person says yes or no for the member that is asked."""
    if world.member(person) != member or world.interim(person) or member not in work.asked:
        return False
    others = {*work.owners, member} - {work.asked[member][1]}
    return not yes or (work.stage in COMES_IN and covers(world, work.readers, others))


def leaves(world: World, person: str, work: Work) -> bool:
    """Whether a person gives up the share of the own member."""
    return charge(world, person, work) and work.stage not in ENDED and len(work.owners) > 1


def parts(world: World, person: str, work: Work, member: str) -> bool:
    """Whether a person of the Secretariat takes out an owner of whose offices nobody holds one."""
    able = world.staff(person) and world.reads(person, work) and work.stage not in ENDED
    return able and member in work.owners and len(work.owners) > 1 and vacant(world, member)


def alone(world: World, person: str, act: str, work: Work) -> bool:
    """Whether a person does ``act`` without asking: as no owner, or as the only one."""
    if world.member(person) not in work.owners or act not in WANTS_ALL:
        return True
    return len(work.owners) == 1 and not (act == "submit" and work.asked)


def gone(work: Work, member: str) -> None:
    """Let a member own a practice no more."""
    rest = work.owners - {member}
    work.owner, work.joint = min(rest), frozenset(rest - {min(rest)})
