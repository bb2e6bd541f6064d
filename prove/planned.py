"""What the staff of the Secretariat plans on its desk, by docs/policy.md.

Part of the reference: it imports nothing of ``app``.
"""

from dataclasses import dataclass

from prove.reference import World
from prove.stated import Work


@dataclass
class Plan:
    """An act on several practices, by ``who`` from the office ``seat``, as each was then."""

    who: str
    seat: str | None
    act: str
    works: list[tuple[Work, int]]
    undone: bool = False


def plans(world: World, person: str) -> bool:
    """Whether a person plans acts, undoes them, and sees who holds what on the desk."""
    return world.staff(person)


def is_done(world: World, plan: Plan, work: Work, as_it_was: int, taken_by: str | None) -> bool:
    """Whether something planned is done to a practice, now that the time to undo it is over."""
    still = plan.seat in {seat.id for seat in world.held(plan.who)}
    free = taken_by is None or taken_by == plan.who
    same = work.stage == "submitted" and work.acts == as_it_was
    return still and free and same and not plan.undone
