"""Invitations to an office: made once, stored as a hash, redeemed by one person, once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, select, update
from sqlmodel import Session

from app.access.viewer import ANYONE, OfficeKind, Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.core.i18n import N_
from app.core.ids import new_token
from app.directory.loading import office_of
from app.directory.models import Appointment, Invitation, Member, Office
from app.identity.sessions import hashed

LASTS = timedelta(days=14)
OVER = N_("This invitation was already used or is over. Ask the Secretariat for a new one.")

invitation = table(Invitation)
office = table(Office)
member = table(Member)


@dataclass(frozen=True, slots=True)
class Invited:
    """An open invitation as its page shows it."""

    id: str
    name: str
    office_id: str
    kind: str
    member: str
    member_name: str
    expires_at: datetime


_OPEN = (
    select(
        invitation.c.id,
        invitation.c.name,
        invitation.c.office_id,
        office.c.kind,
        office.c.member,
        member.c.name.label("member_name"),
        invitation.c.expires_at,
    )
    .join_from(invitation, office, office.c.id == invitation.c.office_id)
    .join(member, member.c.code == office.c.member)
    .where(
        invitation.c.token_hash == bindparam("token_hash"),
        invitation.c.redeemed_at.is_(None),
        invitation.c.expires_at > bindparam("wall"),
    )
)


def find(conn: Connection, token: str) -> Invited | None:
    """Return the open invitation behind ``token``."""
    row = conn.execute(_OPEN, {"token_hash": hashed(token), "wall": clock.wall()}).first()
    return None if row is None else Invited(*row)


def invite(
    db: Session, member_code: str, kind: OfficeKind, name: str, *, viewer: Viewer = ANYONE
) -> str:
    """Invite ``name`` to an office of a member; return the secret of the invitation's address."""
    token = new_token()
    held = office_of(db, member_code, kind)
    made = Invitation(
        token_hash=hashed(token),
        office_id=held.id,
        name=name,
        invited_by=viewer.person_id,
        expires_at=clock.wall() + LASTS,
    )
    db.add(made)
    detail = {"office": kind.value, "member": member_code}
    record(db, Event.PERSON_INVITED, viewer=viewer, subject=made.id, detail=dict(detail))
    return token


def redeem(db: Session, viewer: Viewer, found: Invited) -> None:
    """Give the office to the viewer; of two that try, one gets it.

    Raises:
        Conflict: when the invitation was used or ended in the meantime.
    """
    wall = clock.wall()
    taken = db.execute(
        update(invitation)
        .where(
            invitation.c.id == found.id,
            invitation.c.redeemed_at.is_(None),
            invitation.c.expires_at > wall,
        )
        .values(redeemed_at=wall, redeemed_by=viewer.person_id)
        .returning(invitation.c.id)
    ).first()
    if taken is None or viewer.person_id is None:
        raise Conflict(OVER)
    db.add(Appointment(office_id=found.office_id, person_id=viewer.person_id, starts=clock.today()))
    record(db, Event.OFFICE_TAKEN, viewer=viewer, subject=found.member)
