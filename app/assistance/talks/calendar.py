"""Agreed dates of talks as entries of a calendar: number and hour, and nothing else."""

from collections.abc import Iterable, Sequence

from app.assistance.talks.dated import Dated
from app.core.i18n import gettext
from app.web.calendars import Entry, key_of

TALK = "offer-talk"


def entries_of(found: Iterable[Dated]) -> Sequence[Entry]:
    """Return agreed dates as entries; one keeps its key wherever it is taken from."""
    words = gettext("A talk about assistance.")
    return [
        Entry(
            key=key_of(one.id, TALK),
            day=one.starts_at.date(),
            text=": ".join(filter(None, [one.number, words])),
            since=one.at or one.starts_at,
            at=one.starts_at,
            minutes=one.minutes,
        )
        for one in found
    ]
