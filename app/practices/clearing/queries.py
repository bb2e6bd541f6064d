"""Reading rounds, always from what the viewer may see: of a practice that is not seen, none."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, Select, bindparam, select

from app.access.viewer import Viewer
from app.clearing.values import columns_of
from app.core.db import table
from app.core.reading import Reading
from app.directory.models import Office
from app.items.models import Item
from app.items.queries import labels_given, seen
from app.practices.clearing.models import PracticeRound
from app.practices.clearing.rules import MOST_ROUNDS
from app.practices.clearing.values import Round, round_of
from app.practices.models import Practice

rounds = table(PracticeRound)
item = table(Item)
practice = table(Practice)
office = table(Office)
_about = item.alias("about")


def _rows(*where: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            rounds,
            *columns_of(item),
            practice.c.title,
            _about.c.language.label("spoken"),
            office.c.kind.label("by"),
        )
        .join_from(rounds, item, item.c.id == rounds.c.item_id)
        .join(practice, practice.c.item_id == rounds.c.practice_id)
        .join(_about, _about.c.id == rounds.c.practice_id)
        .join(office, office.c.id == item.c.office_id, isouter=True)
        .where(seen(item.c.id), seen(rounds.c.practice_id), *where)
    )


_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_NEWEST = (rounds.c.at.desc(), rounds.c.item_id.desc())
_ONE = Reading(_rows(rounds.c.item_id == bindparam("id")))
_SOME = Reading(_rows(rounds.c.item_id.in_(_IDS)))
_OF_PRACTICE = Reading(
    _rows(rounds.c.practice_id == bindparam("id")).order_by(*_NEWEST).limit(MOST_ROUNDS)
)
_ANY = Reading(_rows(rounds.c.practice_id == bindparam("id")).limit(1))
_EVERY = Reading(_rows().order_by(*_NEWEST).limit(bindparam("most")))


def one(conn: Connection, viewer: Viewer, item_id: str) -> Round | None:
    """Return the round if the viewer may see it, None otherwise."""
    row = _ONE.first(conn, {"id": item_id, **labels_given(viewer.labels)})
    return round_of(row) if row else None


def of_practice(conn: Connection, viewer: Viewer, item_id: str) -> Sequence[Round]:
    """Return the rounds of a practice that the viewer may see, the newest first."""
    given = {"id": item_id, **labels_given(viewer.labels)}
    return [round_of(row) for row in _OF_PRACTICE.all(conn, given)]


def went_out(conn: Connection, viewer: Viewer, item_id: str) -> bool:
    """Whether the viewer's office ever sent a practice out."""
    return _ANY.first(conn, {"id": item_id, **labels_given(viewer.labels)}) is not None


def listed(conn: Connection, viewer: Viewer, most: int) -> Sequence[Round]:
    """Return the rounds of all practices that the viewer may see, the newest first."""
    given = {"most": most, **labels_given(viewer.labels)}
    return [round_of(row) for row in _EVERY.all(conn, given)]


def titles(conn: Connection, viewer: Viewer, ids: Sequence[str]) -> Mapping[str, tuple[str, str]]:
    """Return title and address of those of ``ids`` that the viewer may see."""
    given = {"ids": list(ids), **labels_given(viewer.labels)}
    found = [round_of(row) for row in _SOME.all(conn, given)]
    return {one.matter.id: (one.title, one.href) for one in found}
