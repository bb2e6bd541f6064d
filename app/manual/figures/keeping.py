"""Keeping pictures: once by their hash, for as long as a text of the manual names them."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import bindparam, delete, exists, func, select, text
from sqlmodel import Session

from app.access.viewer import Viewer
from app.audit.actions import Plain, record
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.core.i18n import N_
from app.manual.editing.models import Writing
from app.manual.figures.drawing import Drawn
from app.manual.figures.models import Figure, FigureUse
from app.manual.suggesting.models import Suggestion
from app.text.blocks import Block, content_hash
from app.text.figures import names

figure = table(Figure)
use = table(FigureUse)
UNUSED = timedelta(days=30)
"""So long a picture waits for a text that names it."""
MOST_UNUSED = 300
_KEEP = text(
    "INSERT INTO manual_figure (name, sha256, size, content, at)"
    " VALUES (:name, :sha256, :size, :content, :at)"
    " ON CONFLICT (name) DO UPDATE SET at = excluded.at"
).bindparams(bindparam("at", type_=figure.c.at.type))
_USE = text(
    "INSERT INTO manual_figure_use (body_hash, figure)"
    " SELECT :body, name FROM manual_figure WHERE name = :figure ON CONFLICT DO NOTHING"
)
UNNAMED = ~exists().where(use.c.figure == figure.c.name)
"""The condition that no text of the manual, of whichever state, names a picture."""


class TooManyUnused(Conflict):
    """Very many pictures wait for a text."""

    message = N_(
        "Very many pictures that no text shows wait already. Use some of them, or add this one"
        " after the oldest were taken away: that happens after 30 days."
    )


def keep(db: Session, viewer: Viewer, drawn: Drawn) -> None:
    """Keep a picture, and begin its time anew where it is there already.

    Raises:
        TooManyUnused: when as many wait as may.
    """
    waiting = select(func.count()).select_from(figure).where(UNNAMED)
    if db.execute(waiting).scalar_one() >= MOST_UNUSED:
        raise TooManyUnused
    put(db, drawn)
    detail: dict[str, Plain] = {"figure": drawn.name, "size": len(drawn.content)}
    record(db, Event.FIGURE_ADDED, viewer=viewer, detail=detail)


def put(db: Session, drawn: Drawn) -> None:
    """Write a picture where it is not there."""
    given = {"name": drawn.name, "sha256": drawn.sha256, "size": len(drawn.content)}
    db.execute(_KEEP, {**given, "content": drawn.content, "at": clock.now()})


def note_uses(db: Session, blocks: Sequence[Block]) -> None:
    """Write which pictures texts name that were just kept."""
    rows = [
        {"body": content_hash(block.source), "figure": name}
        for block in blocks
        for name in sorted(names(block.source))
    ]
    if rows:
        db.execute(_USE, rows)


def sweep(db: Session) -> None:
    """Delete pictures that no text names, also none that somebody set aside or suggested."""
    old = select(figure.c.name).where(figure.c.at < clock.now() - UNUSED, UNNAMED)
    found = db.execute(old.with_for_update()).scalars().all()
    kept = {name for name in found if _is_typed(db, name)}
    gone = [name for name in found if name not in kept]
    if gone:
        db.execute(delete(figure).where(figure.c.name.in_(gone), UNNAMED))


def _is_typed(db: Session, name: str) -> bool:
    """Whether a text that is no part of the manual yet names a picture."""
    columns = (table(Writing).c.source, table(Suggestion).c.proposed)
    asked = (select(1).where(column.contains(name)).limit(1) for column in columns)
    return any(db.execute(one).first() for one in asked)
