"""The queue: items and what the rooms of ``sources`` give, merged in one order, page by page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from typing import Any

from sqlalchemy import Connection

from app.access.policy import allows
from app.access.viewer import Viewer
from app.assistance.waits import Wait
from app.core import clock
from app.core.i18n import N_, gettext, listed
from app.core.seal import Seal
from app.desk import queries
from app.desk.queries import Queued
from app.desk.rows import ALL, PER_PAGE, Holder, Mark, Row, Shown, Tally
from app.desk.sources import SOURCES
from app.discussion.rules import What as Comment
from app.home import matters
from app.home.queries import UNTITLED
from app.items.models import Kind
from app.manual.suggesting.rules import What as Suggestion
from app.practices.rules import What as Practice

ITEMS: Mapping[str, str] = {
    Kind.PRACTICE: N_("Practices"),
    Kind.REQUEST: N_("Requests"),
    Kind.SUGGESTION: N_("Suggestions"),
    Kind.COMMENT: N_("Comments"),
}
"""The tabs of items."""
WAITS: Mapping[str, tuple[str, str]] = {
    Practice.SUBMITTED: (N_("Practice to review"), N_("Read, then publish or return it")),
    Practice.CHANGED: (
        N_("Change of a published practice to review"),
        N_("Compare, then publish or return it"),
    ),
    Practice.WISHED: (N_("More readers are wished"), N_("Open it to them, or say why not")),
    Wait.SUBMITTED: (
        N_("Request to authenticate or return"),
        N_("Is it the office's own? Authenticate or return it"),
    ),
    Wait.ENTITY: (
        N_("UN entity that a request asks"),
        N_("Write to it, and enter what it answers"),
    ),
    Suggestion.MADE: (
        N_("Suggestion on the manual to answer"),
        N_("Accept, adapt or decline it"),
    ),
    Comment.ASKED: (N_("Question to answer"), N_("Answer it under the practice")),
    Comment.REPORTED: (
        N_("Reported comment to look at"),
        N_("Read the reports, then hide it or leave it as it is"),
    ),
}
"""Why items wait for the secretariat: the task, and the next step, in a few words."""
KINDS: Mapping[str, str] = {**ITEMS, **{one.kind: one.label for one in SOURCES}}
"""Every kind the queue can be narrowed to, and its tab."""


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of the queue: its rows, whether more follow, and the counts of all kinds."""

    rows: Sequence[Row]
    more: bool
    tallies: Sequence[Tally]


def queue_of(conn: Connection, viewer: Viewer, seal: Seal, shown: Shown) -> Queue:
    """Return a page of the queue; what other rooms give is never held, so it is nobody's."""
    kind, by, after = shown.kind, shown.by, shown.after
    given = {one.kind: one.rows(conn, viewer) for one in SOURCES if allows(viewer, one.permission)}
    short = [
        sorted((row for row in rows if row.mark > after), key=_mark)
        for name, rows in given.items()
        if kind in {ALL, name} and by != Holder.ME
    ]
    found: Sequence[Queued] = ()
    if kind == ALL or kind in ITEMS:
        found = queries.queue(conn, viewer, shown, most=PER_PAGE + 1)
    page = list(islice(merge(_rows(conn, viewer, seal, found), *short, key=_mark), PER_PAGE + 1))
    tallies = [
        *queries.tallies(conn, viewer),
        *(_tally(name, rows) for name, rows in given.items() if rows),
    ]
    return Queue(page[:PER_PAGE], len(page) > PER_PAGE, tallies)


def rows_of(conn: Connection, viewer: Viewer, seal: Seal, ids: Sequence[str]) -> Sequence[Row]:
    """Return the rows of those items that wait and that the viewer may see."""
    return _rows(conn, viewer, seal, queries.chosen(conn, viewer, ids)) if ids else ()


def _mark(row: Row) -> Mark:
    return row.mark


def _tally(kind: str, rows: Sequence[Row]) -> Tally:
    today = clock.today()
    late = sum(row.due is not None and row.due < today for row in rows)
    oldest, number = min(row.since for row in rows), len(rows)
    return Tally(kind, number, oldest, late, free=number, mine=0)


def _rows(conn: Connection, viewer: Viewer, seal: Seal, found: Sequence[Queued]) -> Sequence[Row]:
    pairs = {(one.item_id, one.what) for one in found}
    titles = matters.titles(conn, viewer, seal, pairs)
    return [_row(one, titles[one.item_id]) for one in found if one.item_id in titles]


def _row(one: Queued, titled: tuple[str, str]) -> Row:
    title, href = titled
    task, step = WAITS.get(one.what, ("", N_("Open it")))
    return Row(
        kind=one.kind,
        key=one.item_id,
        what=one.what,
        title=title or gettext(UNTITLED),
        href=href,
        task=gettext(task) if task else matters.waits(one.what),
        step=gettext(step),
        owners=listed([gettext(name) for name in one.owners]),
        since=one.since,
        due=one.due,
        number=one.number,
        version=one.version,
    )


def titles_of(conn: Connection, viewer: Viewer, seal: Seal, lines: Sequence[Any]) -> matters.Titles:
    """Return title and address of the things of a batch that the viewer may see."""
    return matters.titles(conn, viewer, seal, {(one.key, one.what) for one in lines})
