"""What is true of guests: how long, how many, and what is told of them."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from app.core.i18n import N_
from app.items.models import Kind
from app.notifications.classes import NoticeClass

LONGEST = timedelta(days=14)
REMINDED = timedelta(days=2)
"""So long before the last day the guest and those who lent are written to."""
STAYS = timedelta(days=366)
"""So long after the last day a guest can at most withdraw what was sent to a consultation."""
BY_CODE = ""
"""Stands for the address of who comes by a code on paper: no account takes such an invitation."""
SEALED = "sealed"
"""Stands for the address of who came by a letter to a consultation: see ``sealed``."""
MOST = 5
"""So many can be guests of one item at once: whoever wants more readers chooses readers."""

PLACES: Mapping[str, str] = {
    Kind.PRACTICE: "/practices/",
    Kind.REQUEST: "/assistance/",
    Kind.CONSULTATION: "/manual/consultations/",
}
"""What can be lent, and where its page is."""
UNNAMED = frozenset({Kind.CONSULTATION})
"""Of what is lent here the record never says who the guest is: two people of the staff know."""
READ_AT: Mapping[str, str] = {
    Kind.PRACTICE: "/guest/",
    Kind.REQUEST: "/guest/request/",
    Kind.CONSULTATION: "/guest/consultation/",
}
"""Where a guest reads it, below which the id of the loan stands."""
ABOUT: Mapping[str, NoticeClass] = {
    Kind.PRACTICE: NoticeClass.PRACTICES,
    Kind.REQUEST: NoticeClass.MATTERS,
    Kind.CONSULTATION: NoticeClass.MANUAL,
}
"""The class of the notices that its office gets about a guest."""


class What(StrEnum):
    """What the office is told about a guest."""

    CAME = "guest-came"
    WROTE = "guest-wrote"
    ENDS = "guest-ends"


NOTICES: Mapping[str, str] = {
    What.CAME: N_("Your guest accepted the invitation and can read this now."),
    What.WROTE: N_("Your guest wrote to you about this."),
    What.ENDS: N_("Your guest can read this for two more days."),
}
"""What happened, by code: the sentence for those who are told."""


def latest(today: date) -> date:
    """Return the furthest last day of a guest who is invited today."""
    return today + LONGEST


def fits(last_day: date, today: date) -> bool:
    """Whether somebody invited today can be a guest until the end of ``last_day``."""
    return today < last_day <= latest(today)
