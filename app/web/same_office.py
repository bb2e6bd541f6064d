"""A form is sent for the office for which it was opened, or not at all."""

from app.core.errors import Conflict
from app.core.i18n import N_
from app.web.ask import Ask

OFFICE = "office_of_form"
OTHER_OFFICE = N_(
    "You act for another office now than when this form was opened, so nothing was sent."
    " Your text is below: copy it, then open the form again."
)


def ensure_same_office(ask: Ask) -> None:
    """Refuse a form that was opened for another office: nobody signs for the wrong one.

    Raises:
        Conflict: when the acting office changed, in another tab or because an office ended.
    """
    opened_for = ask.field(OFFICE)
    if opened_for and (ask.viewer.office is None or ask.viewer.office.id != opened_for):
        raise Conflict(OTHER_OFFICE)
