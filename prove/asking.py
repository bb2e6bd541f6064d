"""The acts on a consultation as the pages do them: find, ensure, act."""

from datetime import timedelta

from sqlalchemy import Connection
from sqlmodel import Session

from app.access.labels import SECRETARIAT
from app.access.policy import P, ensure
from app.access.viewer import Viewer
from app.core import clock
from app.core.errors import NotFound
from app.guests import queries as guests
from app.manual.consulting import actions, contributing, frozen, outcomes, queries
from app.manual.consulting.forms import Opening, Written
from app.manual.consulting.values import Consultation, Contribution
from app.manual.meaning import Stance
from app.manual.voices import queries as voices
from app.manual.voices import submitting
from app.manual.voices.forms import Said
from app.manual.voices.naming import Naming
from app.manual.voices.queries import Seat
from app.notifications.post import Post


def found(db: Session, viewer: Viewer, item_id: str) -> Consultation:
    """Return a consultation as its page finds it."""
    ensure(viewer, P.CONSULTATION_READ)
    one = queries.one(db.connection(), viewer, item_id)
    if one is None:
        raise NotFound
    return one


def begin(db: Session, viewer: Viewer, later: int, days: int, post: Post) -> str:
    """Open a consultation on the whole draft."""
    ensure(viewer, P.CONSULTATION_LEAD)
    begins = clock.today() + timedelta(days=later)
    until, seen = begins + timedelta(days=days), frozen.of_draft(db.connection()).hash
    return actions.open_(
        db, viewer, Opening("How it begins", "Is it right?", "en", begins, until, (), seen), post
    )


def lead(db: Session, viewer: Viewer, item_id: str, act: str, days: int, post: Post) -> None:  # noqa: PLR0913, PLR0917 - the act by its name
    """Prolong a consultation, end it, withdraw it, or let its submissions be read."""
    ensure(viewer, P.CONSULTATION_LEAD)
    if act == "prolong":
        until = found(db, viewer, item_id).until + timedelta(days=days)
        actions.prolong(db, viewer, item_id, until, post)
    else:
        does = {"end": actions.end, "withdraw": actions.withdraw, "show": outcomes.show}
        does[act](db, viewer, item_id, post)


def send(db: Session, viewer: Viewer, item_id: str, words: str, stance: str) -> str:
    """Send the submission of the viewer's member."""
    ensure(viewer, P.CONTRIBUTION_WRITE)
    found(db, viewer, item_id)
    own = own_of(db, viewer, item_id)
    seen = own.matter.version if own else 0
    return contributing.send(db, viewer, item_id, Written(words, Stance(stance), "en", seen))


def own_of(db: Session, viewer: Viewer, item_id: str) -> Contribution | None:
    """Return what the viewer's member sent."""
    every = queries.of_consultation(db.connection(), viewer, item_id)
    return next((one for one in every if one.member == (viewer.member or "none")), None)


def take_back(db: Session, viewer: Viewer, item_id: str) -> None:
    """Withdraw what the viewer's member sent."""
    own = own_of(db, viewer, item_id)
    if own is None:
        raise NotFound
    ensure(viewer, P.CONTRIBUTION_STEER, own.matter)
    contributing.take_back(db, viewer, own)


def answer(db: Session, viewer: Viewer, contribution_id: str, post: Post) -> None:
    """Say what became of a submission."""
    ensure(viewer, P.MANUAL_EDIT)
    one = queries.sent(db.connection(), viewer, contribution_id)
    if one is None:
        raise NotFound
    outcomes.answer(db, viewer, one, "Taken up.", post)


def place(conn: Connection, viewer: Viewer, guest_id: str) -> Seat | None:
    """Return the place of the viewer as a guest, None where there is none."""
    if not guests.may_be_guest(viewer):
        return None
    return voices.of_person(conn, guest_id, viewer.person_id)


def say(db: Session, place: Seat | None, words: str) -> None:
    """Send what a guest says, or another text in its place."""
    if place is None:
        raise NotFound
    known = queries.of_voice(db.connection(), (SECRETARIAT,), place.guest_id)
    version = known.matter.version if known else 0
    submitting.send(db, place, Said(words, {}, Naming.WITHHELD, "", "", "en", version))


def unsay(db: Session, place: Seat | None) -> None:
    """Withdraw what a guest sent."""
    if place is None:
        raise NotFound
    submitting.take_back(db, place)
