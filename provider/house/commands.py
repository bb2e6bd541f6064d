"""What ``portal house-provider`` does: serving, people, and keys."""

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import uvicorn
from pydantic import ValidationError
from sqlalchemy import Connection

from provider.house import accounts, enrolment
from provider.house.accounts import Account, Newcomer, Taken
from provider.house.application import KEYS, create_app
from provider.house.fitness import problems
from provider.house.keyring import AHEAD, KeyRing
from provider.house.outbox import Outbox
from provider.house.parts import House
from provider.house.postman import MailServer
from provider.house.sealing import new_secret
from provider.house.settings import PREFIX, HouseSettings

GRACE_SECONDS = 20
Say = Callable[[str], None]
UNPREPARED = "The database is missing or of another version: run `portal house-provider prepare`."


def run(given: Namespace, say: Say) -> None:
    """Do what ``given.act`` names."""
    if given.act == "new-secret":
        say(new_secret())
        return
    house = House.of(fit())
    try:
        ACTS[given.act](house, given, say)
    finally:
        house.database.close()


def fit() -> HouseSettings:
    """Return the settings of the environment, or stop the process and say what to mend."""
    try:
        settings = HouseSettings.from_environment()
        found = problems(settings)
    except ValidationError as wrong:
        found = [f"{PREFIX}{str(e['loc'][0]).upper()}: {e['msg']}." for e in wrong.errors()]
    except (OSError, ValueError) as wrong:
        found = [f"A setting cannot be read: {wrong}."]
    if found:
        sys.exit("The house provider does not start:\n" + "\n".join(f"- {p}" for p in found))
    return settings


def prepare(house: House, _given: Namespace, say: Say) -> None:
    """Make the database, and sweep what is over."""
    house.database.prepare()
    house.database.sweep(house.clock())
    say("The house provider's database is ready.")


def serve(house: House, _given: Namespace, _say: Say) -> None:
    """Serve until told to stop."""
    _ensure_ready(house)
    house.database.sweep(house.clock())
    settings = house.settings
    config = uvicorn.Config(
        create_app(house),
        host=settings.host,
        port=settings.port,
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
        forwarded_allow_ips=list(settings.trusted_proxies),
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    server = MailServer(settings.smtp_url.get_secret_value())
    posting = Outbox(house, server).sending()
    with house.database.sweeping(house.clock), posting, suppress(KeyboardInterrupt):
        uvicorn.Server(config).run()


def enrol(house: House, given: Namespace, say: Say) -> None:
    """Make an account and print the address at which its owner makes a way in."""
    newcomer = Newcomer(given.account, given.name, given.email or None, given.language)
    with _act(house) as conn:
        try:
            made = accounts.make(conn, newcomer, house.clock())
        except Taken:
            sys.exit("The account name or the work address is somebody's already.")
        except ValueError as wrong:
            sys.exit(str(wrong))
        say(_address(house, conn, made))


def add(house: House, given: Namespace, say: Say) -> None:
    """Print an address at which an account gets one more way in and a new printed list."""
    with _act(house) as conn:
        say(_address(house, conn, _whose(conn, given)))


def again(house: House, given: Namespace, say: Say) -> None:
    """Remove every way in of an account at once, and print an address for a new one."""
    with _act(house) as conn:
        account = _whose(conn, given)
        accounts.clear(conn, account, house.clock())
        say(_address(house, conn, account))


def remove(house: House, given: Namespace, say: Say) -> None:
    """Remove an account."""
    with _act(house) as conn:
        accounts.remove(conn, _whose(conn, given), house.clock())
    say("The account is gone.")


def rotate(house: House, given: Namespace, say: Say) -> None:
    """Let a new key sign, soon or at once."""
    ring = KeyRing(house.settings.var_dir / KEYS, house.clock)
    ring.rotate(at_once=given.at_once)
    say(
        "A new key signs from now on; the old ones are worth nothing."
        if given.at_once
        else f"A new key is published and signs in {AHEAD / 60:.0f} minutes."
    )


ACTS: dict[str, Callable[[House, Namespace, Say], None]] = {
    "serve": serve,
    "prepare": prepare,
    "enrol": enrol,
    "add": add,
    "again": again,
    "remove": remove,
    "rotate": rotate,
}


@contextmanager
def _act(house: House) -> Iterator[Connection]:
    _ensure_ready(house)
    with house.database.writing() as conn:
        yield conn


def _ensure_ready(house: House) -> None:
    if not house.database.ready():
        sys.exit(UNPREPARED)


def _whose(conn: Connection, given: Namespace) -> Account:
    found = accounts.by_name(conn, given.account)
    if found is None:
        sys.exit("There is no such account.")
    return found


def _address(house: House, conn: Connection, account: Account) -> str:
    token = enrolment.offer_way_in(conn, account, house.clock())
    return f"{house.settings.issuer}/enrol/{token}"
