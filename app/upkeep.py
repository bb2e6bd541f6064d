"""The commands of who keeps an installation: examining it, backing it up, bringing it back."""

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.production import given as given_settings


def doctor(_given: argparse.Namespace) -> None:
    """Say what is wrong with this installation and how to mend it; change nothing."""
    from app.doctor import examining  # noqa: PLC0415 - slow to import

    sys.exit(examining.say(given_settings(), os.environ, print))


def backup(given: argparse.Namespace) -> None:
    """Write a consistent, encrypted copy of the database; writers go on meanwhile."""
    from app.backup import commands, dumps  # noqa: PLC0415 - slow to import

    with _said(dumps.CannotBackUp):
        commands.back_up(given_settings(), Path(given.file), print)


def restore(given: argparse.Namespace) -> None:
    """Bring a backup back into an empty database and compare it with what was kept."""
    from app.backup import commands, dumps  # noqa: PLC0415 - slow to import

    with _said(dumps.CannotBackUp):
        commands.restore(given_settings(), Path(given.file), Path(given.identity), print)


def backup_key(_given: argparse.Namespace) -> None:
    """Print a fresh key pair for backups: keep the secret half away from this machine."""
    from app.backup.boxes import new_key  # noqa: PLC0415 - slow to import

    print(new_key())


@contextmanager
def _said(refused: type[Exception]) -> Iterator[None]:
    """End with what was refused as one sentence instead of a trace."""
    try:
        yield
    except refused as wrong:
        sys.exit(str(wrong))
