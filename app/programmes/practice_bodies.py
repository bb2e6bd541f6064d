"""What a programme sends of a practice: the fields of its pages, by the same names."""

from typing import Literal

from pydantic import Field

from app.practices.unsaved import FIRST
from app.web.bodies import Body, Versioned

Cleared = Literal[""]
LINES = ("partners", "sources")
PAGES = {
    FIRST.step: ("title", "summary", "description", "themes", "language"),
    "how": (
        "responsible_body", "legal_basis", "partners", "year_from", "year_to", "year_note",
        "status", "cost", "contact_office", "pillars", "practical_steps", "risk_factors",
    ),
    "learned": ("what_worked", "what_did_not", "transfer_conditions"),
    "readers": (
        "sources", "own_source", "confirm_months", "not_before", "audience", "readers", "told",
    ),
}  # fmt: skip
"""The fields of each page of the journey, by the word that stands in its address."""


class NewPractice(Body):
    """The first page of a practice: these five fields make a draft."""

    title: str | None = None
    summary: str | None = None
    description: str | None = None
    themes: list[str] | None = None
    language: str | None = None


class ChangedPractice(NewPractice, Versioned):
    """Any fields of a draft: what is not sent stays; an empty text or list takes it away."""

    responsible_body: str | None = None
    legal_basis: str | None = None
    partners: list[str] | None = None
    year_from: int | Cleared | None = None
    year_to: int | Cleared | None = None
    year_note: str | None = None
    status: str | None = None
    cost: str | None = None
    contact_office: str | None = None
    pillars: list[str] | None = None
    practical_steps: list[str] | None = None
    risk_factors: list[str] | None = None
    what_worked: str | None = None
    what_did_not: str | None = None
    transfer_conditions: str | None = None
    sources: list[str] | None = Field(
        default=None, description="Words, an address, or words and an address, in one line each."
    )
    own_source: bool | None = None
    confirm_months: int | None = None
    not_before: str | None = None
    audience: str | None = None
    readers: list[str] | None = Field(
        default=None, description="With the audience “chosen”: sets such as “members:GHA”."
    )
    told: bool | None = None

    def sent(self) -> dict[str, list[str]]:
        """Return the fields as the pages send them: lists of lines are one text there."""
        found = super().sent()
        return {n: ["\n".join(said)] if n in LINES else said for n, said in found.items()}


class HandedIn(Versioned):
    """A draft is handed to the Secretariat, with a summary in a second language if there is one.

    ``nameless`` wishes that it is published without the name of its state.
    """

    second_language: str | None = None
    second_summary: str | None = None
    nameless: bool = False


class Confirmed(Versioned):
    """A practice is still true; ``months`` until it is asked about again."""

    months: int | None = None


class Disagreed(Versioned):
    """An owner says no to what another one wants, with its reason; whoever wanted it needs none."""

    reason: str | None = None


class Retired(Versioned):
    """A practice is no longer used."""

    reason: str | None = None
