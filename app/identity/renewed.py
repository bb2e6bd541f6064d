"""A new way in that may have been begun at a provider by the portal's word, during a recovery.

The provider lets it be finished for a while, whatever becomes of the recovery meanwhile.
"""

import json
from collections.abc import Set as AbstractSet
from datetime import datetime

from sqlalchemy import Connection, select
from sqlmodel import Session

from app.audit.events import Event
from app.audit.models import AuditRecord
from app.core.db import table
from app.core.errors import Conflict
from app.core.i18n import N_
from app.identity.models import Recovery
from app.identity.oidc import Claims

BEGUN = N_(
    "A new way in to this account was begun at this sign-in provider, so nobody comes in by it now."
    " If it was you, open the link again and finish there. If not, call the Secretariat at once."
)

audit = table(AuditRecord)
recovery = table(Recovery)


def word_out(conn: Connection, person_id: str, since: datetime) -> AbstractSet[str]:
    """Return the issuers to which the portal gave its word for a person since a moment."""
    given = select(audit.c.detail).where(
        audit.c.event == Event.RECOVERY_WORD_GIVEN,
        audit.c.subject == person_id,
        audit.c.at >= since,
    )
    named = [json.loads(one).get("issuer") for one in conn.execute(given).scalars()]
    return {str(issuer) for issuer in named if issuer}


def ensure_not_begun(db: Session, person_id: str, claims: Claims) -> None:
    """Let pass, while a recovery goes on, who comes by a provider without the portal's word.

    There it may be whoever holds the link, who would come in without redeeming it.

    Raises:
        Conflict: for who does, be it the owner: both look alike.
    """
    open_since = select(recovery.c.proposed_at).where(
        recovery.c.person_id == person_id, recovery.c.ended_at.is_(None)
    )
    since = db.execute(open_since).scalar()
    if since is not None and claims.issuer in word_out(db.connection(), person_id, since):
        raise Conflict(BEGUN)
