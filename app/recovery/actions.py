"""A recovery proposed, agreed to, stopped and withdrawn, and its link: each in one transaction.

Every act holds the person first, so that of two who act at once one comes after the other.
"""

from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection
from sqlmodel import Session

from app.access.viewer import Viewer
from app.audit.actions import Plain, record
from app.audit.events import Event
from app.core import clock
from app.core.errors import Conflict, Forbidden, NotFound
from app.core.i18n import N_
from app.core.ids import new_token
from app.directory.two_people import ALONE, SECOND, Answer, alone_from, answer_of
from app.identity import sessions
from app.identity.models import Recovery
from app.recovery import helped, who_can
from app.recovery.forms import Wish
from app.recovery.going_on import ensure_goes_on, ensure_not_quiet
from app.recovery.held import end, hold, open_of
from app.recovery.helped import Helped
from app.recovery.queries import life_of
from app.recovery.rules import LINK_LASTS, OPEN_FOR, Stage, due_once_agreed

CHANGED = N_("This has changed meanwhile. Here is the present state.")
OWN = N_("Nobody helps the own account in. Two others of the Secretariat do it.")
TWO_OTHERS = N_(
    "An account of the Secretariat is helped in by two others, and there is no second person now."
    " Ask whoever runs the portal's server."
)
NOT_YOU = N_(
    "The link is shown to whoever agreed, or to another person of the Secretariat, and not to the"
    " one who proposed it."
)
TOO_LATE = N_("The time in which a link can be made is over. Propose it anew.")


def propose(db: Session, viewer: Viewer, person_id: str, wish: Wish) -> Recovery:
    """Propose to help a person in again; where nobody else acts, it waits instead.

    Raises:
        Forbidden: for the own account.
        Conflict: where one goes on, or the person cannot be helped now.
    """
    one = hold_other(db, viewer, person_id)
    helped.ensure_helpable(db.connection(), one)
    if open_of(db, person_id) is not None:
        raise Conflict(CHANGED)
    if one.in_secretariat and not who_can.be_second(db.connection(), viewer, one):
        raise Conflict(TWO_OTHERS)
    due = None if one.in_secretariat else alone_from(db, viewer.person_id, person_id)
    made = Recovery(person_id=person_id, proposed_by=viewer.person_id, due_at=due, **asdict(wish))
    db.add(made)
    db.flush()
    record(
        db, Event.RECOVERY_PROPOSED, viewer=viewer, subject=person_id, detail={"gives": wish.gives}
    )
    return made


def agree(db: Session, viewer: Viewer, person_id: str, seen: str) -> Recovery:
    """Agree, as the second person, to the proposal ``seen``: from now on its delay runs.

    Where no two of the Secretariat can decide it together, the time of one alone begins instead.

    Raises:
        Forbidden: for the own account.
        Conflict: when it is another one by now, or the viewer cannot be the second person.
    """
    one = hold_other(db, viewer, person_id)
    found = _seen(db, person_id, seen)
    if not life_of(found).may_agree(viewer.person_id):
        raise Conflict(SECOND if found.proposed_by == viewer.person_id else CHANGED)
    ensure_goes_on(db.connection(), one, found)
    now, answer = clock.now(), answer_for(db.connection(), viewer, one, found)
    if answer.waits:
        found.due_at = now + ALONE
    elif answer.apart:
        raise Conflict(answer.apart)
    else:
        found.agreed_by, found.agreed_at = viewer.person_id, now
        found.due_at = due_once_agreed(found.gives, now, found.due_at)
    detail: dict[str, Plain] = {"alone": True} if answer.waits else {}
    record(db, Event.RECOVERY_AGREED, viewer=viewer, subject=person_id, detail=detail)
    return found


def answer_for(conn: Connection, viewer: Viewer, one: Helped, found: Any) -> Answer:
    """Return what it does when the viewer agrees to help ``one``; ``found`` says who proposed it.

    The time of one alone begins once, and never for an account of the Secretariat.
    """
    answer = answer_of(conn, found.proposed_by, viewer.person_id, one.person_id)
    waits = answer.waits and found.due_at is None and not one.in_secretariat
    return replace(answer, waits=waits)


def withdraw(db: Session, viewer: Viewer, person_id: str, seen: str) -> Recovery:
    """Call the recovery ``seen`` off, as anybody else of the Secretariat; its link opens nothing.

    Raises:
        Forbidden: for the own account.
        Conflict: when it is another one by now, or is over.
    """
    hold_other(db, viewer, person_id)
    found = _seen(db, person_id, seen)
    end(db, viewer, found, Stage.WITHDRAWN)
    return found


def stop(db: Session, viewer: Viewer) -> Recovery:
    """Stop the recovery of the own account, as long as nothing was redeemed.

    Raises:
        Conflict: where none goes on.
    """
    person_id = viewer.person_id or ""
    hold(db, person_id)
    found = open_of(db, person_id)
    if found is None:
        raise Conflict(CHANGED)
    end(db, viewer, found, Stage.STOPPED)
    return found


def make_link(db: Session, viewer: Viewer, person_id: str, seen: str) -> str:
    """Return the secret of a link for the recovery ``seen``; one made before opens nothing more.

    Raises:
        Forbidden: for the own account.
        Conflict: when no link can be made, or not by the viewer.
    """
    one = hold_other(db, viewer, person_id)
    found = _seen(db, person_id, seen)
    life = life_of(found)
    if life.stage != Stage.OPEN or life.effect_at is None:
        raise Conflict(CHANGED)
    if not who_can.make_link(db.connection(), viewer, found):
        raise Conflict(NOT_YOU)
    if clock.now() > life.effect_at + OPEN_FOR:
        raise Conflict(TOO_LATE)
    ensure_goes_on(db.connection(), one, found)
    ensure_not_quiet(db.connection())
    link = new_token()
    found.link_hash, found.link_until = sessions.hashed(link), clock.wall() + LINK_LASTS
    record(db, Event.RECOVERY_LINK_MADE, viewer=viewer, subject=person_id)
    return link


def hold_other(db: Session, viewer: Viewer, person_id: str) -> Helped:
    """Hold somebody else until the act is done.

    Raises:
        NotFound: for nobody, and for who was taken out.
        Forbidden: for oneself.
    """
    if person_id == viewer.person_id:
        raise Forbidden(OWN)
    hold(db, person_id)
    one = helped.find(db.connection(), person_id)
    if one is None:
        raise NotFound
    return one


def _seen(db: Session, person_id: str, seen: str) -> Recovery:
    """Return the recovery of a held person that goes on, which has to be the one ``seen``."""
    found = open_of(db, person_id)
    if found is None or found.id != seen:
        raise Conflict(CHANGED)
    return found
