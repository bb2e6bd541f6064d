"""What is true of a review: how far it has come, what may follow, and on which ground it ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.core.i18n import N_


class Stage(StrEnum):
    """How far a review has come."""

    PROPOSED = "proposed"
    IN_FORCE = "in-force"
    ENDING = "ending"
    OVER = "over"
    WITHDRAWN = "withdrawn"


STANDING: Mapping[Stage, str] = {
    Stage.PROPOSED: N_("Proposed: a second person has to agree"),
    Stage.IN_FORCE: N_("Under review"),
    Stage.ENDING: N_("Under review; to end it a second person has to agree"),
}
"""What a review that is not over is called."""


class Ground(StrEnum):
    """On what a review can end: the written rule."""

    PROTOCOL_LIST = "protocol-list"
    NOTE_VERBALE = "note-verbale"
    MISTAKEN = "mistaken"


GROUNDS: Mapping[str, str] = {
    Ground.PROTOCOL_LIST: N_(
        "The protocol list of the United Nations names who represents the member, and that mission"
        " names the holder."
    ),
    Ground.NOTE_VERBALE: N_(
        "A note verbale of the mission that the United Nations recognise names the holder."
    ),
    Ground.MISTAKEN: N_("The review was a mistake: nobody else claims the office."),
}
"""Every ground, as people read it; docs/policy.md says the same."""


@dataclass(frozen=True, slots=True)
class Life:
    """What has happened to a review, by whom and when.

    ``begins_at`` and ``ends_at`` say from when the word of one person suffices, None where a second
    one is needed.
    """

    id: str
    proposed_by: str | None
    proposed_at: datetime
    begins_at: datetime | None
    began_at: datetime | None
    ending_by: str | None
    ending_at: datetime | None
    ends_at: datetime | None
    ended_at: datetime | None

    @property
    def stage(self) -> Stage:
        """How far it has come."""
        if self.ended_at is not None:
            return Stage.OVER if self.began_at else Stage.WITHDRAWN
        if self.began_at is None:
            return Stage.PROPOSED
        return Stage.IN_FORCE if self.ending_at is None else Stage.ENDING

    @property
    def waits(self) -> bool:
        """Whether something was proposed that has no second person yet."""
        return self.stage in {Stage.PROPOSED, Stage.ENDING}

    @property
    def proposer(self) -> str | None:
        """Who proposed what waits for a second person, None where nothing waits."""
        waits = {Stage.PROPOSED: self.proposed_by, Stage.ENDING: self.ending_by}
        return waits.get(self.stage)

    @property
    def since(self) -> datetime:
        """When what waits was proposed, or the review where nothing waits."""
        return self.ending_at or self.proposed_at

    @property
    def due_at(self) -> datetime | None:
        """From when what waits needs no second person, None where it does or nothing waits."""
        waits = {Stage.PROPOSED: self.begins_at, Stage.ENDING: self.ends_at}
        return waits.get(self.stage)

    def may_confirm(self, person_id: str | None) -> bool:
        """Whether this person is a second one for what waits."""
        return self.waits and person_id is not None and person_id != self.proposer
