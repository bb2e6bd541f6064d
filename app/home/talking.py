"""Where something new was said: under what one has read before, and what the office owns."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from app.access.viewer import Viewer
from app.core.i18n import ngettext
from app.discussion import unread
from app.practices import queries as practices

MOST = 10


@dataclass(frozen=True, slots=True)
class Talk:
    """A practice under which something is new, and how much."""

    title: str
    href: str
    words: str


def new(conn: Connection, viewer: Viewer) -> Sequence[Talk]:
    """Return the practices with new comments, the latest first."""
    counted = dict(list(unread.counts(conn, viewer).items())[:MOST])
    if not counted:
        return ()
    named = practices.titles(conn, viewer, sorted(counted))
    return [
        Talk(named[about][0], f"{named[about][1]}#h-comments", _words(number))
        for about, number in counted.items()
        if about in named
    ]


def _words(number: int) -> str:
    return ngettext("%(num)s new", "%(num)s new", number)
