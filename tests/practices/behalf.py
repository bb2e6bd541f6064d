"""Entries for an office for tests: begun by the Secretariat, with a letter, brought further."""

from io import BytesIO
from typing import Any

from PIL import Image
from sqlmodel import Session

from app.core import clock
from app.files.examining import Patience
from app.files.readying import make_ready
from app.files.serving import store_of
from app.files.verdict import Kind
from app.notifications.post import Post
from app.practices.behalf import actions, queries
from app.practices.behalf.papers import papers_of
from app.practices.behalf.queries import Seat
from tests.practices import sample


def seat_of(db: Session, office_id: str) -> Seat:
    """Return an office as one for which can be entered."""
    return next(one for one in queries.seats(db.connection()) if one.id == office_id)


def picture(colour: str = "RGB") -> bytes:
    """Return a letter as a picture of it."""
    kept = BytesIO()
    Image.new(colour, (9, 9)).save(kept, "PNG")
    return kept.getvalue()


def letter(db: Session, portal: Any, staff: Any, item_id: str, owner: str = "GHA") -> str:
    """Attach a letter to an entry; return the id of the file."""
    store = store_of(portal.settings)
    ready = make_ready(store, "Our letter.png", picture(), Patience.new(), (Kind.PNG,))
    papers_of(portal.seal, {owner}).take(db, staff, item_id, ready)
    return ready.id


def enter(db: Session, portal: Any, staff: Any, office: Any, **said: Any) -> str:
    """Enter a practice for an office, with its letter, and publish it; return its id."""
    seat = seat_of(db, office.id)
    made = actions.begin(db, staff, seat, clock.today(), sample.changes(**said))
    letter(db, portal, staff, made.id, seat.member)
    actions.enter(db, staff, sample.matter(db, staff, made.id), Post.of(portal), version=1)
    return made.id
