"""The stored cards of practices, as lists show them."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, bindparam, or_, select

from app.access.viewer import Viewer
from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.items.queries import labels_given, seen
from app.practices.models import PracticeView

view = table(PracticeView)

MOST_CARDS = 20


def still_true() -> ColumnElement[bool]:
    """Return the condition that a stored view still holds on the day bound as ``today``."""
    return or_(view.c.until.is_(None), view.c.until >= bindparam("today"))


_CARDS = Reading(
    select(view.c.item_id, view.c.card).where(
        view.c.item_id.in_([bindparam(f"id_{n}") for n in range(MOST_CARDS)]),
        view.c.language == bindparam("language"),
        view.c.look == bindparam("look"),
        still_true(),
        seen(view.c.item_id),
    )
)


def cards(
    conn: Connection, viewer: Viewer, ids: Sequence[str], language: str, look: str
) -> dict[str, str]:
    """Return the stored cards among ``ids``, at most ``MOST_CARDS``, by id."""
    padded = [*ids, *[""] * (MOST_CARDS - len(ids))]
    given = {f"id_{n}": id_ for n, id_ in enumerate(padded)}
    made = {"language": language, "look": look, "today": clock.today()}
    rows = _CARDS.all(conn, {**given, **labels_given(viewer.reads_by), **made})
    return {row.item_id: row.card for row in rows}
