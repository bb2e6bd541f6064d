"""What is true of a recovery: what it gives, how far it has come, and who may do what next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.core.i18n import N_


class Gives(StrEnum):
    """What a recovery gives: never both factors at once."""

    PASSKEYS = "passkeys"
    SIGN_IN = "sign-in"


GIVEN: Mapping[str, str] = {
    Gives.PASSKEYS: N_(
        "Remove all passkeys. The person signs in as before and begins with a first passkey."
    ),
    Gives.SIGN_IN: N_(
        "Tie another sign-in to the account, by a link that works once. The sign-in used until"
        " then is untied; passkeys stay."
    ),
}
DELAYS: Mapping[str, timedelta] = {
    Gives.PASSKEYS: timedelta(hours=24),
    Gives.SIGN_IN: timedelta(hours=72),
}
"""So long after two have agreed it takes effect."""


class Reason(StrEnum):
    """Why somebody cannot come in."""

    PROVIDER = "provider"
    DEVICE = "device"
    OTHER = "other"


REASONS: Mapping[str, str] = {
    Reason.PROVIDER: N_("The person's sign-in provider changed."),
    Reason.DEVICE: N_("The person lost a device."),
    Reason.OTHER: N_("Another reason."),
}


class Check(StrEnum):
    """How the Secretariat found out that it is the person who asks."""

    IN_PERSON = "in-person"
    CALL_BACK = "call-back"
    LETTER = "letter"


CHECKS: Mapping[str, str] = {
    Check.IN_PERSON: N_("Met in person, with a paper that shows who it is."),
    Check.CALL_BACK: N_("Called back at a number that was on record before."),
    Check.LETTER: N_("A letter of the mission, confirmed by the mission."),
}

WARNED = timedelta(days=30)
"""So long after the person stopped one a further proposal is warned of."""
UNANSWERED = timedelta(days=14)
"""So long a proposal waits for a second person."""
LINK_LASTS = timedelta(days=14)
OPEN_FOR = timedelta(days=14)
"""So long after it took effect a link can be made."""
THAWED = timedelta(hours=24)
"""So long after the portal was frozen nothing takes effect: nobody could sign in to stop it."""


class Stage(StrEnum):
    """How far a recovery has come; the last four are its outcomes."""

    PROPOSED = "proposed"
    WAITING = "waiting"
    OPEN = "open"
    DONE = "done"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


STANDING: Mapping[str, str] = {
    Stage.PROPOSED: N_("Proposed: a second person has to agree"),
    Stage.WAITING: N_("Takes effect after a delay, in which the person can stop it"),
    Stage.OPEN: N_("In effect: a link for a new sign-in can be made"),
    Stage.DONE: N_("Done"),
    Stage.STOPPED: N_("Stopped by the person"),
    Stage.WITHDRAWN: N_("Withdrawn by the Secretariat"),
    Stage.LAPSED: N_("Called off: it could not take effect in time"),
}


@dataclass(frozen=True, slots=True)
class Life:
    """What has happened to a recovery, by whom and when."""

    person_id: str
    gives: str
    proposed_by: str | None
    proposed_at: datetime
    agreed_by: str | None
    due_at: datetime | None
    effect_at: datetime | None
    outcome: str | None

    @property
    def stage(self) -> Stage:
        """How far it has come."""
        if self.outcome is not None:
            return Stage(self.outcome)
        if self.effect_at is not None:
            return Stage.OPEN
        return Stage.PROPOSED if self.due_at is None else Stage.WAITING

    @property
    def goes_on(self) -> bool:
        """Whether it can still be stopped or withdrawn."""
        return self.outcome is None

    def may_agree(self, person_id: str | None) -> bool:
        """Whether this person is a second one: neither who proposed it nor who is helped."""
        waits = self.stage in {Stage.PROPOSED, Stage.WAITING} and self.agreed_by is None
        return waits and person_id not in {None, self.proposed_by, self.person_id}

    def may_make_link(self, person_id: str | None) -> bool:
        """Whether this person gets to see the link: of two, not the one who proposed it."""
        return self.stage == Stage.OPEN and self._hands_over(person_id)

    def may_make_code(self, person_id: str | None) -> bool:
        """Whether this person gets to see the code for the first passkey, as with a link."""
        return self.stage == Stage.DONE and self._hands_over(person_id)

    def _hands_over(self, person_id: str | None) -> bool:
        kept_from = {None, self.person_id} | ({self.proposed_by} if self.agreed_by else set())
        return person_id not in kept_from


def due_once_agreed(gives: str, at: datetime, alone_due: datetime | None) -> datetime:
    """Return when what was agreed to at ``at`` takes effect; agreeing never puts it off."""
    due = at + DELAYS[gives]
    return due if alone_due is None else min(due, alone_due)
