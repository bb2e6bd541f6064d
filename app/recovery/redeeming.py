"""The link of a recovery redeemed: another sign-in is tied to the account, the old one untied."""

from sqlalchemy import delete, select, update
from sqlmodel import Session

from app.access.viewer import Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.core.i18n import N_
from app.identity.models import Identity, Recovery
from app.recovery import helped, letters, renewing
from app.recovery.going_on import decided_by_one, ensure_goes_on, ensure_not_quiet
from app.recovery.held import hold, open_of, sign_out_everywhere
from app.recovery.providers import ties_alone
from app.recovery.queries import life_of, person_of_hash
from app.recovery.rules import Life, Stage
from app.web.portal import Portal

OVER = N_("This link was already used, was withdrawn or is over. Ask the Secretariat.")
TAKEN = N_(
    "This sign-in already belongs to an account of the portal, so nothing was changed. Use the link"
    " again with the sign-in that is new."
)

NOT_OF_MEMBER = N_(
    "One person alone decided this, so the new sign-in must come from a provider that speaks for"
    " the member and not for all. Nothing was changed."
)

identity = table(Identity)
recovery = table(Recovery)


def readmit(
    portal: Portal,
    db: Session,
    link_hash: str,
    known: tuple[str, str],
    anew: bool,  # noqa: FBT001 - as the portal is handed it
) -> str:
    """Tie ``known`` (issuer, subject) to whom a link is for; return the person's id.

    What was tied before is untied, and every session and token ends. Of many that try, one does.
    Where ``anew``, it is the person's own, to which a new way in was made by the portal's word.

    Raises:
        Conflict: when the link is over, the recovery may not go on, the sign-in is already an
            account's, or one person decided and the provider does not speak for the member alone.
    """
    person_id = person_of_hash(db.connection(), link_hash)
    if person_id is None:
        raise Conflict(OVER)
    hold(db, person_id)
    one, found = helped.find(db.connection(), person_id), open_of(db, person_id)
    if one is None or found is None:
        raise Conflict(OVER)
    ensure_goes_on(db.connection(), one, found)
    ensure_not_quiet(db.connection())
    given = portal.settings.providers
    if anew and not renewing.stands(db.connection(), given, one, found, known[0]):
        raise Conflict(renewing.NOT_THERE)
    if decided_by_one(db.connection(), found) and not ties_alone(given, one.members, known[0]):
        raise Conflict(NOT_OF_MEMBER)
    life = _taken(db, link_hash)
    if life is None:
        raise Conflict(OVER)
    _tie(db, person_id, known, anew=anew)
    sign_out_everywhere(db, person_id)
    letters.tell(db, portal, one, life)
    return person_id


def _taken(db: Session, link_hash: str) -> Life | None:
    """Take the link and return the recovery, now done; None where somebody else was faster."""
    wanted = update(recovery).where(
        recovery.c.link_hash == link_hash,
        recovery.c.ended_at.is_(None),
        recovery.c.link_until > clock.wall(),
    )
    done = wanted.values(outcome=Stage.DONE, link_hash=None, ended_at=clock.now())
    row = db.execute(done.returning(recovery)).first()
    return None if row is None else life_of(row)


def _tie(db: Session, person_id: str, known: tuple[str, str], *, anew: bool) -> None:
    """Untie what the person came by until now, and tie ``known``.

    Raises:
        Conflict: when that is already an account's, be it the person's own; or is not the person's
            own, where ``anew``.
    """
    issuer, subject = known
    same = (identity.c.issuer == issuer) & (identity.c.subject == subject)
    tied_to = db.execute(select(identity.c.person_id).where(same)).scalar()
    if tied_to != (person_id if anew else None):
        raise Conflict(TAKEN)
    viewer = Viewer(person_id)
    old = delete(identity).where(identity.c.person_id == person_id).returning(identity.c.issuer)
    for before in db.execute(old).scalars().all():
        untied = Event.IDENTITY_UNBOUND
        record(db, untied, viewer=viewer, subject=person_id, detail={"issuer": before})
    db.add(Identity(issuer=issuer, subject=subject, person_id=person_id))
    record(db, Event.IDENTITY_BOUND, viewer=viewer, subject=person_id, detail={"issuer": issuer})
    record(db, Event.RECOVERY_LINK_REDEEMED, viewer=viewer, subject=person_id)
