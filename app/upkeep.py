"""The commands of who keeps an installation: examining it, backing it up, bringing it back."""

import argparse
import os
import signal
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING

from app.production import given as given_settings

if TYPE_CHECKING:
    from app.core.db import Database


def doctor(_given: argparse.Namespace) -> None:
    """Say what is wrong with this installation and how to mend it; change nothing."""
    from app.doctor import examining  # noqa: PLC0415 - slow to import

    sys.exit(examining.say(given_settings(), os.environ, print))


def backup(given: argparse.Namespace) -> None:
    """Write a consistent, encrypted copy of the database; writers go on meanwhile."""
    from app.backup.commands import back_up  # noqa: PLC0415 - slow to import

    with _sentences():
        back_up(given_settings(), Path(given.file), print)


def restore(given: argparse.Namespace) -> None:
    """Bring a backup back into an empty database and compare it with what was kept."""
    from app.backup import commands  # noqa: PLC0415 - slow to import

    with _sentences():
        apart = Path(given.keys) if given.keys else None
        commands.restore(given_settings(), Path(given.file), Path(given.identity), print, apart)


def rotate_keys(_given: argparse.Namespace) -> None:
    """Bring confidential text under the newest key, while the portal goes on; then open it all."""
    from app.core.db import Database  # noqa: PLC0415 - slow to import
    from app.core.seal import CannotOpen, Seal  # noqa: PLC0415 - slow to import
    from app.rotation.commands import rotate  # noqa: PLC0415 - slow to import

    settings = given_settings()
    try:
        seal = Seal(settings.seal_key.get_secret_value())
    except ValueError:
        sys.exit("PORTAL_SEAL_KEY is missing or not 32 bytes of URL-safe base64.")
    database = Database(settings.database)
    try:
        with _sentences():
            rotate(database, seal, print)
    except CannotOpen as wrong:
        sys.exit(f"This does not open: {wrong}")
    finally:
        database.close()


def backup_key(_given: argparse.Namespace) -> None:
    """Print a fresh key pair for backups: keep the secret half away from this machine."""
    from app.backup.boxes import new_key  # noqa: PLC0415 - slow to import

    print(new_key())


def freeze(given: argparse.Namespace) -> None:
    """Let nobody sign in or change anything, in every process; reading goes on."""
    from app.incident import freezing  # noqa: PLC0415 - slow to import

    with _sentences(), _database() as database:
        new = freezing.freeze(database, given.reason)
        sleep(freezing.SETTLES)
        print("The portal is frozen." if new else "The portal was frozen before.")
        if given.end_sessions:  # not before nobody can begin another one
            print(f"Sessions ended: {freezing.end_sessions(database)}.")
    print("Open it again with: portal thaw")


def thaw(_given: argparse.Namespace) -> None:
    """Open a frozen portal again."""
    from app.incident import freezing  # noqa: PLC0415 - slow to import

    with _sentences(), _database() as database:
        thawed = freezing.thaw(database)
    print("The portal is open again." if thawed else "The portal was not frozen.")


def incident(given: argparse.Namespace) -> None:
    """Show drafts of statements, publish a file on every page, or end the incident."""
    from app.incident import commands  # noqa: PLC0415 - slow to import
    from app.incident.statement import BadStatement  # noqa: PLC0415 - slow to import

    try:
        if given.act == "drafts":
            print(commands.show(given.what))
            return
        with _sentences(), _database() as database:
            if given.act == "publish":
                print(commands.publish(database, Path(given.what)))
            else:
                print(commands.end(database))
    except BadStatement as wrong:
        sys.exit(wrong.sentence)


def remove_passkeys(given: argparse.Namespace) -> None:
    """Let somebody who lost the only passkey begin anew: remove all of them and tell the person."""
    from app.account.recovering import NobodyMeant, remove_passkeys  # noqa: PLC0415 - slow to import
    from app.main import make_portal  # noqa: PLC0415 - slow to import

    portal = make_portal(given_settings())
    try:
        with _sentences():
            name, number, coded = remove_passkeys(portal, given.person)
    except NobodyMeant as wrong:
        sys.exit(str(wrong))
    finally:
        portal.db.close()
    if number:
        print(
            f"Removed {number} passkeys of {name} and ended the sessions; a letter is on its way."
        )
    else:
        print(f"{name} has no passkey.")
    if coded:
        print("The first new one wants a code, for 14 days: portal passkey-code, while you speak.")


def passkey_code(given: argparse.Namespace) -> None:
    """Show a code for somebody's first passkey after all were removed, to be told by voice."""
    from app.account.recovering import NobodyMeant, passkey_code  # noqa: PLC0415 - slow to import
    from app.core.errors import Conflict  # noqa: PLC0415 - slow to import
    from app.main import make_portal  # noqa: PLC0415 - slow to import

    portal = make_portal(given_settings())
    try:
        with _sentences():
            name, code = passkey_code(portal, given.person)
    except (NobodyMeant, Conflict) as wrong:
        sys.exit(str(wrong))
    finally:
        portal.db.close()
    print(f"{code} is the code of {name}: once, for 30 minutes, in the session that types it.")
    print("Tell it in person, or by telephone at a number on record. Never write it.")


@contextmanager
def _database() -> Iterator["Database"]:
    from app.core.db import Database  # noqa: PLC0415 - slow to import

    database = Database(given_settings().database, pool_size=1)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def _sentences() -> Iterator[None]:
    """End with one sentence instead of a trace; told to end, sweep away what was begun."""
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415 - slow to import

    from app.backup.dumps import CannotBackUp  # noqa: PLC0415 - slow to import

    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit("Told to end."))
    try:
        yield
    except CannotBackUp as wrong:
        sys.exit(str(wrong))
    except SQLAlchemyError:
        sys.exit("The database does not answer.")
    except (OSError, sqlite3.Error) as wrong:
        sys.exit(f"It cannot be done: {wrong}")
    finally:
        signal.signal(signal.SIGTERM, before)
