"""Reading a step of the plan, and how it was settled."""

from collections.abc import Mapping
from datetime import date

from app.assistance.working.acts import Planned
from app.assistance.working.rules import LATEST, MOST_WHAT, MOST_WORD, Side, State, What
from app.core.i18n import N_
from app.web.forms import Reader

NO_WORD = N_("Say in a few words why it is dropped: the other side reads it.")


def read_step(
    reader: Reader, offices: Mapping[str, Side], today: date, was: date | None = None
) -> Planned:
    """Read a step; ``offices`` are those of both sides, ``was`` the day that it has already."""
    kind = reader.choice("kind", list(What), missing=N_("Say whether it is a task or a milestone."))
    what = reader.straight("what", most=MOST_WHAT, missing=N_("Say what it is."))
    side = reader.choice("side", list(Side), missing=N_("Say whose it is."))
    office = reader.choice("office", list(offices))
    if office and side and side != Side.BOTH and offices[office] != side:
        reader.wrong("office", N_("Choose an office of the side whose it is, or nobody."))
    due = reader.day("due", missing=N_("Say by which day."))
    if due and due != was and due < today:
        reader.wrong("due", N_("Choose today or a day that is still to come."))
    if due and due > today + LATEST:
        reader.wrong("due", N_("Choose a day within five years."))
    return Planned(kind, what, side, office or None, due or today)


def read_settled(reader: Reader) -> tuple[State, str]:
    """Read how a step was settled, and the word about it, which only what is dropped needs."""
    chosen = reader.choice("state", list(State), missing=N_("Say how it stands."))
    state = State(chosen or State.OPEN)
    needed = NO_WORD if state == State.DROPPED else ""
    word = reader.straight("word", most=MOST_WORD, missing=needed)
    return state, "" if state == State.OPEN else word
