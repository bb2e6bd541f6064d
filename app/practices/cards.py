"""The stored cards of practices, as lists show them: each in the best language for its reader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from markupsafe import Markup
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    ScalarSelect,
    bindparam,
    case,
    or_,
    select,
)

from app.access.viewer import Viewer
from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.items.queries import labels_given, seen
from app.practices.models import PracticeView

view = table(PracticeView)
_there = view.alias("there")

MOST_CARDS = 20
NEWS = Markup("<!--news-->")
"""Where a stored card says what is new on it to whoever reads: a card is the same for everybody."""
_NEWS_PART = f"<span>{NEWS}</span>"
MOST_WANTED = 6
"""So many languages of a reader are looked at."""
_NAMES = tuple(f"wanted_{n}" for n in range(MOST_WANTED))
_WANTED: tuple[BindParameter[Any], ...] = tuple(bindparam(name) for name in _NAMES)
"""The languages a reader wants in a prebuilt statement, the best first: always so many."""


@dataclass(frozen=True, slots=True)
class Look:
    """In which language of the interface a stored view was made, and with which template."""

    language: str
    mark: str

    @property
    def given(self) -> Mapping[str, str]:
        """What a statement is given to find the views of this look."""
        return {"language": self.language, "look": self.mark}


def wanted_given(wanted: Sequence[str]) -> dict[str, str]:
    """Return the values of the languages a reader wants; unused places fit nothing."""
    return dict(zip_longest(_NAMES, wanted[:MOST_WANTED], fillvalue=""))


def still_true() -> ColumnElement[bool]:
    """Return the condition that a stored view still holds on the day bound as ``today``."""
    return or_(view.c.until.is_(None), view.c.until >= bindparam("today"))


def best_of(item_id: ColumnElement[str]) -> ScalarSelect[str]:
    """Return the best language for a reader among those in which a view of ``item_id`` is kept."""
    place = case(*((_there.c.reads == one, n) for n, one in enumerate(_WANTED)), else_=MOST_WANTED)
    return (
        select(_there.c.reads)
        .where(
            _there.c.item_id == item_id,
            _there.c.language == bindparam("language"),
            _there.c.look == bindparam("look"),
            or_(_there.c.original, _there.c.reads.in_(_WANTED)),
        )
        .order_by(place)
        .limit(1)
        .scalar_subquery()
    )


_CARDS = Reading(
    select(view.c.item_id, view.c.card).where(
        view.c.item_id.in_([bindparam(f"id_{n}") for n in range(MOST_CARDS)]),
        view.c.language == bindparam("language"),
        view.c.look == bindparam("look"),
        view.c.reads == best_of(view.c.item_id),
        still_true(),
        seen(view.c.item_id),
    )
)


def with_news(card: str, words: str) -> str:
    """Return a stored card with what is new on it, in ``words`` (empty where nothing is)."""
    said = Markup("<span><b>{}</b></span>").format(words) if words else ""
    return card.replace(_NEWS_PART, said)


def cards(
    conn: Connection, viewer: Viewer, ids: Sequence[str], look: Look, wanted: Sequence[str]
) -> dict[str, str]:
    """Return the stored cards among ``ids``, at most ``MOST_CARDS``, by id.

    Each is in the first of the languages ``wanted`` in which its practice can be read.
    """
    padded = [*ids, *[""] * (MOST_CARDS - len(ids))]
    given = {f"id_{n}": id_ for n, id_ in enumerate(padded)}
    made = {**look.given, **wanted_given(wanted), "today": clock.today()}
    rows = _CARDS.all(conn, {**given, **labels_given(viewer.reads_by), **made})
    return {row.item_id: row.card for row in rows}
