"""What is true of a submission: when silence suffices, when it is due, how it ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.core.errors import Conflict
from app.core.i18n import N_
from app.manual.rules import Weight, measured

SILENCE = timedelta(hours=48)
"""So long the others can answer a minor edition before it is published without an answer."""
FREELY = timedelta(days=7)
"""So long one person can withdraw what nobody agreed to."""
THAWED = timedelta(hours=24)
"""So long after a freeze nothing is published that nobody could answer meanwhile."""
MOST_REASON = 1_000


class Kind(StrEnum):
    """What is submitted."""

    EDITION = "edition"
    WITHDRAWAL = "withdrawal"


SUBMITTED: Mapping[str, str] = {
    Kind.EDITION: N_("Edition %(number)s of the manual"),
    Kind.WITHDRAWAL: N_("Withdrawal of edition %(number)s of the manual"),
}
"""What is submitted, in words."""


class Outcome(StrEnum):
    """How a submission ended."""

    DONE = "done"
    REFUSED = "refused"
    TAKEN_BACK = "taken-back"
    CHANGED = "changed"
    LEFT = "left"


class Over(Conflict):
    """Somebody was faster."""

    message = N_("This submission has changed meanwhile. Here is the present state.")


class Occupied(Conflict):
    """One is open already."""

    message = N_("Another submission is open. It is answered or taken back first.")


class Fixed(Conflict):
    """The draft is not what was submitted."""

    message = N_(
        "The draft, a translation of it or the current edition was changed after this was"
        " submitted, so it is called off. Submit the draft as it is now."
    )


class Unshown(Conflict):
    """A chapter could not be read once it is published."""

    message = N_(
        "Chapter %(chapter)s is too long in %(language)s, or has too many marks to be shown in good"
        " time. Shorten it first."
    )


class LastOne(Conflict):
    """Nothing would be left to read."""

    message = N_(
        "This is the only edition in force, so it is not withdrawn. Publish another one first, or"
        " add an erratum."
    )


class Withdrawn(Conflict):
    """It happened already."""

    message = N_("This edition was withdrawn already.")


FATES: Mapping[str, str] = {
    Outcome.DONE: N_("It took effect."),
    Outcome.REFUSED: N_("It was refused."),
    Outcome.TAKEN_BACK: N_("It was taken back."),
    Outcome.CHANGED: N_(
        "It was called off: the draft, a translation of it or the current edition was changed."
    ),
    Outcome.LEFT: N_("It was called off: who decided it no longer acts for the Secretariat."),
}
"""How it ended, in words."""


@dataclass(frozen=True, slots=True)
class Life:
    """What has happened to a submission."""

    kind: str
    weight: str
    share: float
    publish_at: datetime | None
    proposed_at: datetime
    alone_at: datetime | None
    agreed_at: datetime | None
    ended_at: datetime | None

    @property
    def silent(self) -> bool:
        """Whether silence suffices: an edition that is called minor and measured so."""
        return self.weight == Weight.MINOR and measured(self.share) == Weight.MINOR

    @property
    def due_at(self) -> datetime | None:
        """When it takes effect with nothing more said; None where somebody has to agree."""
        if self.ended_at is not None:
            return None
        silence = self.proposed_at + SILENCE if self.silent else None
        found = self.agreed_at or min(filter(None, (self.alone_at, silence)), default=None)
        return max(found, self.publish_at or found) if found else None
