"""What a person changes about oneself: the office acted for, the language, sessions."""

from sqlmodel import Session

from app.access.viewer import Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core.errors import Forbidden, NotFound
from app.core.i18n import N_
from app.identity import sessions
from app.identity.models import Person

NOT_YOURS = N_("You do not hold this office today.")


def act_for(db: Session, viewer: Viewer, secret: str, office_id: str) -> None:
    """Act for another of one's own offices from the next request on.

    Raises:
        Forbidden: for an office that the viewer does not hold today.
    """
    if office_id not in {office.id for office in viewer.offices}:
        raise Forbidden(NOT_YOURS)
    sessions.act_for(db, secret, office_id)  # also one acted for unasked: now it is a choice
    if viewer.office and viewer.office.id == office_id:
        return
    record(db, Event.OFFICE_CHOSEN, viewer=viewer, subject=office_id)


def choose_language(db: Session, viewer: Viewer, language: str) -> None:
    """Keep the language in which the portal speaks and writes to the person; empty for none."""
    person = db.get_one(Person, viewer.person_id)
    if person.language == (language or None):
        return
    person.language = language or None
    record(db, Event.LANGUAGE_CHOSEN, viewer=viewer, detail={"language": language or None})


def end_session(db: Session, viewer: Viewer, id_hash: str) -> None:
    """End one of the viewer's own sessions.

    Raises:
        NotFound: where the viewer has no such session.
    """
    if not sessions.end_own(db, viewer.person_id or "", id_hash):
        raise NotFound
    record(db, Event.SESSION_ENDED, viewer=viewer, subject=viewer.person_id)


def end_other_sessions(db: Session, viewer: Viewer, secret: str) -> None:
    """End all the viewer's sessions but the one in use."""
    ended = sessions.end_others(db, viewer.person_id or "", secret)
    if ended:
        detail: dict[str, str | int | bool | None] = {"sessions": ended}
        record(db, Event.SESSION_ENDED, viewer=viewer, subject=viewer.person_id, detail=detail)
