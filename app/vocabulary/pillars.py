"""The three pillars of the responsibility to protect, each with a plain sentence of our own."""

from dataclasses import dataclass

from app.core.i18n import N_
from app.vocabulary.term import Term, Terms


@dataclass(frozen=True, slots=True)
class Pillar(Term):
    """A pillar with the sentence that explains it to a newcomer."""

    sentence: str

    @property
    def number(self) -> int:
        """Return the pillar's number, 1 to 3."""
        return int(self.code)


PILLARS = Terms(
    (
        Pillar("1", N_("Pillar I"), N_("Each state protects its own population.")),
        Pillar("2", N_("Pillar II"), N_("Other states help a state to protect its population.")),
        Pillar(
            "3",
            N_("Pillar III"),
            N_("States respond together and in time when a state manifestly fails to protect."),
        ),
    )
)

codes = PILLARS.codes
label = PILLARS.label
