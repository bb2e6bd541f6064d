"""What is true of appointments: their stages, what may follow what, and who holds an office."""

from collections.abc import Mapping
from enum import StrEnum

from app.core.i18n import N_


class Stage(StrEnum):
    """The stored stages of an appointment; that it is over by its date is calculated."""

    PROPOSED = "proposed"
    VERIFIED = "verified"
    REFUSED = "refused"
    ENDED = "ended"
    REVOKED = "revoked"


class Act(StrEnum):
    """What can be done to an appointment."""

    VERIFY = "verify"
    REFUSE = "refuse"
    END = "end"
    REVOKE = "revoke"


TRANSITIONS: Mapping[tuple[Stage, Act], Stage] = {
    (Stage.PROPOSED, Act.VERIFY): Stage.VERIFIED,
    (Stage.PROPOSED, Act.REFUSE): Stage.REFUSED,
    (Stage.VERIFIED, Act.END): Stage.ENDED,
    (Stage.VERIFIED, Act.REVOKE): Stage.REVOKED,
}
"""Every act that is possible, and where it leads; everything else is refused."""


class Told(StrEnum):
    """What holders are told about offices."""

    ENTRY_DUE = "entry-due"
    YOURS_ENDS = "own-appointment-ends"
    ENDS_SOON = "appointment-ends"
    STANDS_IN = "stands-in"
    READING_ENDS = "mission-reading-ends"
    NO_LONGER = "stands-in-no-longer"


NOTICES: Mapping[str, str] = {
    Told.ENTRY_DUE: N_("Say whether your entry in the directory is still right."),
    Told.YOURS_ENDS: N_("Your appointment ends soon."),
    Told.ENDS_SOON: N_("An appointment ends soon."),
    Told.STANDS_IN: N_("You stand in for somebody who is away."),
    Told.READING_ENDS: N_("Your mission reads for two more weeks."),
    Told.NO_LONGER: N_("You no longer stand in for somebody who was away."),
}
"""What is told in a digest, by code."""


def follows(stage: str, act: Act) -> Stage | None:
    """Return the stage that ``act`` leads to from ``stage``, None where it is not possible."""
    return TRANSITIONS.get((Stage(stage), act))
