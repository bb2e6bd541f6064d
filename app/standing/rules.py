"""The life of a standing offer: its states, what leads from each, and when it is asked about."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from app.access.policy import P
from app.core.errors import Conflict
from app.core.i18n import N_

SERIES = "STA"
"""The series of registry numbers."""

YEAR = timedelta(days=365)
ASK_AFTER = timedelta(days=335)
"""So long after it was last confirmed its member is asked, a month before the year is over."""
LONGEST = timedelta(days=3 * 365)
"""So far ahead an offer can be valid; who still means it then says so anew."""
MOST_OF_A_MEMBER = 20


ACCEPTED, WITHDRAWN = "accepted", "withdrawn"
"""How help stands that counts, and a request for which none counts any more."""


class Stage(StrEnum):
    """The stored states."""

    STANDING = "standing"
    WITHDRAWN = "withdrawn"


class State(StrEnum):
    """The states as people see them: what stands is over from the day after its last."""

    STANDING = "standing"
    OVER = "over"
    WITHDRAWN = "withdrawn"


class Act(StrEnum):
    """What can be done to it."""

    CHANGE = "change"
    CONFIRM = "confirm"
    WITHDRAW = "withdraw"


class What(StrEnum):
    """Why a standing offer waits for its member."""

    UNCONFIRMED = "standing-unconfirmed"


WAITS: Mapping[str, str] = {
    What.UNCONFIRMED: N_("Say that your office still stands by this offer, or withdraw it."),
}
"""What waits, by code: the sentence for whoever must act."""
NOTICES: Mapping[str, str] = {}
"""Nothing of a standing offer is told as news."""

PERMISSIONS: Mapping[Act, P] = {
    Act.CHANGE: P.STANDING_STEER,
    Act.CONFIRM: P.STANDING_CONFIRM,
    Act.WITHDRAW: P.STANDING_STEER,
}
STARTS: Mapping[Act, frozenset[State]] = {
    Act.CHANGE: frozenset({State.STANDING, State.OVER}),
    Act.CONFIRM: frozenset({State.STANDING}),
    Act.WITHDRAW: frozenset({State.STANDING, State.OVER}),
}
"""From which states each act starts; what is over stands again once its last day is moved."""
SIGNS: Mapping[State, str] = {
    State.STANDING: "open",
    State.OVER: "lapsed",
    State.WITHDRAWN: "withdrawn",
}
STATES: Mapping[State, str] = {
    State.STANDING: N_("Standing"),
    State.OVER: N_("Over"),
    State.WITHDRAWN: N_("Withdrawn"),
}
NOW: Mapping[State, str] = {
    State.STANDING: N_("This offer stands."),
    State.OVER: N_("This offer is over. Give it a new last day if your office still means it."),
    State.WITHDRAWN: N_("This offer has been withdrawn."),
}
"""What is said to somebody whose act came too late."""
CONFIRMED_LATELY = N_("This offer was confirmed less than a year ago. Here is the present state.")


def state(stage: str, valid_until: date, today: date) -> State:
    """Return the state that people see."""
    over = stage == Stage.STANDING and valid_until < today
    return State.OVER if over else State(stage)


def after(act: Act, now: State) -> Stage:
    """Return the stored state that ``act`` leads to.

    Raises:
        Conflict: when the act does not start from ``now``; its sentence says where things stand.
    """
    if now not in STARTS[act]:
        raise Conflict(NOW[now])
    return Stage.WITHDRAWN if act == Act.WITHDRAW else Stage.STANDING


def to_confirm(confirmed_on: date, today: date) -> bool:
    """Whether it is time to confirm an offer: once a year, so that nobody presses to be first."""
    return today >= confirmed_on + ASK_AFTER


def unconfirmed(confirmed_on: date, today: date) -> bool:
    """Whether nobody has confirmed an offer for more than a year."""
    return today > confirmed_on + YEAR
