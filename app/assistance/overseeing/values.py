"""A running request as the Secretariat follows it, and what its list is narrowed to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.assistance.rules import UNDER_DISCUSSION, Stage

LIVING = (Stage.SUBMITTED, Stage.AUTHENTICATED, Stage.RETURNED, *UNDER_DISCUSSION)
NO_DATE = date.max
PAGE = 20
Place = tuple[date, str]
BEGINNING: Place = (date.min, "")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to, and after which place it goes on."""

    stages: Sequence[str] = LIVING
    theme: str = ""
    quiet: int = 0
    late: bool = False
    after: Place = BEGINNING

    @property
    def used(self) -> frozenset[str]:
        """The names of the conditions in use."""
        return frozenset(name for name in ("theme", "quiet", "late") if getattr(self, name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Overseen:
    """A living request as the Secretariat follows it.

    Among ``offers`` and ``undecided`` is what was said under seal and told to who asks.
    """

    id: str
    number: str | None
    stage: str
    title: str
    language: str
    owner: str
    owner_name: str
    letters: str | None
    answer_by: date | None
    due: date | None
    began: date
    changed_at: datetime
    last_offer: datetime | None
    paused_until: date | None
    wanted_to: date | None
    offers: int
    undecided: int
