"""How a guest of a consultation is named to those who read what it sent."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.core.i18n import N_, gettext


class Naming(StrEnum):
    """What of a guest is shown."""

    NAMED = "named"
    ORGANISATION = "organisation"
    WITHHELD = "withheld"


NAMINGS: Mapping[Naming, tuple[str, str]] = {
    Naming.NAMED: (
        N_("By name and organisation"),
        N_("Whoever reads what you sent reads both beside it."),
    ),
    Naming.ORGANISATION: (
        N_("By organisation only"),
        N_("Whoever reads what you sent reads your organisation beside it, and not your name."),
    ),
    Naming.WITHHELD: (
        N_("Neither name nor organisation"),
        N_(
            "No state reads who you are, and of the Secretariat only the two people who hold your"
            " invitation. Your words themselves may still tell who wrote them."
        ),
    ),
}
"""How each way is offered: in short, and what it means."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """What may be known of a guest who sent a submission; ``parts`` are its words by chapter."""

    number: int
    naming: Naming
    name: str
    organisation: str
    parts: Mapping[str, str]
    receipt: str

    @property
    def said(self) -> str:
        """How the guest is named."""
        return named(self.naming, self.name, self.organisation, self.number)


def named(naming: Naming, name: str, organisation: str, number: int) -> str:
    """Return how the ``number``-th guest of a consultation is named."""
    if naming == Naming.NAMED:
        return ", ".join(filter(None, (name, organisation)))
    if naming == Naming.ORGANISATION:
        return organisation
    return gettext("Guest %(number)s, name withheld", number=number)


def voice_of(row: Any) -> Voice | None:
    """Return the guest of a row of submissions, None for that of a member."""
    if row.voice_number is None:
        return None
    return Voice(
        number=row.voice_number,
        naming=Naming(row.naming),
        name=row.voice_name,
        organisation=row.organisation,
        parts=json.loads(row.parts),
        receipt=row.receipt,
    )
