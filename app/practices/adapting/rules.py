"""The life of an adaptation: its states, what leads from each, and when it is asked about."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from app.access.policy import P
from app.core.errors import Conflict
from app.core.i18n import N_
from app.vocabulary.term import Term, Terms

SERIES = "ADA"
"""The series of registry numbers."""

FIRST_ASKED = timedelta(days=365)
"""So long after it was recorded its member is asked what came of it."""
ASKED_AGAIN = timedelta(days=183)
"""So long after it was too early to say, the member is asked again."""
REMINDED = timedelta(days=365)
"""So long after it was asked in vain, the member is asked again."""


class Stage(StrEnum):
    """The stored states."""

    RECORDED = "recorded"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"


class Act(StrEnum):
    """What can be done to it."""

    CHANGE = "change"
    RESULT = "result"
    WITHDRAW = "withdraw"
    HIDE = "hide"
    SHOW = "show"


class Verdict(StrEnum):
    """What a member made of the practice."""

    ADOPTED = "adopted"
    ADAPTED = "adapted"
    DECLINED = "declined"


TAKEN_OVER = (Verdict.ADOPTED, Verdict.ADAPTED)
"""Those after which something was done, so that something can come of it."""


class Result(StrEnum):
    """What came of it, as its member says after a year."""

    WORKED = "worked"
    PARTLY = "partly"
    FAILED = "failed"


EARLY = "early"
"""The answer that is none yet: it is too early to say."""


class What(StrEnum):
    """Why an adaptation waits for its member, or what happened to it."""

    RESULT = "adaptation-result"
    NEW = "adaptation-new"
    ANSWERED = "adaptation-answered"
    HIDDEN = "adaptation-hidden"
    SHOWN = "adaptation-shown"


VERDICTS: Mapping[str, str] = {
    Verdict.ADOPTED: N_("Adopted as it is"),
    Verdict.ADAPTED: N_("Adapted"),
    Verdict.DECLINED: N_("Decided against"),
}
RESULTS: Mapping[str, str] = {
    Result.WORKED: N_("It worked"),
    Result.PARTLY: N_("It worked in part"),
    Result.FAILED: N_("It did not work"),
}
COSTS = Terms(
    (
        Term("existing", N_("Within existing means")),
        Term("small", N_("Up to 10,000 US dollars a year")),
        Term("medium", N_("10,000 to 100,000 US dollars a year")),
        Term("large", N_("More than 100,000 US dollars a year")),
    )
)
EFFORTS = Terms(
    (
        Term("days", N_("Days of work")),
        Term("weeks", N_("Weeks of work")),
        Term("months", N_("Months of work")),
        Term("post", N_("A post or more, lasting")),
    )
)
SIGNS: Mapping[str, str] = {
    Verdict.ADOPTED: "accepted",
    Verdict.ADAPTED: "accepted",
    Verdict.DECLINED: "declined",
    Stage.HIDDEN: "returned",
    Stage.WITHDRAWN: "withdrawn",
}
STATES: Mapping[str, str] = {
    Stage.HIDDEN: N_("Hidden by the Secretariat"),
    Stage.WITHDRAWN: N_("Withdrawn"),
}

WAITS: Mapping[str, str] = {
    What.RESULT: N_("Say what came of it: it was recorded a year ago or longer."),
}
"""What waits, by code: the sentence for whoever must act."""
NOTICES: Mapping[str, str] = {
    What.NEW: N_("A member recorded what it made of a practice of your office."),
    What.ANSWERED: N_("A member says what came of a practice of your office."),
    What.HIDDEN: N_("The Secretariat hid this record, with a reason."),
    What.SHOWN: N_("The Secretariat shows this record again."),
}
"""What happened, by code: the sentence for those who are told."""

PERMISSIONS: Mapping[Act, P] = {
    Act.CHANGE: P.ADAPTATION_STEER,
    Act.RESULT: P.ADAPTATION_STEER,
    Act.WITHDRAW: P.ADAPTATION_STEER,
    Act.HIDE: P.ADAPTATION_HIDE,
    Act.SHOW: P.ADAPTATION_HIDE,
}
STARTS: Mapping[Act, frozenset[Stage]] = {
    Act.CHANGE: frozenset({Stage.RECORDED, Stage.HIDDEN}),
    Act.RESULT: frozenset({Stage.RECORDED, Stage.HIDDEN}),
    Act.WITHDRAW: frozenset({Stage.RECORDED, Stage.HIDDEN}),
    Act.HIDE: frozenset({Stage.RECORDED}),
    Act.SHOW: frozenset({Stage.HIDDEN}),
}
"""From which states each act starts; what is hidden can be mended, and stays hidden."""
ENDS: Mapping[Act, Stage] = {
    Act.WITHDRAW: Stage.WITHDRAWN,
    Act.HIDE: Stage.HIDDEN,
    Act.SHOW: Stage.RECORDED,
}
NOW: Mapping[Stage, str] = {
    Stage.RECORDED: N_("This record is shown."),
    Stage.HIDDEN: N_("The Secretariat hides this record."),
    Stage.WITHDRAWN: N_("This record has been withdrawn."),
}
"""What is said to somebody whose act came too late."""


def after(act: Act, stage: str) -> Stage:
    """Return the state that ``act`` leads to.

    Raises:
        Conflict: when the act does not start from ``stage``; its sentence says where things stand.
    """
    now = Stage(stage)
    if now not in STARTS[act]:
        raise Conflict(NOW[now])
    return ENDS.get(act, now)


def first_due(verdict: str, recorded: date) -> date | None:
    """Return when its member is asked what came of it; None where nothing was done."""
    return recorded + FIRST_ASKED if verdict in TAKEN_OVER else None
