"""What a practice or a request is about; one list serves both.

Twelve themes and "other" stand in the proposed request form; `network-cooperation` is added
because several documented practices are about working together and nothing else.
"""

from app.core.i18n import N_
from app.vocabulary.term import Term, Terms

THEMES = Terms(
    (
        Term("focal-point", N_("Appointing and placing a Focal Point")),
        Term("national-mechanism", N_("National mechanism")),
        Term("risk-assessment", N_("Risk assessment")),
        Term("early-warning", N_("Early warning")),
        Term("treaties", N_("Treaty ratification")),
        Term("criminal-law", N_("Criminal law")),
        Term("security-forces", N_("Security forces and arms")),
        Term("accountability", N_("Accountability and redress")),
        Term("upr-special-procedures", N_("Universal Periodic Review and Special Procedures")),
        Term("education-memory", N_("Education and memory")),
        Term("hate-speech", N_("Hate speech")),
        Term("asylum-refugees", N_("Asylum and refugees")),
        Term("network-cooperation", N_("Working as a network")),
        Term("other", N_("Other theme")),
    )
)

codes = THEMES.codes
label = THEMES.label
