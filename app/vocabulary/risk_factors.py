"""The 14 risk factors of the UN Framework of Analysis for Atrocity Crimes (2014).

Titles are the Framework's (A/70/741-S/2016/71); the short labels are ours. `note` says how far
the title was checked: nine of the 14 were not yet compared with the UN text.
"""

from dataclasses import dataclass

from app.core.i18n import N_
from app.vocabulary.term import Term, Terms

COMMON, SPECIFIC = "common", "specific"

KINDS = Terms(
    (
        Term(COMMON, N_("Common to all atrocity crimes")),
        Term(SPECIFIC, N_("Specific to one crime")),
    )
)

RECALLED = N_(
    "Number and title come from general knowledge of the public document "
    "and were not yet compared with the United Nations text."
)
QUOTED = N_("Number and title were read in a source that quotes the Framework.")
QUOTED_IN_PART = N_("Number and title were read in a source that quotes the Framework in part.")
TITLE_ONLY = N_("Title and definition were read in a source; the indicators were not.")


@dataclass(frozen=True, slots=True)
class RiskFactor(Term):
    """A factor: short label, full title, how it was checked, common or specific to a crime."""

    title: str
    note: str
    kind: str = COMMON
    crime: str | None = None

    @property
    def number(self) -> int:
        """Return the factor's number, 1 to 14."""
        return int(self.code)


RISK_FACTORS = Terms(
    (
        RiskFactor(
            "1",
            N_("Armed conflict or instability"),
            N_("Situations of armed conflict or other forms of instability"),
            RECALLED,
        ),
        RiskFactor(
            "2",
            N_("Record of serious violations"),
            N_("Record of serious violations of international human rights and humanitarian law"),
            RECALLED,
        ),
        RiskFactor(
            "3",
            N_("Weak state structures"),
            N_("Weakness of State structures"),
            RECALLED,
        ),
        RiskFactor(
            "4",
            N_("Motives or incentives for the crimes"),
            N_("Motives or incentives"),
            RECALLED,
        ),
        RiskFactor(
            "5",
            N_("Capacity to commit the crimes"),
            N_("Capacity to commit atrocity crimes"),
            RECALLED,
        ),
        RiskFactor(
            "6",
            N_("No mitigating factors"),
            N_("Absence of mitigating factors"),
            RECALLED,
        ),
        RiskFactor(
            "7",
            N_("Enabling circumstances"),
            N_("Enabling circumstances or preparatory action"),
            QUOTED_IN_PART,
        ),
        RiskFactor(
            "8",
            N_("Triggers"),
            N_("Triggering factors"),
            QUOTED,
        ),
        RiskFactor(
            "9",
            N_("Intergroup tensions"),
            N_("Intergroup tensions or patterns of discrimination against protected groups"),
            QUOTED,
            SPECIFIC,
            "genocide",
        ),
        RiskFactor(
            "10",
            N_("Signs of intent to destroy a group"),
            N_("Signs of an intent to destroy in whole or in part a protected group"),
            RECALLED,
            SPECIFIC,
            "genocide",
        ),
        RiskFactor(
            "11",
            N_("Signs of a widespread or systematic attack"),
            N_("Signs of a widespread or systematic attack against any civilian population"),
            RECALLED,
            SPECIFIC,
            "crimes-against-humanity",
        ),
        RiskFactor(
            "12",
            N_("Signs of a plan to attack civilians"),
            N_("Signs of a plan or policy to attack any civilian population"),
            RECALLED,
            SPECIFIC,
            "crimes-against-humanity",
        ),
        RiskFactor(
            "13",
            N_("Threats to protected persons"),
            N_("Serious threats to those protected under international humanitarian law"),
            QUOTED_IN_PART,
            SPECIFIC,
            "war-crimes",
        ),
        RiskFactor(
            "14",
            N_("Threats to relief and peacekeeping"),
            N_("Serious threats to humanitarian or peacekeeping operations"),
            TITLE_ONLY,
            SPECIFIC,
            "war-crimes",
        ),
    )
)

codes = RISK_FACTORS.codes
label = RISK_FACTORS.label
