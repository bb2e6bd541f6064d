"""How long what an office said of a practice holds: until a day, and then it says since when not.

Eighteen months unless the office chooses otherwise: a Focal Point holds office for two years as a
rule, so each holder is asked once at least; a year is right for what changes with each budget, two
for a law.
"""

from calendar import monthrange
from datetime import date, timedelta

YEAR = 12
MONTHS = (12, 18, 24)
"""After so many months an office can choose to be asked again."""
DEFAULT = 18
BEFORE = timedelta(days=30)
"""So long before the day its office is asked."""
AGAIN = timedelta(days=182)
"""So long after it was asked in vain it is asked once more."""


def due_after(day: date, months: int) -> date:
    """Return the last day on which what was confirmed on ``day`` holds, ``months`` later."""
    years, month = divmod(day.month - 1 + months, YEAR)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def is_over(confirm_by: date | None, today: date) -> bool:
    """Whether it was to be confirmed by now and was not; nothing is said of what never was."""
    return confirm_by is not None and confirm_by < today


def months_of(typed: str) -> int | None:
    """Return the months that were chosen, None for anything that cannot be chosen."""
    return next((one for one in MONTHS if str(one) == typed), None)
