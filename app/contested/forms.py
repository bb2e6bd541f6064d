"""What one fills in who puts an office under review, or proposes to end that."""

from app.contested.rules import GROUNDS, Stage
from app.core.i18n import N_
from app.web.forms import Form, Reader, Sent

WHY_MISSING = N_("Write in one or two sentences why it is contested who holds the office.")
GROUND_MISSING = N_("Choose the ground on which the review ends.")
LONGEST = 2000


def reason(sent: Sent) -> tuple[str, Form]:
    """Return why an office is to be under review, nothing while something is wrong."""
    reader = Reader(sent)
    typed = reader.straight("reason", most=LONGEST, missing=WHY_MISSING)
    return (typed if reader.form.good else ""), reader.form


def ground(sent: Sent) -> tuple[str, Form]:
    """Return the ground on which a review is to end, nothing while something is wrong."""
    reader = Reader(sent)
    return reader.choice("ground", list(GROUNDS), missing=GROUND_MISSING), reader.form


def stage_shown(sent: Sent) -> Stage | None:
    """Return how far the review had come on the page that was pressed, None for nonsense."""
    found = Reader(sent).choice("stage", list(Stage))
    return Stage(found) if found else None
