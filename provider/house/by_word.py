"""A new way in by an application's word: whose, begun, and stopped by signing in as any reset is.

Nobody confirms it here: two people of the application decided it there.
"""

from sqlalchemy import Connection, func, insert, select

from provider.house import accounts, enrolment, mailed
from provider.house.accounts import Account
from provider.house.parts import House
from provider.house.record import What, record
from provider.house.resets import stop
from provider.house.tables import event, reset
from provider.house.vouching import EARLY
from provider.models import digest

WORD = "statement"


def who(conn: Connection, house: House, subject: str, since: float) -> Account | None:
    """Return the held account to which an application's word of ``since`` gives a new way in.

    None for nobody, for who acts for the Secretariat here, and for who signed in meanwhile, by
    whichever of the two clocks.
    """
    accounts.hold(conn, subject)
    whom = accounts.by_subject(conn, subject)
    if whom is None or whom.handle in house.settings.secretariat_names:
        return None
    then = since - EARLY
    came = (event.c.what == What.SIGNED_IN.value, event.c.way != mailed.MAILED, event.c.at >= then)
    cleared = (event.c.account_id == subject, event.c.what == What.CLEARED.value)
    shut = select(func.coalesce(func.max(event.c.id), 0)).where(*cleared).scalar_subquery()
    asked = select(event.c.id).where(event.c.account_id == subject, *came, event.c.id > shut)
    return whom if conn.execute(asked.limit(1)).first() is None else None


def open_for(conn: Connection, house: House, whom: Account, token: str, lasts: float) -> None:
    """Note that a held account's new way in is being made at the address of ``token``.

    Whatever reset went on before ends; this one ends as any does, when its owner signs in.
    """
    now = house.clock()
    stop(conn, whom.subject, now, WORD)
    row = {"account_id": whom.subject, "proposed_by": "", "proposed_at": now, "due_at": 0.0}
    conn.execute(insert(reset).values(**row, digest=digest(token), expires_at=now + lasts))
    record(conn, now, What.RESET_OPENED, whom.subject, WORD)
    mailed.tell(conn, house.secret, mailed.WORD, whom.subject, now)


def ensure_stands(conn: Connection, account: Account, token: str, now: float) -> None:
    """Let pass while a new way in may be made, by an application's word, at a token's address.

    Raises:
        enrolment.Over: its owner signed in meanwhile, or it was called off.
    """
    named = (reset.c.account_id == account.subject, reset.c.digest == digest(token))
    live = select(reset.c.digest).where(*named, reset.c.expires_at > now)
    if conn.execute(live).first() is None:
        raise enrolment.Over


def used(conn: Connection, account: Account, token: str, now: float) -> None:
    """Let the old ways in end where a new one is made by an application's word.

    Raises:
        enrolment.Over: as ``ensure_stands``.
    """
    accounts.hold(conn, account.subject)
    ensure_stands(conn, account, token, now)
    accounts.clear(conn, account, now)
