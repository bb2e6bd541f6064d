"""What somebody typed into a page of a draft and has not saved: kept for that person alone.

It is no part of the draft, and nobody else reads it. A window keeps nothing over what another
window of the same person kept: each time has a number, its turn.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, or_, select
from sqlmodel import Session

from app.access.viewer import Viewer
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.core.i18n import N_
from app.practices.models import PracticeAside
from app.web.forms import Form

aside = table(PracticeAside)

KEPT = timedelta(days=90)
"""So long it waits for whoever typed it."""
NEW = "new"
"""The place of what is typed before there is a draft."""
MOST = 100_000
"""The most signs of one page; what is longer could not be saved either."""

Values = Mapping[str, str | list[str]]


class OtherWindow(Conflict):
    """The same person keeps something else of the page."""

    message = N_(
        "Another window of yours keeps something else of this page, so this is not kept. Save it,"
        " or open the page again and take up what was kept."
    )


class TooMuch(Conflict):
    """What was typed is longer than any entry."""

    message = N_("What you typed is too long to be kept. Shorten it, then save it.")


@dataclass(frozen=True, slots=True)
class Place:
    """A page of a draft, or of the first form where ``item_id`` is None."""

    item_id: str | None
    step: str

    @property
    def name(self) -> str:
        """What tells this place from others of the same person."""
        return self.item_id or NEW


@dataclass(frozen=True, slots=True)
class Window:
    """What a window knows: the version of the draft, and the turn of what it kept last."""

    version: int
    turn: int


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept of a page: at which version of the draft, when, and for which time."""

    version: int
    turn: int
    at: datetime
    values: Values


@dataclass(frozen=True, slots=True)
class Resumed:
    """How a page stands to what was kept of it.

    ``turn`` is what this window kept last, ``waits`` the time of what is kept and does not stand
    in the form, ``turn_waiting`` its turn, ``taken`` whether it was taken up into the form, and
    ``changed`` whether the draft was changed since it was typed.
    """

    turn: int = 0
    waits: datetime | None = None
    turn_waiting: int = 0
    taken: bool = False
    changed: bool = False


def kept(conn: Connection, viewer: Viewer, place: Place) -> Kept | None:
    """Return what the viewer typed at a place and did not save, None where that is nothing."""
    columns = (aside.c.version, aside.c.turn, aside.c.at, aside.c.typed)
    row = conn.execute(select(*columns).where(_own(viewer, place))).first()
    return None if row is None else Kept(row.version, row.turn, row.at, json.loads(row.typed))


def keep(db: Session, viewer: Viewer, place: Place, values: Values, seen: Window) -> int:
    """Keep what was typed, and return its turn.

    Raises:
        OtherWindow: what is kept is not what this window kept last.
        TooMuch: it is longer than any entry.
    """
    typed = json.dumps(dict(values), ensure_ascii=False, sort_keys=True)
    if len(typed) > MOST:
        raise TooMuch
    key = (viewer.person_id, place.name, place.step)
    found = db.get(PracticeAside, key, with_for_update=True)
    if found is None:
        found = PracticeAside(
            person_id=str(viewer.person_id),
            place=place.name,
            step=place.step,
            item_id=place.item_id,
            typed=typed,
        )
    elif found.turn != seen.turn and found.typed != typed:
        raise OtherWindow
    found.version, found.typed = seen.version, typed
    found.at, found.turn = clock.now(), found.turn + 1
    db.add(found)
    db.flush()
    return found.turn


def stop(db: Session, viewer: Viewer, place: Place, values: Values, turn: int) -> None:
    """Note that a window has saved its page; what another window kept stays."""
    typed = json.dumps(dict(values), ensure_ascii=False, sort_keys=True)
    same = or_(aside.c.turn == turn, aside.c.typed == typed)
    db.execute(delete(aside).where(_own(viewer, place), same))


def drop(db: Session, viewer: Viewer, place: Place, turn: int) -> None:
    """Throw away what the viewer kept at a place, as a window saw it.

    Raises:
        OtherWindow: another window has kept something since.
    """
    rest = db.execute(select(aside.c.turn).where(_own(viewer, place)).with_for_update()).scalar()
    if rest not in {None, turn}:
        raise OtherWindow
    db.execute(delete(aside).where(_own(viewer, place)))


def differs(kept: Kept | None, form: Form) -> bool:
    """Tell whether something was kept that does not stand in the form as it is."""
    return kept is not None and any(
        _plain(form.values.get(name, "")) != _plain(value) for name, value in kept.values.items()
    )


def _plain(value: str | list[str]) -> object:
    """Return what a field says; line ends are the browser's, and boxes have no order."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else sorted(value)


def forget(db: Session, person_id: str) -> None:
    """Delete what one person typed and did not save."""
    db.execute(delete(aside).where(aside.c.person_id == person_id))


def sweep(db: Session) -> None:
    """Delete what was kept long ago."""
    db.execute(delete(aside).where(aside.c.at < clock.now() - KEPT))


def _own(viewer: Viewer, place: Place) -> ColumnElement[bool]:
    return (
        (aside.c.person_id == viewer.person_id)
        & (aside.c.place == place.name)
        & (aside.c.step == place.step)
    )
