"""The forms of the account pages."""

from app.core import i18n
from app.core.i18n import N_
from app.notifications.choices import Choices
from app.notifications.classes import How, NoticeClass
from app.web.forms import Form, Reader, Sent

HOURS = range(24)
WEEKDAYS = range(7)
CHOOSE = N_("Choose one of the ways.")
BROWSER = "browser"
"""The choice of no language: the browser's is used."""


def language(sent: Sent) -> tuple[str, Form]:
    """Return the language chosen, empty for the browser's, and the form as sent."""
    reader = Reader(sent)
    chosen = reader.choice(
        "language", (BROWSER, *i18n.languages()), missing=N_("Choose a language.")
    )
    return "" if chosen == BROWSER else chosen, reader.form


def notices(sent: Sent) -> tuple[Choices | None, Form]:
    """Return what was chosen about notices, None while something is missing, and the form."""
    reader = Reader(sent)
    hows = {told: reader.choice(told, tuple(How), missing=CHOOSE) for told in NoticeClass}
    hour = reader.choice("hour", [str(hour) for hour in HOURS], missing=CHOOSE)
    weekday = reader.choice("weekday", [str(day) for day in WEEKDAYS], missing=CHOOSE)
    if not reader.form.good:
        return None, reader.form
    chosen = {told: How(how) for told, how in hows.items()}
    return Choices(chosen, int(hour), int(weekday)), reader.form


def filled(chosen: Choices) -> Form:
    """Return the form of what is kept."""
    hows: dict[str, str | list[str]] = {str(told): str(how) for told, how in chosen.hows.items()}
    return Form({**hows, "hour": str(chosen.hour), "weekday": str(chosen.weekday)})
