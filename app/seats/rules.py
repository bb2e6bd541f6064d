"""The life of an open seat and of an application for a place in it: states, acts, sentences."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from enum import StrEnum

from app.access.labels import SECRETARIAT, labels_of_members
from app.access.policy import P
from app.core.errors import Conflict
from app.core.i18n import N_

SERIES = "SEA"
"""The series of registry numbers."""
MOST_PLACES = 999
MOST_OF_A_MEMBER = 30
"""So many seats of one member are out at once."""
LATEST = timedelta(days=2 * 365)
SOON = timedelta(days=21)
"""What closes within these days stands on the first page."""
ANSWER_IN = timedelta(days=7)
"""So long after the last day to apply the offering office has to answer, if it begins no sooner."""
KEPT = timedelta(days=30)
"""So long after they were needed the words of an application are kept."""


class SeatKind(StrEnum):
    """What somebody goes to."""

    COURSE = "course"
    VISIT = "visit"
    WEBINAR = "webinar"


KINDS: Mapping[str, str] = {
    SeatKind.COURSE: N_("Course"),
    SeatKind.VISIT: N_("Visit"),
    SeatKind.WEBINAR: N_("Webinar"),
}
FORMS_OF_HELP: Mapping[str, frozenset[str]] = {
    SeatKind.COURSE: frozenset({"workshop"}),
    SeatKind.VISIT: frozenset({"study-visit"}),
    SeatKind.WEBINAR: frozenset({"video-talk"}),
}
"""Which forms of help, as a request names them, each kind is."""


class Stage(StrEnum):
    """The stored states of a seat."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class State(StrEnum):
    """The states as people see them; by days and places, what is out is open, full or over."""

    DRAFT = "draft"
    OPEN = "open"
    FULL = "full"
    CLOSED = "closed"
    OVER = "over"
    WITHDRAWN = "withdrawn"


class Act(StrEnum):
    """What can be done to a seat."""

    CHANGE = "change"
    PUBLISH = "publish"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    APPLY = "apply"
    ANSWER = "answer"
    TAKE_BACK = "take-back"


_OUT = frozenset({State.OPEN, State.FULL, State.CLOSED})
STARTS: Mapping[Act, frozenset[State]] = {
    Act.CHANGE: _OUT | {State.DRAFT},
    Act.PUBLISH: frozenset({State.DRAFT}),
    Act.CLOSE: frozenset({State.OPEN, State.FULL}),
    Act.WITHDRAW: _OUT | {State.DRAFT},
    Act.APPLY: frozenset({State.OPEN, State.FULL}),
    Act.ANSWER: _OUT,
    Act.TAKE_BACK: _OUT,
}
"""From which states of the seat each act starts; everything else is refused."""
PERMISSIONS: Mapping[Act, P] = {
    Act.CHANGE: P.SEAT_STEER,
    Act.PUBLISH: P.SEAT_STEER,
    Act.CLOSE: P.SEAT_STEER,
    Act.WITHDRAW: P.SEAT_STEER,
    Act.APPLY: P.SEAT_APPLY,
    Act.ANSWER: P.SEAT_ANSWER,
    Act.TAKE_BACK: P.SEAT_TAKE_BACK,
}
SIGNS: Mapping[State, str] = {
    State.DRAFT: "draft",
    State.OPEN: "open",
    State.FULL: "agreed",
    State.CLOSED: "closed",
    State.OVER: "lapsed",
    State.WITHDRAWN: "withdrawn",
}
STATES: Mapping[State, str] = {
    State.DRAFT: N_("Draft"),
    State.OPEN: N_("Open for applications"),
    State.FULL: N_("All places taken; waiting list"),
    State.CLOSED: N_("Closed for applications"),
    State.OVER: N_("Over"),
    State.WITHDRAWN: N_("Withdrawn"),
}
NOW: Mapping[State, str] = {
    State.DRAFT: N_("This seat is still a draft."),
    State.OPEN: N_("This seat is open for applications."),
    State.FULL: N_("All places of this seat are taken."),
    State.CLOSED: N_("This seat takes no more applications."),
    State.OVER: N_("This seat is over."),
    State.WITHDRAWN: N_("This seat has been withdrawn."),
}
"""What is said to somebody whose act came too late."""

TOO_FEW = N_("More places than that are taken already.")
MANY_SEATS = N_("So many seats of your member are out that there is no room for one more.")
PAST = N_("The last day to apply is over. Choose a later one before you publish it.")


class What(StrEnum):
    """Why a seat waits for somebody, and what is told of it."""

    APPLIED = "seat-applied"
    NEXT = "seat-next"
    ACCEPTED = "seat-accepted"
    LISTED = "seat-listed"
    DECLINED = "seat-declined"
    GIVEN_BACK = "seat-given-back"
    CHANGED = "seat-changed"
    GONE = "seat-gone"
    NEW = "seat-new"


WAITS: Mapping[str, str] = {
    What.APPLIED: N_("Answer the applications for a place."),
    What.NEXT: N_("A place is free: answer the next of the waiting list."),
}
NOTICES: Mapping[str, str] = {
    What.ACCEPTED: N_("Your office has a place in this seat."),
    What.LISTED: N_("Your application is on the waiting list of this seat."),
    What.DECLINED: N_("There is no place for your office in this seat this time."),
    What.GIVEN_BACK: N_("An office has taken its application for a place back."),
    What.CHANGED: N_("A seat that your office applied for was changed. Read it as it is now."),
    What.GONE: N_("A seat that your office applied for was withdrawn, with its reason."),
    What.NEW: N_("A new seat is open that fits what your office wants to be told of."),
}


def state(  # noqa: PLR0913, PLR0917 - what decides it
    stage: str, apply_by: date, ends: date, places: int, taken: int, today: date
) -> State:
    """Return the state that people see."""
    if stage in {Stage.DRAFT, Stage.WITHDRAWN}:
        return State(stage)
    if ends < today:
        return State.OVER
    if stage == Stage.CLOSED or apply_by < today:
        return State.CLOSED
    return State.FULL if taken >= places else State.OPEN


def ensure(act: Act, now: State) -> None:
    """Let an act pass that starts from ``now``.

    Raises:
        Conflict: when it does not; its sentence says where things stand.
    """
    if now not in STARTS[act]:
        raise Conflict(NOW[now])


def answer_by(apply_by: date, starts: date) -> date:
    """Return by when applications are to be answered: a week after the last, or as it begins."""
    return min(apply_by + ANSWER_IN, starts)


def labels(
    stage: str, owner: str, audience: Collection[str], applicants: Collection[str], *, was_out: bool
) -> frozenset[str]:
    """Return who sees a seat: its office; once out its readers; and whoever applied, to the end."""
    own, theirs = labels_of_members([owner]), labels_of_members(applicants)
    if stage == Stage.DRAFT or not was_out:
        return own
    if stage == Stage.WITHDRAWN:
        return own | theirs | {SECRETARIAT}
    return own | theirs | frozenset(audience)
