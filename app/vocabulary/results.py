"""How a closed request for assistance ended."""

from app.core.i18n import N_
from app.vocabulary.term import Term, Terms

RESULTS = Terms(
    (
        Term("met", N_("Met")),
        Term("partly", N_("Partly met")),
        Term("not_met", N_("Not met")),
    )
)

codes = RESULTS.codes
label = RESULTS.label
