"""The five practical steps of the Secretary-General's report of 2017, as far as they were read.

The report is A/71/1016-S/2017/556, "Implementing the responsibility to protect: accountability
for prevention". Its text was not read here. What is known of steps 1, 3 and 5 comes from
summaries and from practices that cite them, and the wording is ours. Steps 2 and 4 were not
read; they are listed without content and not offered in forms until someone reads the report.
"""

from dataclasses import dataclass

from app.core.i18n import N_
from app.vocabulary.term import Term, Terms


@dataclass(frozen=True, slots=True)
class PracticalStep(Term):
    """A step; ``documented`` is false where its content was not read."""

    documented: bool = True

    @property
    def number(self) -> int:
        """Return the step's number, 1 to 5."""
        return int(self.code)


PRACTICAL_STEPS = Terms(
    (
        PracticalStep("1", N_("Step 1: coordinate, share good practice, build capacity")),
        PracticalStep("2", N_("Step 2: not documented here"), documented=False),
        PracticalStep("3", N_("Step 3: cooperate with the Special Procedures")),
        PracticalStep("4", N_("Step 4: not documented here"), documented=False),
        PracticalStep("5", N_("Step 5: accept scrutiny at home")),
    )
)

codes = PRACTICAL_STEPS.codes
label = PRACTICAL_STEPS.label


def offered() -> tuple[PracticalStep, ...]:
    """Return the steps that a form or filter may offer: those whose content was read."""
    return tuple(step for step in PRACTICAL_STEPS if step.documented)
