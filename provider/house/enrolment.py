"""Making a way in: an address that works once, handed over by a way that one trusts."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from provider.house import accounts, browsers, codes
from provider.house.accounts import Account
from provider.house.record import What, record
from provider.house.sealing import Secrets
from provider.house.tables import offer
from provider.models import digest, new_secret

LASTS = 14 * 86_400.0


class Over(Exception):
    """The address was used already, is too old, or never was one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Who made which way in, and the cookie of the browser, empty where it has none."""

    account: Account
    way: str
    browser: str


@dataclass(frozen=True, slots=True)
class Made:
    """What a person takes away: the printed list, and the cookie of the browser."""

    printed: Sequence[str]
    browser: str


def offer_way_in(conn: Connection, account: Account, now: float) -> str:
    """Return a token of 256 bits, good for one way in; those before it are worth nothing."""
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
    """Take the token out and return for whom it was; of two who press, one gets it.

    Raises:
        Over: as ``whose``.
    """
    account = whose(conn, token, now)
    gone = delete(offer).where(offer.c.digest == digest(token)).returning(offer.c.digest)
    if conn.execute(gone).first() is None:
        raise Over
    return account


def finish(conn: Connection, secret: Secrets, entry: Entry, now: float) -> Made:
    """Print a list for somebody who just made a way in, and know the browser from now on."""
    whose = entry.account.subject
    record(conn, now, What.ENROLLED, whose, entry.way)
    kept = browsers.note(conn, secret, whose, entry.browser, now)
    return Made(codes.print_list(conn, secret, whose), kept)
