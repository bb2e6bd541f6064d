"""A new way in to the account one has at a house provider: for what the portal gives its word.

Only where two people of the Secretariat decided it, at a provider that takes the word, is limited
to the members for which the person holds offices, and by which the person came until now. Never for
the Secretariat itself: which accounts are its own, a provider knows only where it was told.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import Session

from app.audit.actions import Plain, record
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_
from app.core.sign_in_provider import SignInProvider
from app.identity.models import Identity
from app.identity.sessions import hashed
from app.identity.vouching import Word
from app.recovery import helped
from app.recovery.going_on import decided_by_one, ensure_goes_on, ensure_not_quiet
from app.recovery.held import hold, open_of
from app.recovery.helped import Helped
from app.recovery.queries import person_of_link
from app.web.portal import Portal

NOT_THERE = N_(
    "At this sign-in provider the portal cannot help you to a new way in any more, so nothing was"
    " changed. Open the link again and choose another way."
)

identity = table(Identity)


def able(
    conn: Connection, given: Sequence[SignInProvider], one: Helped, found: Any
) -> Sequence[SignInProvider]:
    """Return the providers at which ``one`` can make a new way in after the recovery ``found``."""
    taking = [each for each in given if each.resets_accounts]
    if not taking or one.in_secretariat or decided_by_one(conn, found):
        return ()
    own = select(identity.c.issuer).where(identity.c.person_id == one.person_id)
    issuers = list(conn.execute(own).scalars())
    once = {each for each in issuers if issuers.count(each) == 1}
    return [each for each in taking if each.issuer in once and _limited(given, one, each.issuer)]


def _limited(given: Sequence[SignInProvider], one: Helped, issuer: str) -> bool:
    """Whether each provider of an issuer, which all name the same people, speaks for no others."""
    return all(each.speaks_only_for(one.members) for each in given if each.issuer == issuer)


def stands(
    conn: Connection, given: Sequence[SignInProvider], one: Helped, found: Any, issuer: str
) -> bool:
    """Whether the word for a new way in at an issuer would be given now as well."""
    return issuer in {each.issuer for each in able(conn, given, one, found)}


def give(db: Session, portal: Portal, link: str, key: str) -> Word:
    """Return the portal's word to the provider of a key, for whom a link is; it is recorded.

    Raises:
        NotFound: for a link that does not work.
        Conflict: when the recovery may not go on, or the word is not given there.
    """
    person_id = person_of_link(db.connection(), link) or ""
    hold(db, person_id)
    conn = db.connection()
    one, found = helped.find(conn, person_id), open_of(db, person_id)
    if one is None or found is None or found.link_hash != hashed(link):
        raise NotFound
    ensure_goes_on(conn, one, found)
    ensure_not_quiet(conn)
    there = [each for each in able(conn, portal.settings.providers, one, found) if each.key == key]
    if not there or found.proposed_at > clock.now():
        raise Conflict(NOT_THERE)  # by a clock that ran ahead nobody would have signed in since
    own = identity.c.person_id == person_id, identity.c.issuer == there[0].issuer
    account: str = db.execute(select(identity.c.subject).where(*own)).scalar_one()
    given: dict[str, Plain] = {"provider": key, "issuer": there[0].issuer}
    record(db, Event.RECOVERY_WORD_GIVEN, subject=person_id, detail=given)
    return Word(link, account=account, since=found.proposed_at)
