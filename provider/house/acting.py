"""What the commands of the house provider share."""

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from provider.house import accounts, enrolment
from provider.house.accounts import Account
from provider.house.parts import House

Say = Callable[[str], None]
UNPREPARED = "The database is missing or of another version: run `portal house-provider prepare`."


@contextmanager
def act(house: House) -> Iterator[Connection]:
    """Lend a connection for one act, where the database is prepared."""
    ensure_ready(house)
    with house.database.writing() as conn:
        yield conn


def ensure_ready(house: House) -> None:
    """End the process where the database is not prepared."""
    if not house.database.ready():
        sys.exit(UNPREPARED)


def whose(conn: Connection, given: Namespace) -> Account:
    """Return the account that is named, or end the process."""
    found = accounts.by_name(conn, given.account)
    if found is None:
        sys.exit("There is no such account.")
    return found


def address(house: House, conn: Connection, account: Account) -> str:
    """Return an address at which an account gets a way in."""
    return at(house, enrolment.offer_way_in(conn, account, house.clock()))


def at(house: House, token: str) -> str:
    """Return the address that a token makes."""
    return f"{house.settings.issuer}/enrol/{token}"
