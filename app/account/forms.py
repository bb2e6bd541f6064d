"""The forms of the account pages."""

from dataclasses import dataclass

from app.access.scopes import APART, Scope
from app.core import i18n
from app.core.i18n import N_
from app.identity.tokens import Wanted
from app.notifications.choices import Choices
from app.notifications.classes import How, NoticeClass
from app.web.forms import Form, Reader, Sent

HOURS = range(24)
WEEKDAYS = range(7)
LONGEST_NAME = 60
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


@dataclass(frozen=True, slots=True)
class Choice:
    """How long a token lasts, in days, and the words for it."""

    days: int
    words: str


LASTING = (
    Choice(30, N_("30 days")),
    Choice(90, N_("90 days")),
    Choice(365, N_("A year")),
)
USUAL_DAYS = 90
OFFERED = tuple(scope for scope in Scope if scope not in APART)


def token(sent: Sent) -> tuple[Wanted | None, Form]:
    """Return the token that is wanted, None while something is missing, and the form as sent."""
    reader = Reader(sent)
    name = reader.name("name", most=LONGEST_NAME, missing=N_("Write which programme it is for."))
    scopes = reader.choices("scopes", OFFERED, missing=N_("Choose what it may read or do."))
    days = reader.choice("days", [str(one.days) for one in LASTING], missing=CHOOSE)
    if not reader.form.good:
        return None, reader.form
    return Wanted(name, [Scope(scope) for scope in scopes], int(days)), reader.form


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
