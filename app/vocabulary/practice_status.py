"""Whether a measure goes on; where nobody wrote it down, a practice has no status at all."""

from app.core.i18n import N_
from app.vocabulary.term import Term, Terms

RUNNING = "running"

PRACTICE_STATUS = Terms(
    (
        Term(RUNNING, N_("Running")),
        Term("ended", N_("Ended")),
        Term("planned", N_("Planned")),
    )
)

codes = PRACTICE_STATUS.codes
label = PRACTICE_STATUS.label
