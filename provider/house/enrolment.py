"""Making a way in: an address that works once, handed over by a way that one trusts."""

from sqlalchemy import Connection, delete, insert, select

from provider.house import accounts
from provider.house.accounts import Account
from provider.house.record import What, record
from provider.house.tables import offer
from provider.models import digest, new_secret

LASTS = 14 * 86_400.0


class Over(Exception):
    """The address was used already, is too old, or never was one."""


def offer_way_in(conn: Connection, account: Account, now: float) -> str:
    """Return a token of 256 bits, good for one way in; those before it are worth nothing."""
    accounts.hold(conn, account.subject)
    conn.execute(delete(offer).where(offer.c.account_id == account.subject))
    token = new_secret()
    row = {"digest": digest(token), "account_id": account.subject, "expires_at": now + LASTS}
    conn.execute(insert(offer).values(**row))
    record(conn, now, What.OFFERED, account.subject)
    return token


def whose(conn: Connection, token: str, now: float) -> Account:
    """Return for whom a token is; looking changes nothing.

    Raises:
        Over: it was used, is too old, or never was one.
    """
    live = (offer.c.digest == digest(token), offer.c.expires_at > now)
    found = conn.execute(select(offer.c.account_id).where(*live)).scalar()
    account = found and accounts.by_subject(conn, found)
    if not account:
        raise Over
    return account


def redeem(conn: Connection, token: str, now: float) -> Account:
    """Take the token out and return for whom it was, held; of two who press, one gets it.

    Raises:
        Over: as ``whose``.
    """
    account = whose(conn, token, now)
    accounts.hold(conn, account.subject)
    gone = delete(offer).where(offer.c.digest == digest(token)).returning(offer.c.digest)
    if conn.execute(gone).first() is None:
        raise Over
    return account
