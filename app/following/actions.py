"""Beginning to follow, changing how, and ending; handing over what was followed for an office.

Each holds the office first: whoever hands it over, or ends it, comes before or after.
"""

from collections.abc import Collection
from hashlib import sha256

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlmodel import Session

from app.access.policy import P, ensure
from app.access.viewer import Viewer
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_
from app.directory.holding import appointment, held_today
from app.directory.still_acting import ensure_still_acts
from app.following.models import Follow
from app.following.rules import MOST
from app.identity import tokens
from app.identity.sessions import hashed
from app.notifications.classes import How

follow = table(Follow)
TOO_MANY = N_("You follow as many things as can be kept. End one of them first.")


def key_of(target: str) -> str:
    """Return the key of a search: the same for all who follow the same."""
    return sha256(target.encode()).hexdigest()


def follow_item(db: Session, viewer: Viewer, item_id: str, how: How) -> None:
    """Follow one item that the viewer sees; followed already, it stays as it is.

    Raises:
        Conflict: for too many, or when the office has changed hands.
    """
    _begin(db, viewer, Follow(office_id="", item_id=item_id, key=item_id, how=how))


def follow_search(db: Session, viewer: Viewer, target: str, name: str, how: How) -> str:
    """Follow a search under a name; followed already, it gets this name and level. Return its id.

    Raises:
        Conflict: for too many, or when the office has changed hands.
    """
    made = Follow(office_id="", target=target, key=key_of(target), name=name, how=how)
    found = _begin(db, viewer, made)
    db.execute(update(follow).where(follow.c.id == found).values(name=name, how=how))
    return found


def _begin(db: Session, viewer: Viewer, wanted: Follow) -> str:
    viewer = ensure_still_acts(db, viewer)
    ensure(viewer, P.FOLLOW, acts=True)
    known = db.execute(select(follow.c.id).where(_mine(viewer), follow.c.key == wanted.key))
    if found := known.scalar():
        return str(found)
    if db.execute(select(func.count()).where(_mine(viewer))).scalar_one() >= MOST:
        raise Conflict(TOO_MANY)
    wanted.office_id, wanted.person_id = viewer.office.id if viewer.office else "", viewer.person_id
    db.add(wanted)
    db.flush()
    return wanted.id


def change(db: Session, viewer: Viewer, key: str, name: str | None, how: How) -> None:
    """Choose how news of something comes, and what a search is called (None: as before).

    Raises:
        NotFound: when the viewer follows no such thing for this office.
    """
    values = {"how": how} if name is None else {"how": how, "name": name}
    _one(db, viewer, key, values)


def end(db: Session, viewer: Viewer, keys: Collection[str]) -> None:
    """Follow some things no longer; what is ended already stays so, and feeds of them end."""
    _close(db, viewer, keys)
    db.execute(delete(follow).where(_mine(viewer), follow.c.id.in_(keys)))


def end_item(db: Session, viewer: Viewer, item_id: str) -> None:
    """Follow an item no longer."""
    db.execute(delete(follow).where(_mine(viewer), follow.c.item_id == item_id))


def open_feed(db: Session, viewer: Viewer, key: str, secret: str) -> None:
    """Let the token ``secret``, which was just made, read a search; an earlier one reads no more.

    Raises:
        NotFound: when the viewer follows no such search for this office.
    """
    _close(db, viewer, [key])
    _one(db, viewer, key, {"feed_hash": hashed(secret)}, follow.c.item_id.is_(None))


def close_feed(db: Session, viewer: Viewer, key: str) -> None:
    """Take back the token that reads a search.

    Raises:
        NotFound: when the viewer follows no such thing for this office.
    """
    _close(db, viewer, [key])
    _one(db, viewer, key, {"feed_hash": None})


def _close(db: Session, viewer: Viewer, keys: Collection[str]) -> None:
    asked = select(follow.c.feed_hash).where(_mine(viewer), follow.c.id.in_(keys))
    if hashes := [one for one in db.execute(asked).scalars() if one]:
        tokens.revoke_hashes(db, viewer, hashes)


def _one(
    db: Session,
    viewer: Viewer,
    key: str,
    values: dict[str, object] | dict[str, How] | dict[str, str] | dict[str, None],
    *narrower: ColumnElement[bool],
) -> None:
    own = update(follow).where(_mine(viewer), follow.c.id == key, *narrower)
    if db.execute(own.values(**values).returning(follow.c.id)).first() is None:
        raise NotFound


def _mine(viewer: Viewer) -> ColumnElement[bool]:
    office = viewer.office.id if viewer.office else ""
    return (follow.c.office_id == office) & (follow.c.person_id == viewer.person_id)


def inherit(db: Session, viewer: Viewer, office_id: str) -> None:
    """Let the new holder of an office follow what was followed for it by who holds it no longer.

    What both follow is kept once; secrets of feeds stay with nobody.
    """
    held = select(appointment.c.person_id).where(appointment.c.office_id == office_id, held_today())
    held = held.params(today=clock.today())
    left = follow.c.person_id.is_(None) | follow.c.person_id.not_in(held)
    here = follow.c.office_id == office_id
    rows = db.execute(select(follow.c.id, follow.c.key).where(here, left).order_by(follow.c.since))
    known = set(db.execute(select(follow.c.key).where(_mine(viewer))).scalars())
    for row in rows.all():
        if row.key in known or len(known) >= MOST:
            db.execute(delete(follow).where(follow.c.id == row.id))
            continue
        known.add(row.key)
        mine = {"person_id": viewer.person_id, "feed_hash": None}
        db.execute(update(follow).where(follow.c.id == row.id).values(**mine))
