"""What the editors do with guests of a consultation: invite, invite anew, withdraw, look who it is.

Every act holds the consultation first.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlmodel import Session

from app.access.labels import SECRETARIAT
from app.access.policy import P
from app.access.viewer import Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.errors import NotFound
from app.core.ids import new_token
from app.core.seal import Seal
from app.directory.two_people import colleagues
from app.guests import accounts, sealed
from app.guests.forms import same_address
from app.guests.models import Guest
from app.guests.rules import BY_CODE, SEALED
from app.guests.sealed import Who
from app.identity.sessions import hashed
from app.manual.consulting.holding import Held, hold
from app.manual.consulting.rules import State
from app.manual.voices import codes, queries
from app.manual.voices.forms import Invitee
from app.manual.voices.models import Voice
from app.manual.voices.rules import MOST, NoRoom, NotInvited, Over, Twice

ONE_DAY = timedelta(days=1)
guest = table(Guest)
voice = table(Voice)


@dataclass(frozen=True, slots=True)
class Made:
    """An invitation that was just made, and its secret, which is kept nowhere."""

    row: Guest
    secret: str


def invite(db: Session, viewer: Viewer, seal: Seal, item_id: str, invitee: Invitee) -> Made:
    """Let somebody be a guest of a consultation.

    Raises:
        NotInvited: when it is over or was withdrawn.
        NoRoom, Twice: when there are as many as can be, or the address is one already.
        NotFound: when the second person left the Secretariat meanwhile.
    """
    held = hold(db, viewer, P.CONSULTATION_LEAD, item_id)
    _ensure_going_on(held)
    _ensure_room(db, seal, item_id, invitee.address)
    _ensure_second(db, viewer, invitee.second)
    secret, kept = _secret(by_code=invitee.by_code)
    made = Guest(
        token_hash=kept,
        item_id=item_id,
        host=SECRETARIAT,
        office_id=held.viewer.office.id if held.viewer.office else "",
        name="",
        address=BY_CODE if invitee.by_code else SEALED,
        ministry="",
        last_day=invitee.last_day,
        invited_by=viewer.person_id,
    )
    _number(db, made, invitee)
    who = Who(invitee.name, invitee.organisation, invitee.address)
    sealed.keep(db, seal, made.id, who, (viewer.person_id, invitee.second))
    detail = {"guest": made.id, "until": invitee.last_day.isoformat()}
    record(db, Event.GUEST_INVITED, viewer=viewer, subject=item_id, detail={**detail})
    return Made(made, secret)


def _number(db: Session, made: Guest, invitee: Invitee) -> None:
    """Keep that somebody is the next guest of a consultation, by a number."""
    number = queries.last_number(db.connection(), made.item_id) + 1
    db.add(made)
    db.flush()
    db.add(
        Voice(
            guest_id=made.id,
            consultation_id=made.item_id,
            number=number,
            by_code=invitee.by_code,
            second=invitee.second,
        )
    )
    db.flush()


def renew(db: Session, viewer: Viewer, item_id: str, guest_id: str, last_day: date) -> Made:
    """Make the secret of an invitation anew, and its last day; the one before opens nothing.

    Whoever accepted with an account keeps it, and gets no letter but a longer time.

    Raises:
        NotFound: for all but the two who know who the guest is.
        NotInvited: when the consultation was withdrawn.
        Over: when the invitation was withdrawn.
    """
    held = hold(db, viewer, P.CONSULTATION_LEAD, item_id)
    row, by_code = _held_guest(db, item_id, guest_id)
    if not queries.knows(db.connection(), guest_id, viewer.person_id):
        raise NotFound
    if held.state == State.WITHDRAWN:
        raise NotInvited
    if row.ended_at is not None:
        raise Over
    secret = ""
    if row.accepted_at is None:
        secret, row.token_hash = _secret(by_code=by_code)
    row.last_day, row.reminded_on = last_day, None
    db.flush()
    detail = {"guest": guest_id, "until": last_day.isoformat()}
    record(db, Event.VOICE_RENEWED, viewer=viewer, subject=item_id, detail={**detail})
    return Made(row, secret)


def withdraw(db: Session, viewer: Viewer, item_id: str, guest_id: str) -> None:
    """Let a guest read the text no longer; what it sent stays, and the guest can still withdraw it.

    Raises:
        NotFound: for no guest of this consultation.
        Over: when it was over already.
    """
    hold(db, viewer, P.CONSULTATION_LEAD, item_id)
    row, _by_code = _held_guest(db, item_id, guest_id)
    if row.ended_at is not None or row.last_day < clock.today():
        raise Over
    if row.stays:
        row.last_day = clock.today() - ONE_DAY
    else:
        row.ended_at, row.ended_by = clock.now(), viewer.person_id
    db.flush()
    accounts.end_sessions(db)
    detail = {"guest": guest_id}
    record(db, Event.GUEST_WITHDRAWN, viewer=viewer, subject=item_id, detail={**detail})


def look(db: Session, viewer: Viewer, seal: Seal, item_id: str, guest_id: str) -> Who:
    """Return who a guest is, and record that it was looked at, each time.

    Raises:
        NotFound: for all but the two people who know it.
    """
    row = db.get(Voice, guest_id)
    found = queries.known(db.connection(), seal, guest_id, viewer.person_id)
    if found is None or row is None or row.consultation_id != item_id:
        raise NotFound
    detail = {"guest": guest_id}
    record(db, Event.VOICE_NAME_READ, viewer=viewer, subject=item_id, detail={**detail})
    return found


def _ensure_going_on(held: Held) -> None:
    if held.state not in {State.COMING, State.OPEN}:
        raise NotInvited


def _ensure_room(db: Session, seal: Seal, item_id: str, address: str) -> None:
    open_ = (
        guest.c.item_id == item_id,
        guest.c.ended_at.is_(None),
        guest.c.last_day >= clock.today(),
    )
    there = db.execute(select(guest.c.id, guest.c.address).where(*open_)).all()
    if len(there) >= MOST:
        raise NoRoom
    known = (sealed.address(db.connection(), seal, one.id, one.address) for one in there)
    if address and any(same_address(one, address) for one in known):
        raise Twice


def _ensure_second(db: Session, viewer: Viewer, second: str | None) -> None:
    """Let pass a colleague, and nobody where the viewer is alone in the Secretariat."""
    there = {person for person, _language in colleagues(db.connection(), viewer.person_id)}
    if second not in there and (second or there):
        raise NotFound


def _held_guest(db: Session, item_id: str, guest_id: str) -> tuple[Guest, bool]:
    row = db.get(Guest, guest_id, with_for_update=True, populate_existing=True)
    seat = db.get(Voice, guest_id)
    if row is None or seat is None or seat.consultation_id != item_id:
        raise NotFound
    return row, seat.by_code


def _secret(*, by_code: bool) -> tuple[str, str]:
    """Return a new secret, and its hash."""
    if by_code:
        code = codes.new_code()
        return code, codes.kept(code)
    token = new_token()
    return token, hashed(token)
