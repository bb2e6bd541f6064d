"""Invitations to an office: made once, stored as a hash, redeemed by one person, once."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

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
from app.directory import evidence, further
from app.directory.keeping import Paper, appoint
from app.directory.models import Appointment, Invitation, Member, Office
from app.directory.under_review import ensure_settled
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
    invited_by: str | None
    renewed_by: str | None
    authority: str | None
    evidence: str | None
    announce_on: date | None
    vouched: bool


_OPEN = (
    select(
        invitation.c.id,
        invitation.c.name,
        invitation.c.office_id,
        office.c.kind,
        office.c.member,
        member.c.name.label("member_name"),
        invitation.c.expires_at,
        invitation.c.invited_by,
        invitation.c.renewed_by,
        invitation.c.authority,
        invitation.c.evidence,
        invitation.c.announce_on,
        invitation.c.vouched,
    )
    .join_from(invitation, office, office.c.id == invitation.c.office_id)
    .join(member, member.c.code == office.c.member)
    .where(
        invitation.c.token_hash == bindparam("token_hash"),
        invitation.c.redeemed_at.is_(None),
        invitation.c.withdrawn_at.is_(None),
        invitation.c.expires_at > bindparam("wall"),
    )
)


def find(conn: Connection, token: str) -> Invited | None:
    """Return the open invitation behind ``token``."""
    given = {"token_hash": hashed(token), "wall": clock.wall()}
    row = conn.execute(_OPEN, given).mappings().first()
    return None if row is None else Invited(**row)


def hold_open(db: Session, token: str) -> str | None:
    """Return the id of the open invitation behind ``token``; it stays open until the commit."""
    given = {"token_hash": hashed(token), "wall": clock.wall()}
    row = db.execute(_OPEN.with_for_update(read=True, of=invitation), given).first()
    return None if row is None else str(row.id)


def invite(  # noqa: PLR0913 - all by name
    db: Session,
    member_code: str,
    kind: OfficeKind,
    name: str,
    *,
    title: str = "",
    one_more: bool = False,
    viewer: Viewer = ANYONE,
) -> str:
    """Invite ``name`` to the office of a member, made where there is none, as the Secretariat.

    With ``one_more`` it is made in any case, which is for the Secretariat's own only.

    Returns the secret of the invitation's address.

    Raises:
        Conflict: where no office has the ``title``, one more has it already, or it is needed.
    """
    if one_more:
        held = further.open_further(db, viewer, kind, title)
    else:
        held = further.meant(db, member_code, kind, title)
    return invite_to(db, viewer, held.id, name, Paper("", "", read=True))


def invite_to(db: Session, viewer: Viewer, office_id: str, name: str, paper: Paper) -> str:
    """Invite ``name`` to an office; return the secret of the invitation's address.

    Where the Secretariat has read ``paper``, whoever redeems it holds the office at once.

    Raises:
        Conflict: while the office is under review.
    """
    ensure_settled(db, office_id)
    token = new_token()
    made = Invitation(
        token_hash=hashed(token),
        office_id=office_id,
        name=name,
        invited_by=viewer.person_id,
        authority=paper.authority or None,
        evidence=paper.evidence or None,
        announce_on=paper.announce_on,
        vouched=paper.read,
        expires_at=clock.wall() + LASTS,
    )
    db.add(made)
    db.flush()
    record(db, Event.PERSON_INVITED, viewer=viewer, subject=made.id, detail={"office": office_id})
    return token


def renew(db: Session, viewer: Viewer, invitation_id: str) -> str:
    """Give an invitation a new secret and a new term; the old address opens nothing any more.

    Who invited stays who invited; whoever hands the new address over stands beside.

    Raises:
        Conflict: when it was redeemed or withdrawn, or the office is under review.
    """
    ensure_settled(db, db.get_one(Invitation, invitation_id).office_id)
    token = new_token()
    until, by = clock.wall() + LASTS, viewer.person_id
    _change(db, invitation_id, token_hash=hashed(token), expires_at=until, renewed_by=by)
    record(db, Event.INVITATION_RENEWED, viewer=viewer, subject=invitation_id)
    return token


def withdraw(db: Session, viewer: Viewer, invitation_id: str) -> None:
    """Take an invitation back.

    Raises:
        Conflict: when it was redeemed or withdrawn before.
    """
    _change(db, invitation_id, withdrawn_at=clock.wall())
    record(db, Event.INVITATION_WITHDRAWN, viewer=viewer, subject=invitation_id)


def _change(db: Session, invitation_id: str, **values: object) -> None:
    changed = db.execute(
        update(invitation)
        .where(
            invitation.c.id == invitation_id,
            invitation.c.redeemed_at.is_(None),
            invitation.c.withdrawn_at.is_(None),
        )
        .values(**values)
        .returning(invitation.c.id)
    ).first()
    if changed is None:
        raise Conflict(OVER)


def redeem(db: Session, viewer: Viewer, found: Invited) -> Appointment:
    """Give the office to the viewer, or propose the viewer for it; of two that try, one gets it.

    Raises:
        Conflict: when the invitation was used or ended in the meantime.
    """
    wall = clock.wall()
    taken = db.execute(
        update(invitation)
        .where(
            invitation.c.id == found.id,
            invitation.c.redeemed_at.is_(None),
            invitation.c.withdrawn_at.is_(None),
            invitation.c.expires_at > wall,
        )
        .values(redeemed_at=wall, redeemed_by=viewer.person_id)
        .returning(invitation.c.id)
    ).first()
    if taken is None or viewer.person_id is None:
        raise Conflict(OVER)
    paper = Paper(
        found.authority or "",
        found.evidence or "",
        read=found.vouched,
        announce_on=found.announce_on,
    )
    made = appoint(db, viewer, found.office_id, paper, verified_by=found.invited_by)
    led_to = update(invitation).where(invitation.c.id == found.id)
    db.execute(led_to.values(appointment_id=made.id))
    evidence.appointed(db, found.id, made.id)
    event = Event.OFFICE_TAKEN if found.vouched else Event.APPOINTMENT_PROPOSED
    record(db, event, viewer=viewer, subject=found.member, detail={"appointment": made.id})
    return made
