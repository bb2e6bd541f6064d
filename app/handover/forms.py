"""What one fills in who leaves an office."""

from dataclasses import dataclass
from datetime import date, timedelta

from app.core import clock
from app.core.i18n import N_
from app.web.forms import Form, Reader, Sent

NOT_PAST = N_("Choose today or a later day, within a year.")
LONGEST = 8000


@dataclass(frozen=True, slots=True)
class Leaving:
    """When the holder leaves, what the next one should know, and whom the member wants next."""

    last_day: date
    note: str
    successor: str


def leaving(sent: Sent) -> tuple[Leaving | None, Form]:
    """Return the hand-over as typed, None while something is wrong, and the form."""
    reader = Reader(sent)
    today = clock.today()
    last_day = reader.day("last_day") or today
    if not today <= last_day <= today + timedelta(days=366):
        reader.wrong("last_day", NOT_PAST)
    note = reader.straight("note", most=LONGEST)
    successor = reader.line("successor", most=120)
    found = Leaving(last_day, note, successor)
    return (found if reader.form.good else None), reader.form
