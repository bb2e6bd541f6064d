"""Taking a person out: nothing lets that person in from the asking on, and the rest goes in steps.

Every step is an act of its own that can be done twice, so that whoever is interrupted goes on.
"""

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, delete, select, update
from sqlmodel import Session

from app.access.viewer import Viewer
from app.assistance.typed import keeping as typed
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.core.i18n import N_
from app.core.ids import new_token
from app.directory.holding import appointment
from app.directory.models import HolderEntry, Invitation
from app.directory.rules import Stage
from app.discussion import owned as comments
from app.files.store import Store
from app.following import owned as following
from app.guests import fading as guests
from app.identity import check_words, people
from app.identity.sessions import hashed
from app.mail.models import Letter
from app.manual.editing import writing
from app.manual.following import marks
from app.manual.voices import keeping as voices
from app.moderation import holds
from app.nomination.models import Nomination
from app.notifications import choices
from app.orders import actions as orders
from app.orders import keeping
from app.practices import aside

HOLDS_OFFICE = N_(
    "You hold an office, or are proposed for one. Hand it over first: its work stays with it."
)

entry = table(HolderEntry)
invitation = table(Invitation)
letter = table(Letter)
nomination = table(Nomination)


def holds_something(conn: Connection, person_id: str) -> bool:
    """Whether the person holds an office from today on, or is proposed for one."""
    current = appointment.c.stage.in_((Stage.VERIFIED, Stage.PROPOSED))
    open_end = appointment.c.ends.is_(None) | (appointment.c.ends >= clock.today())
    found = select(appointment.c.id).where(appointment.c.person_id == person_id, current, open_end)
    return conn.execute(found.limit(1)).first() is not None


def take_out(db: Session, viewer: Viewer, store: Store | None = None) -> str:
    """Let nothing let the viewer in any more, and let the rest be forgotten in the background.

    What the offices did stays, without the name; files that waited for the viewer are destroyed.

    Returns:
        The secret by which how far it is can be seen.

    Raises:
        Conflict: while the viewer holds an office or is proposed for one.
    """
    person_id = viewer.person_id or ""
    people.hold(db, person_id)
    if holds_something(db.connection(), person_id):
        raise Conflict(HOLDS_OFFICE)
    record(db, Event.PERSON_TAKEN_OUT, viewer=viewer, subject=person_id)
    orders.end_of(db, person_id, store)
    people.take_out(db, person_id)
    secret = new_token()
    orders.ask_to_be_taken_out(db, person_id, len(STEPS), hashed(secret))
    return secret


def forget(db: Session, person_id: str) -> None:
    """Forget at once whose account it was; the caller holds the row and has recorded it."""
    orders.end_of(db, person_id)
    for _part, _words, act in STEPS:
        act(db, person_id)
    people.take_out(db, person_id)


def _entries(db: Session, person_id: str) -> None:
    held = select(appointment.c.id).where(appointment.c.person_id == person_id)
    db.execute(delete(entry).where(entry.c.appointment_id.in_(held)))


def _names(db: Session, person_id: str) -> None:
    theirs = invitation.c.redeemed_by == person_id
    db.execute(update(invitation).where(theirs).values(name=people.TAKEN_OUT))
    told = select(invitation.c.id).where(theirs)
    nameless = {"name": people.TAKEN_OUT, "position": ""}
    db.execute(update(nomination).where(nomination.c.invitation_id.in_(told)).values(**nameless))


def _as_guest(db: Session, person_id: str) -> None:
    voices.forget(db, person_id)
    guests.forget(db, person_id)


def _in_manual(db: Session, person_id: str) -> None:
    writing.forget(db, person_id)
    marks.forget(db, person_id)


def _letters(db: Session, person_id: str) -> None:
    db.execute(delete(letter).where(letter.c.person_id == person_id, letter.c.sent_at.is_(None)))
    check_words.forget(db, person_id)
    holds.forget(db, person_id)


def _typed(db: Session, person_id: str) -> None:
    aside.forget(db, person_id)
    typed.forget(db, person_id)


STEPS: Sequence[tuple[str, str, Callable[[Session, str], None]]] = (
    ("entries", N_("your entries in the directory"), _entries),
    ("names", N_("your name on invitations and nominations"), _names),
    ("guest", N_("what was lent to you as a guest"), _as_guest),
    ("notices", N_("your notices"), choices.forget),
    ("following", N_("what you follow, which your offices keep"), following.forget),
    ("comments", N_("which comments you read and reported"), comments.forget),
    ("manual", N_("what you read and set aside in the manual"), _in_manual),
    ("typed", N_("what you typed and did not save"), _typed),
    ("letters", N_("letters to you that have not left, and your check word"), _letters),
    ("keys", N_("the keys that sealed files for you"), keeping.forget_party),
)
"""The steps in order: how each is called, and what it forgets."""
