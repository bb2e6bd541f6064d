"""Work addresses that people name themselves: kept once a code that was sent there came back."""

from sqlalchemy import Connection, update
from sqlalchemy.exc import IntegrityError

from provider.house.accounts import Taken, is_address, normalised
from provider.house.record import What, record
from provider.house.tables import account


def address(typed: str) -> str:
    """Return a typed work address as it is kept.

    Raises:
        ValueError: it is none.
    """
    mail = normalised(typed)
    if not is_address(mail):
        raise ValueError
    return mail


def confirm(conn: Connection, subject: str, mail: str, now: float) -> bool:
    """Keep an address whose mailbox was proven, for an account that has none; whether it was.

    Raises:
        Taken: it is somebody else's.
    """
    none = (account.c.id == subject, account.c.email.is_(None))
    try:
        given = conn.execute(update(account).where(*none).values(email=mail))
    except IntegrityError as error:
        raise Taken from error
    if given.rowcount:
        record(conn, now, What.CONFIRMED, subject)
    return given.rowcount == 1
