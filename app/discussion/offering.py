"""Names offered while one is typed: only of those who read what the comment would stand under."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from sqlalchemy import Connection

from app.access.labels import labels_of_members, office_label
from app.core import clock
from app.core.i18n import gettext
from app.directory import holders
from app.directory.queries import member_names
from app.directory.seated import addressing
from app.discussion.mentioning import LONGEST, Reach

MOST = 8
MOST_LOOKED_AT = 60
"""So many names that fit are held against who reads; whoever types on is offered others."""


def offered(conn: Connection, typed: str, reach: Reach, *, but: str) -> Sequence[str]:
    """Return names that begin as ``typed``, or have a word that does, as a comment takes them.

    Left out is who is meant by the label ``but``: nobody mentions the own office. What it costs
    does not follow how many fit.
    """
    typed = " ".join(typed[:LONGEST].split()).casefold()
    if not typed:
        return ()
    fits = (one for one in _known(conn, reach) if one[1] != but and _begins(one[0], typed))
    some = list(islice(fits, MOST_LOOKED_AT))
    labels = {label for _name, label in some}
    reads = addressing(conn, labels, clock.today(), reading=reach.reading) if some else frozenset()
    found = dict.fromkeys(name for name, label in _best_first(some, typed) if label in reads)
    return list(islice(found, MOST))


def _known(conn: Connection, reach: Reach) -> Iterator[tuple[str, str]]:
    """Give each name with its label, of those who are plain to see: members, then colleagues."""
    for code, name in member_names(conn).items():
        if reach.plain is None or code in reach.plain:
            (label,) = labels_of_members([code])
            yield gettext(name), label
    for one in holders.everywhere(conn):
        if one.name and not one.under_review and (reach.plain is None or one.member in reach.plain):
            yield one.name, office_label(one.office_id)


def _begins(name: str, typed: str) -> bool:
    name = name.casefold()
    return name.startswith(typed) or f" {typed}" in name


def _best_first(some: Iterable[tuple[str, str]], typed: str) -> Sequence[tuple[str, str]]:
    return sorted(some, key=lambda one: (not one[0].casefold().startswith(typed), one[0]))
