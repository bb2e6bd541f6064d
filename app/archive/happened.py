"""What the record says of the member's offices, as the page of their history shows it."""

from app.access.policy import P
from app.archive.record import Part, Record
from app.archive.sight import Sight
from app.audit.events import Event
from app.core.i18n import gettext
from app.directory import queries as directory
from app.directory.queries import MemberItself
from app.history import queries, words
from app.history.queries import PER_PAGE
from app.web.components import moment_words

MOST_PAGES = 400
"""So many pages of the history are printed at most, the newest first."""


def part(sight: Sight) -> Part:
    """Return the history of the member's offices."""
    lines: list[tuple[str, str]] = []
    total = 0
    if sight.may(P.HISTORY_READ, MemberItself(frozenset({sight.code}))):
        subjects = [sight.code, *directory.subjects_of(sight.conn, sight.code)]
        for number in range(1, MOST_PAGES + 1):
            found = queries.of_subjects(sight.conn, subjects, tuple(Event), number)
            total = found.total
            lines += [
                (moment_words(one.at), f"{words.what(one)} ({words.who(one, sight.viewer)})")
                for one in found.entries
            ]
            if number * PER_PAGE >= total:
                break
    title = gettext("%(shown)s of %(total)s entries, newest first", shown=len(lines), total=total)
    return Part(
        gettext("History"),
        gettext("There is no entry that you can read."),
        [Record(title, lines)] if lines else [],
    )
