"""The terms of help as values: their words, and which version of them each side has confirmed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields

from app.assistance.rules import Party
from app.core.i18n import N_, gettext

LABELS = {
    "what": N_("What is done"),
    "who": N_("Who does it"),
    "when": N_("When"),
    "costs": N_("Who pays what"),
    "confidentiality": N_("What stays between you"),
}


@dataclass(frozen=True, slots=True)
class Terms:
    """What two sides agree on, in their own words."""

    what: str = ""
    who: str = ""
    when: str = ""
    costs: str = ""
    confidentiality: str = ""

    @classmethod
    def parse(cls, text: str) -> "Terms":
        """Return the terms written by ``str(terms)``; nothing gives empty ones."""
        found: Mapping[str, str] = json.loads(text) if text else {}
        return cls(**{one.name: found.get(one.name, "") for one in fields(cls)})

    def __str__(self) -> str:
        """Write the terms as they are sealed."""
        return json.dumps(asdict(self), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Standing:
    """Which version of the terms there is, and which each side has confirmed; 0 for none."""

    number: int = 0
    asker: int = 0
    helper: int = 0

    def confirmed_by(self, side: Party | None) -> bool:
        """Whether a side has confirmed the terms as they stand."""
        said = {Party.OWNER: self.asker, Party.HELPER: self.helper}.get(side or Party.CLOCK)
        return bool(self.number) and said == self.number

    def waits_for(self, side: Party | None) -> bool:
        """Whether there are terms that a side has not confirmed."""
        return bool(self.number) and not self.confirmed_by(side)

    @property
    def agreed(self) -> bool:
        """Whether both sides have confirmed the terms as they stand."""
        return self.confirmed_by(Party.OWNER) and self.confirmed_by(Party.HELPER)


def said(terms: Terms) -> Sequence[tuple[str, str]]:
    """Return what terms say, each part with its name."""
    return [(gettext(label), words) for n, label in LABELS.items() if (words := getattr(terms, n))]
