"""What ``portal house-provider`` does: serving, people, and keys."""

import sys
from argparse import Namespace
from collections.abc import Callable
from contextlib import suppress

import uvicorn
from pydantic import ValidationError

from provider.house import accounts, agreeing, mailed, named, reset_commands, resets
from provider.house.accounts import Newcomer, Taken
from provider.house.acting import Say, act, address, ensure_ready, whose
from provider.house.application import KEYS, create_app
from provider.house.fitness import problems
from provider.house.keyring import AHEAD, KeyRing
from provider.house.outbox import Outbox
from provider.house.parts import House
from provider.house.postman import MailServer
from provider.house.sealing import new_secret
from provider.house.settings import PREFIX, HouseSettings

GRACE_SECONDS = 20
NO_CODE = (
    "The person has, or had, a way in: give a fresh `--code` of their app or printed list. For who "
    "lost all of it there is `again`."
)


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
    _remark(house, say)


def _remark(house: House, say: Say) -> None:
    with house.database.reading() as conn:
        for one in named.remarks(conn, house.settings, house.clock()):
            say(one)


def serve(house: House, _given: Namespace, say: Say) -> None:
    """Serve until told to stop."""
    ensure_ready(house)
    house.database.sweep(house.clock())
    _remark(house, say)
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
    with act(house) as conn:
        try:
            made = accounts.make(conn, newcomer, house.clock())
        except Taken:
            sys.exit("The account name or the work address is somebody's already.")
        except ValueError as wrong:
            sys.exit(str(wrong))
        say(address(house, conn, made))


def add(house: House, given: Namespace, say: Say) -> None:
    """Print an address at which an account gets one more way in and a new printed list.

    Who has a way in agrees by a code; who never had one is only given the address anew.
    """
    with act(house) as conn:
        account = whose(conn, given)
        agreed = agreeing.never_had_a_way(conn, account, house.clock())
        if not agreed and agreeing.owner_agrees(conn, house, account, given.code):
            agreed = True
            resets.stop(conn, account.subject, house.clock(), "add")
            mailed.tell(conn, house.secret, mailed.MORE, account.subject, house.clock())
        made = address(house, conn, account) if agreed else ""
    if not made:
        sys.exit(NO_CODE)
    say(made)


def remove(house: House, given: Namespace, say: Say) -> None:
    """Remove an account."""
    with act(house) as conn:
        account = whose(conn, given)
        resets.hold_decided(conn, account.subject)
        resets.call_off(conn, account.subject, house.clock())
        accounts.remove(conn, account, house.clock())
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
    "again": reset_commands.again,
    "confirm": reset_commands.confirm,
    "withdraw": reset_commands.withdraw,
    "shut": reset_commands.shut,
    "remove": remove,
    "rotate": rotate,
}
