"""Comments once they are said, by docs/policy.md: who reads the words, and who does what.

Part of the reference: it imports nothing of ``app``.
"""

from collections.abc import Iterable

from prove.reference import World
from prove.stated import Comment, Work


def is_own(world: World, person: str, one: Comment) -> bool:
    """Whether a person is on the side that said it."""
    return world.staff(person) if one.member == "SEC" else world.member(person) == one.member


def worded(world: World, person: str, one: Comment) -> bool:
    """Whether a person who finds a comment reads its words."""
    if one.gone:
        return False
    return not one.hidden or world.staff(person) or is_own(world, person, one)


def words(world: World, person: str, work: Work) -> set[str]:
    """Return the comments under ``work`` of which a person reads the words."""
    found = world.comments(person, work)
    return {one.id for one in work.comments if one.id in found and worded(world, person, one)}


def may(world: World, person: str, act: str, work: Work, one: Comment) -> bool:
    """Whether a person does ``act`` to a comment now."""
    if one.id not in world.comments(person, work):
        return False
    staff, said = world.staff(person), not one.hidden and not one.gone
    network = world.member(person) is not None
    return {
        "hide": staff and said,
        "show": staff and one.hidden,
        "keep": staff and bool(one.reports),
        "report": (staff or network) and said,
        "take back": is_own(world, person, one) and not one.gone,
        "change": is_own(world, person, one) and said and world.may_comment(person, work),
    }[act]


def done(act: str, person: str, one: Comment) -> None:
    """Let a comment be as it is after ``act``."""
    if act == "report":
        one.reports.add(person)
    elif act in {"hide", "keep", "take back"}:
        one.reports.clear()
    if act in {"hide", "show"}:
        one.hidden = act == "hide"
    if act == "take back":
        one.hidden, one.gone = False, True


def below(work: Work, head: Comment) -> list[Comment]:
    """Return a comment with all answers to it, and to these."""
    ids, found = {head.id}, [head]
    for one in work.comments:  # an answer comes after what it answers
        if one.above in ids:
            ids.add(one.id)
            found.append(one)
    return found


def same_readers(
    world: World, people: Iterable[str], moved: Iterable[Comment], was: Work, now: Work
) -> bool | None:
    """Whether the same people read all this under either thing, None where this cannot be told.

    It is told by the names where these are the same, and by the people who are there where
    somebody would read more or less.
    """
    if _wide(was.names()) == _wide(now.names()):
        return True
    apart = (
        world.reads(who, was) is not world.reads(who, now)
        for one in moved
        for who in people
        if world.is_named(who, one.names)
    )
    return False if any(apart) else None


def _wide(names: frozenset[str]) -> frozenset[str]:
    """Return whom readers of comments can be among ``names``: the whole network counts as one."""
    if not names & {"public", "network"}:
        return names
    return frozenset({"network", *(one for one in names if one.startswith("offices:"))})


def move(was: Work, now: Work, moved: list[Comment]) -> None:
    """Let a comment with its answers stand elsewhere; the reports of it are looked at by that."""
    was.comments = [one for one in was.comments if one not in moved]
    now.comments += moved
    moved[0].above = None
    moved[0].reports.clear()
