"""The acts about guests: invite, accept, withdraw, and say what one thinks."""

from dataclasses import replace

from sqlalchemy import update
from sqlmodel import Session

from app.access.labels import member_label
from app.access.policy import P, ensure
from app.access.viewer import ANYONE, Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict, Forbidden, NotFound, Refusal
from app.core.i18n import N_
from app.core.ids import new_token
from app.directory.still_acting import ensure_still_acts
from app.directory.viewers import seats_of
from app.guests import accounts, queries, remarks
from app.guests.forms import Invitee, same_address
from app.guests.holding import hold
from app.guests.models import Guest
from app.guests.queries import OVER as ENDED
from app.guests.queries import Granted, Invited
from app.guests.rules import MOST, UNNAMED, fits
from app.identity import people
from app.identity.models import Person
from app.identity.sessions import hashed
from app.items.models import Item
from app.items.queries import Matter
from app.sealing.keys import Opened

OVER = N_("This invitation was already used or is over. Ask the office that invited you.")
TOO_MANY = N_("This has five guests already. Withdraw one of them first, or choose readers.")
TWICE = N_("This address has an invitation to this already. Withdraw it first to invite anew.")
TOO_LATE = N_("This guest can no longer read it: the time was over, or it was withdrawn before.")
HOLDS_OFFICE = N_(
    "You hold an office here, so you are nobody's guest. Ask the office that invited you to choose"
    " your office as a reader."
)
ANOTHER = N_(
    "This invitation is for another address than that of your account. Sign in with the account"
    " of that address, or ask the office to invite the address of this one."
)

guest = table(Guest)


class NoRoom(Refusal):
    """One more guest would be too many, or is one already."""

    status = 409
    message = TOO_MANY


class LoanOver(Refusal):
    """What a guest was lent is over; what was written is handed back."""

    status = 409
    title = N_("This was not sent")
    message = N_(
        "What was lent to you is over, or was taken back, so your text was not sent and nobody"
        " reads it. It stands below: copy it if you need it."
    )


def invite(db: Session, viewer: Viewer, matter: Matter, invitee: Invitee) -> str:
    """Lend ``matter`` to somebody; return the secret of the invitation's address.

    The right is asked again of the office as it is now and of what was lent, both held.

    Raises:
        Conflict: when it has ended, or the office changed hands or came under review meanwhile.
        Forbidden: when the office came into the interim meanwhile.
        NoRoom: where there are as many guests as can be, or the address has an invitation.
    """
    now = ensure_still_acts(db, viewer)
    held = db.get_one(Item, matter.id, with_for_update=True, populate_existing=True)
    if held.stage in ENDED or not fits(invitee.last_day, clock.today()):
        raise Conflict
    ensure(now, P.GUEST_INVITE, replace(matter, stage=held.stage))
    _ensure_room(db, matter.id, invitee.address)
    token = new_token()
    made = Guest(
        token_hash=hashed(token),
        item_id=matter.id,
        host=member_label(now.member or ""),
        office_id=now.office.id if now.office else "",
        name=invitee.name,
        address=invitee.address,
        ministry=invitee.ministry,
        last_day=invitee.last_day,
        invited_by=viewer.person_id,
    )
    db.add(made)
    db.flush()
    detail = {"guest": made.id, "until": invitee.last_day.isoformat()}
    record(db, Event.GUEST_INVITED, viewer=viewer, subject=matter.id, detail={**detail})
    return token


def _ensure_room(db: Session, item_id: str, address: str) -> None:
    there = [one for one in queries.of_item(db.connection(), item_id) if one.lasts]
    if any(same_address(one.address, address) for one in there):
        raise NoRoom(TWICE)
    if len(there) >= MOST:
        raise NoRoom


def accept(db: Session, viewer: Viewer, found: Invited) -> str:
    """Let the viewer be the guest who was invited; of many that try, one is. Return the guest's id.

    Raises:
        Forbidden: for who holds an office by now, and for the account of another address.
        Conflict: when the invitation was used or ended in the meantime.
    """
    if not queries.may_be_guest(viewer) or viewer.person_id is None:
        raise Forbidden(HOLDS_OFFICE)
    hold(db, found.id)
    people.hold(db, viewer.person_id)
    if seats_of(db.connection(), [viewer.person_id]):
        raise Forbidden(HOLDS_OFFICE)
    own = db.get_one(Person, viewer.person_id).email
    if own and not same_address(own, found.address):
        raise Forbidden(ANOTHER)
    this = update(guest).where(
        guest.c.id == found.id, guest.c.accepted_at.is_(None), guest.c.ended_at.is_(None)
    )
    taken = this.values(accepted_at=clock.now(), person_id=viewer.person_id)
    if db.execute(taken.returning(guest.c.id)).first() is None:
        raise Conflict(OVER)
    if queries.granted(db.connection(), viewer, found.id) is None:
        raise Conflict(OVER)
    detail = {"guest": found.id}
    who = ANYONE if found.kind in UNNAMED else viewer
    record(db, Event.GUEST_ADMITTED, viewer=who, subject=found.item_id, detail={**detail})
    return found.id


def withdraw(db: Session, viewer: Viewer, matter: Matter, guest_id: str) -> None:
    """Let a guest read no longer, from the next request on; an open invitation is over as well.

    The right is asked again of the office as it is now, which is held.

    Raises:
        NotFound: for no guest of ``matter``.
        Conflict: where it was over before, or the office changed hands or came under review.
    """
    ensure(ensure_still_acts(db, viewer), P.GUEST_WITHDRAW, matter)
    found = db.get(Guest, guest_id)
    if found is None or found.item_id != matter.id:
        raise NotFound
    this = update(guest).where(
        guest.c.id == guest_id, guest.c.ended_at.is_(None), guest.c.last_day >= clock.today()
    )
    ended = this.values(ended_at=clock.now(), ended_by=viewer.person_id)
    if db.execute(ended.returning(guest.c.id)).first() is None:
        raise Conflict(TOO_LATE)
    accounts.end_sessions(db)
    record(db, Event.GUEST_WITHDRAWN, viewer=viewer, subject=matter.id, detail={"guest": guest_id})


def remark(
    db: Session, viewer: Viewer, granted: Granted, text: str, record_: Opened | None = None
) -> bool:
    """Keep what a guest thinks, for those who lent it alone; return whether that was news.

    ``record_`` is what the words of the lent thing are sealed by, None where they are not sealed.

    Raises:
        LoanOver: when the guest may read it no longer.
    """
    hold(db, granted.id)
    people.hold(db, viewer.person_id or "")
    now = queries.granted(db.connection(), viewer, granted.id)
    if now is None or seats_of(db.connection(), [viewer.person_id or ""]):
        raise LoanOver
    if remarks.read(now, record_) == text:
        return False
    this = update(guest).where(guest.c.id == granted.id)
    kept = remarks.kept(granted.id, text, record_)
    db.execute(this.values(**kept, remarked_at=clock.now()))
    detail = {"guest": granted.id}
    record(db, Event.GUEST_REMARKED, viewer=viewer, subject=granted.item_id, detail={**detail})
    return True
