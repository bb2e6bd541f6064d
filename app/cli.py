"""The command line: ``python -m app.cli <command>``."""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

from sqlalchemy.exc import IntegrityError

from app import upkeep
from app.access.labels import SECRETARIAT_CODE
from app.access.viewer import OF_SECRETARIAT, OfficeKind
from app.arguments import ARGUMENTS
from app.core import logs, memory, seal
from app.core.config import Settings, log_given
from app.core.db import Database
from app.core.errors import Refusal
from app.core.progress import Progress
from app.production import NO_DEMONSTRATION, has_demonstration
from app.production import given as given_settings

Command = Callable[[argparse.Namespace], None]


def demo(given: argparse.Namespace) -> None:
    """Set up and serve a demonstration on this machine."""
    if not has_demonstration():
        sys.exit(NO_DEMONSTRATION)
    from app import demonstration  # noqa: PLC0415 - not part of production

    settings = demonstration.demonstration_settings(Path(given.var), given.port)
    with _open(settings) as database:
        _prepare(database)
    demonstration.furnish(settings, Progress())
    print(f"\nThe portal runs at {settings.base_url}")
    print("Sign in: press “Sign in”, then choose one of the demonstration persons.")
    print("Stop it with Ctrl-C; all data stays in", settings.var_dir, flush=True)
    from app.serving import serve as run  # noqa: PLC0415 - slow to import

    run(settings)


def serve(_given: argparse.Namespace) -> None:
    """Serve the portal as configured."""
    from app.serving import serve as run  # noqa: PLC0415 - slow to import

    run(given_settings())


def worker(_given: argparse.Namespace) -> None:
    """Do the background work in a process of its own (set PORTAL_WORKER=false for serve)."""
    from app.duties import duties  # noqa: PLC0415 - slow to import
    from app.jobs.worker import Worker  # noqa: PLC0415 - slow to import
    from app.main import make_portal  # noqa: PLC0415 - slow to import
    from app.metrics.listener import listening  # noqa: PLC0415 - slow to import
    from app.serving import refuse_unfit  # noqa: PLC0415 - slow to import

    settings = given_settings()
    refuse_unfit(settings)
    portal = make_portal(settings)
    try:
        with listening(portal), suppress(KeyboardInterrupt):
            Worker(portal.db, duties(portal)).run()
    finally:
        portal.db.close()


@contextmanager
def _open(settings: Settings) -> Iterator[Database]:
    """Open the configured database for one command."""
    database = Database(settings.database)
    try:
        yield database
    finally:
        database.close()


def _database() -> AbstractContextManager[Database]:
    return _open(given_settings())


def migrate(_given: argparse.Namespace) -> None:
    """Bring the database to the schema of this version."""
    from app.migrating import migrate as run  # noqa: PLC0415 - slow to import

    with _database() as database:
        run(database)


def load(_given: argparse.Namespace) -> None:
    """Load the real data; what was edited stays as it is."""
    from app.loading import load as run  # noqa: PLC0415 - slow to import

    progress = Progress()
    with _database() as database:
        run(database, progress.done, progress.doing)


def prepare(_given: argparse.Namespace) -> None:
    """Migrate, then load: all that a new version needs before it serves."""
    with _database() as database:
        _prepare(database)


def manual(given: argparse.Namespace) -> None:
    """Write the manual's draft as files, read files as the draft, or give new blocks their ids."""
    from app.manual import commands  # noqa: PLC0415 - slow to import

    if given.act == "name":
        sys.exit(commands.name(Path(given.folder), print))
    settings = given_settings()
    with _open(settings) as database:
        if given.act == "verify":
            sys.exit(commands.verify(database, settings, given, print))
        if given.act == "import" and given.file:
            sys.exit(commands.from_word(database, given, print))
        sys.exit(commands.run(database, given, print))


def invite(given: argparse.Namespace) -> None:
    """Invite a person to an office and print the address to hand over."""
    from app.directory import invitations  # noqa: PLC0415 - only this command needs it

    kind = OfficeKind(given.office)
    if (kind in OF_SECRETARIAT) != (given.member == SECRETARIAT_CODE):
        kinds = ", ".join(sorted(OF_SECRETARIAT))
        sys.exit(f"The offices of {SECRETARIAT_CODE} are these, and no others: {kinds}.")
    if given.further and given.member != SECRETARIAT_CODE:
        sys.exit(f"Further offices are for {SECRETARIAT_CODE} only; those of others are recorded.")
    said = {"title": given.title, "one_more": given.further}
    try:
        with _database() as database, database.unit_of_work() as db:
            token = invitations.invite(db, given.member, kind, given.name, **said)
    except Refusal as wrong:
        sys.exit(wrong.sentence)
    except IntegrityError:
        sys.exit(f"No member has the code {given.member}.")
    print(f"{given_settings().base_url}/invitation/{token}")


def audit(given: argparse.Namespace) -> None:
    """Export the record, verify an export or the record itself, or print a key of the record."""
    from app.audit import commands, verify  # noqa: PLC0415 - slow to import

    if given.act == "new-key":
        print(commands.new_key())
    elif given.act == "verify" and given.file:
        sys.exit(verify.main([given.file, *commands.outside(given.key, given.anchor)]))
    else:
        settings = given_settings()
        with _database() as database:
            sys.exit(commands.run(database, settings, given, print))


def house_provider(given: argparse.Namespace) -> None:
    """Run the sign-in of people whose ministry has none, look after its people and its keys."""
    from provider.house import commands  # noqa: PLC0415 - a process of its own

    commands.run(given, print)


def new_seal_key(_given: argparse.Namespace) -> None:
    """Print a fresh key for confidential text."""
    print(seal.new_key())


def seal_fingerprint(_given: argparse.Namespace) -> None:
    """Read keys for confidential text from standard input and print their fingerprints."""
    try:
        for one in seal.Seal(sys.stdin.read()).masters:
            print(one.fingerprint)
    except ValueError:
        sys.exit("This is no key for confidential text.")


def _prepare(database: Database) -> None:
    from app.loading import load as run_load  # noqa: PLC0415 - slow to import
    from app.migrating import migrate as run_migrate  # noqa: PLC0415 - slow to import

    print("Preparing the database …", flush=True)
    run_migrate(database)
    progress = Progress()
    run_load(database, progress.done, progress.doing)


COMMANDS: dict[str, Command] = {
    "serve": serve,
    "demo": demo,
    "migrate": migrate,
    "load": load,
    "prepare": prepare,
    "worker": worker,
    "manual": manual,
    "invite": invite,
    "audit": audit,
    "doctor": upkeep.doctor,
    "backup": upkeep.backup,
    "restore": upkeep.restore,
    "backup-key": upkeep.backup_key,
    "freeze": upkeep.freeze,
    "thaw": upkeep.thaw,
    "incident": upkeep.incident,
    "remove-passkeys": upkeep.remove_passkeys,
    "passkey-code": upkeep.passkey_code,
    "house-provider": house_provider,
    "new-seal-key": new_seal_key,
    "seal-fingerprint": seal_fingerprint,
    "rotate-keys": upkeep.rotate_keys,
}


def main(words: Sequence[str] | None = None) -> None:
    """Run the command named by ``words`` (the process's own arguments where not given)."""
    memory.collect_rarely()
    parser = argparse.ArgumentParser(prog="portal", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, act in COMMANDS.items():
        line = commands.add_parser(name, help=act.__doc__, description=act.__doc__)
        for word, options in ARGUMENTS.get(name, {}).items():
            line.add_argument(word, **options)
    given = parser.parse_args(words)
    logs.set_up(log_given(), given.command)
    COMMANDS[given.command](given)


if __name__ == "__main__":
    main()
