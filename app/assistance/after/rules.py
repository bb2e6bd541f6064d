"""What is asked after the help, when the other side reads the answer, and when again."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from app.core.i18n import N_

APART = timedelta(days=30)
"""So long neither side reads the other's answer before both have: nobody writes to please."""
YEAR, AGAIN = 12, 6
"""Months after the end until one asks what remains, and until one asks again if it is too early."""
BETWEEN = timedelta(days=30)
MOST_ASKS = 3
"""So often one asks for one answer, and so long apart; then it waits on the first page alone."""
MOST_WORDS, MOST_NOTE = 1500, 1500
EARLY = "early"


class Readers(StrEnum):
    """Who reads a note that both sides share."""

    REQUEST = "request"
    MEMBERS = "members"


DELIVERED: Mapping[str, str] = {
    "all": N_("Yes, all of it"),
    "mostly": N_("Most of it"),
    "partly": N_("A small part of it"),
    "not": N_("No, nothing of it"),
}
HELPED: Mapping[str, str] = {
    "much": N_("Yes, very much"),
    "somewhat": N_("Yes, somewhat"),
    "little": N_("Little"),
    "not": N_("No, not at all"),
}
REMAINS: Mapping[str, str] = {
    "all": N_("It is in use as it was agreed"),
    "changed": N_("It is in use, in another form"),
    "little": N_("Little of it is left"),
    "nothing": N_("Nothing of it is left"),
    EARLY: N_("It is too early to say: ask us again in six months"),
}
READERS: Mapping[str, str] = {
    Readers.REQUEST: N_("Those who can read the request"),
    Readers.MEMBERS: N_("All members of the network, and the Secretariat"),
}


def months_after(day: date, months: int) -> date:
    """Return the day so many months later, the last of its month where there is no such day."""
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def is_read(closed_on: date, mine: date | None, theirs: date | None, today: date) -> bool:
    """Whether each side reads what the other has said: both have, or the days apart are over."""
    return bool(mine and theirs) or today >= closed_on + APART


def year_is_read(mine: date | None, theirs: date | None, today: date) -> bool:
    """Whether one reads what the other side says of the year: once one has said it oneself."""
    return theirs is not None and (mine is not None or today >= theirs + APART)
