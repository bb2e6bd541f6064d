"""Practices without a name for tests."""

from typing import Any

from sqlmodel import Session

from app.core import clock
from app.files.actions import Room
from app.files.actions import attach as attach_file
from app.files.examining import Patience
from app.files.readying import make_ready
from app.files.serving import store_of
from app.notifications.post import Post
from app.practices import actions
from app.practices.behalf import actions as entering
from app.practices.revising.actions import Means
from app.practices.unnamed import actions as unnamed
from tests.practices import behalf, sample

TITLE = "What two ministries do"


def hide_name(  # noqa: PLR0913 - a writer for tests
    db: Session,
    portal: Any,
    viewer: Any,
    staff: Any,
    audience: str = "network",
    *,
    file: bool = False,
) -> str:
    """Let a member submit a practice, and the staff publish it without its name; return the id."""
    post = Post.of(portal)
    made = actions.create(db, viewer, [viewer.member], sample.changes(TITLE, audience))
    if file:
        ready = make_ready(store_of(portal.settings), "a.txt", b"Words.", Patience.new())
        attach_file(db, viewer, made.id, ready, Room(portal.seal, [viewer.member], 500))
    about = sample.matter(db, viewer, made.id)
    actions.submit(db, viewer, about, post, version=1, nameless=True)
    about = sample.matter(db, staff, made.id)
    return unnamed.publish(db, staff, about, Means(post, portal.seal), version=2).id


def enter_nameless(
    db: Session, portal: Any, staff: Any, office: Any, audience: str = "network", **said: Any
) -> str:
    """Enter a practice for an office, as its letter asks without its name; return its id."""
    seat = behalf.seat_of(db, office.id)
    first = sample.changes(TITLE, audience, **said)
    made = entering.begin(db, staff, seat, clock.today(), first)
    behalf.letter(db, portal, staff, made.id, seat.member)
    means = Means(Post.of(portal), portal.seal)
    return unnamed.enter(db, staff, sample.matter(db, staff, made.id), means, version=1).id
