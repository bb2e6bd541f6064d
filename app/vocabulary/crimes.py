"""The four crimes of the World Summit Outcome of 2005, paragraph 138."""

from app.core.i18n import N_
from app.vocabulary.term import Term, Terms

CRIMES = Terms(
    (
        Term("genocide", N_("Genocide")),
        Term("war-crimes", N_("War crimes")),
        Term("ethnic-cleansing", N_("Ethnic cleansing")),
        Term("crimes-against-humanity", N_("Crimes against humanity")),
    )
)

codes = CRIMES.codes
label = CRIMES.label
