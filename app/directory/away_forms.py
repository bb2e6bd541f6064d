"""What one fills in who says that a holder is away."""

from collections.abc import Sequence

from app.access.viewer import OfficeKind
from app.core import clock
from app.core.i18n import N_
from app.directory.absences import LONGEST, Candidate, Saying
from app.web.forms import Form, Reader, Sent

LAST_MISSING = N_("Choose the last day of the absence.")
NOT_PAST = N_("Choose today or a later day, within half a year.")
BEFORE_IT_BEGINS = N_("Choose a last day on or after the first.")
TOO_LONG = N_("An absence lasts half a year at most. Whoever is away for longer hands over.")


def away(sent: Sent, able: Sequence[Candidate], begun: Saying | None) -> tuple[Saying | None, Form]:
    """Return what is said, None while something is wrong, and the form.

    ``begun`` is the absence that has begun already: it keeps its first day.
    """
    reader, today = Reader(sent), clock.today()
    starts = begun.starts if begun else reader.day("starts") or today
    if begun is None and not today <= starts <= today + LONGEST:
        reader.wrong("starts", NOT_PAST)
    ends = reader.day("ends", missing=LAST_MISSING) or starts
    if ends < max(starts, today):
        reader.wrong("ends", BEFORE_IT_BEGINS if ends >= today else NOT_PAST)
    if ends - starts >= LONGEST:
        reader.wrong("ends", TOO_LONG)
    stand_in = reader.choice("stand_in", [one.appointment_id for one in able])
    good = reader.form.good
    return (Saying(starts, ends, stand_in or None) if good else None), reader.form


def filled(said: Saying | None, able: Sequence[Candidate]) -> Form:
    """Return the form with what was said already; before, the alternate is proposed."""
    if said is None:
        alternates = [one for one in able if one.kind == OfficeKind.ALTERNATE]
        return Form({"stand_in": alternates[0].appointment_id} if alternates else {})
    days = {"starts": said.starts.isoformat(), "ends": said.ends.isoformat()}
    return Form({**days, "stand_in": said.stand_in or ""})
