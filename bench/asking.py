"""Requests for assistance, asked by the portal's own acts up to the one that opens them."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import Connection
from sqlmodel import Session

from app.access.audience import Audience, Circle
from app.access.viewer import Viewer
from app.assistance import consenting, drafting, queries
from app.assistance.acting import Acting
from app.assistance.forms import How, Readers, What
from app.assistance.sealing import Basis
from app.items.models import Kind
from app.items.queries import Matter, find
from app.vocabulary import modalities, themes

if TYPE_CHECKING:
    from bench.population import Maker


def who(made: "Maker") -> tuple[Viewer, Audience]:
    """Return who asks, and who is asked: never the public, never the Secretariat alone."""
    viewer = made.dice.choice(made.members)
    audience = made.audience(viewer)
    if audience.circle in {Circle.PUBLIC, Circle.SECRETARIAT}:
        audience = Audience.of(Circle.NETWORK)
    return viewer, audience


def request(made: "Maker", db: Session, number: int, viewer: Viewer, audience: Audience) -> str:
    """Let a request be written, checked, consented to and opened; return its id."""
    item_id, conn = handed_in(made, db, number, viewer, audience), db.connection()
    desk = Acting(made.editor, made.seal, None)
    consenting.authenticate(db, desk, found(conn, made.editor, item_id))
    consenting.open_up(db, Acting(viewer, made.seal, None), found(conn, viewer, item_id))
    return item_id


def handed_in(made: "Maker", db: Session, number: int, viewer: Viewer, audience: Audience) -> str:
    """Let a request be written and submitted; it waits for the Secretariat. Return its id."""
    by, conn = Acting(viewer, made.seal, None), db.connection()
    item_id = drafting.create(db, by, _what(made, number), language="en")
    for page in (_how(made), Readers(audience)):
        drafting.change(db, by, found(conn, viewer, item_id), page)
    asked = queries.one(conn, viewer, made.seal, item_id)
    if asked is None:
        raise RuntimeError("A request its own office does not see.")
    drafting.submit(db, by, asked)
    return item_id


def _what(made: "Maker", number: int) -> What:
    chosen = tuple(made.dice.sample(themes.codes(), 2))
    return What(f"{made.words(4, 8)} {number}", made.words(30, 60), chosen, Basis(), "en")


def _how(made: "Maker") -> How:
    return How(
        tuple(made.dice.sample(modalities.codes(), 2)), ("en",), made.words(4, 8),
        None, None, date(2027, 6, 1), made.words(5, 10), travel_money=False,
    )  # fmt: skip


def found(conn: Connection, viewer: Viewer, item_id: str, kind: Kind = Kind.REQUEST) -> Matter:
    """Return a request, or an offer, that the viewer sees.

    Raises:
        RuntimeError: where there is none for this viewer.
    """
    matter = find(conn, viewer, kind, item_id)
    if matter is None:
        raise RuntimeError("What is looked for is not there.")
    return matter
