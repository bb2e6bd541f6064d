"""An adaptation, and the practices it names, as their viewer may read them."""

from dataclasses import dataclass
from datetime import date, datetime

from app.items.queries import Matter


@dataclass(frozen=True, slots=True)
class Named:
    """A practice as a link names it."""

    id: str
    title: str
    language: str

    @property
    def href(self) -> str:
        """Where it stands."""
        return f"/practices/{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapted:
    """An adaptation as its viewer may read it.

    ``about`` and ``led_to`` are None where the viewer does not read that practice published.
    """

    matter: Matter
    practice_id: str
    about: Named | None
    led_to: Named | None
    led_id: str | None
    member: str
    member_name: str
    verdict: str
    readers: str
    changed: str
    why: str
    conditions: str
    cost: str | None
    effort: str | None
    result: str | None
    result_note: str
    result_on: date | None
    result_due: date | None
    asked_on: date | None
    hidden_reason: str
    recorded_at: datetime

    @property
    def href(self) -> str:
        """Where it stands."""
        return f"/adaptations/{self.matter.id}"
