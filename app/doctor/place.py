"""The machine and its files: who can read what, how much room is left, as whom the portal runs."""

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path

from app.backup.commands import last_made_at
from app.core import clock
from app.core.config import PREFIX, Settings
from app.doctor.finding import Finding

LEAST_FREE = 0.1
"""Share of the disk."""
LEAST_SQLITE = (3, 37, 0)
"""STRICT tables and RETURNING, both of which backups and migrations use."""


Look = Callable[[Settings, Mapping[str, str]], Iterator[Finding]]


def _machine(settings: Settings, _environment: Mapping[str, str]) -> Iterator[Finding]:
    if not settings.demo and hasattr(os, "geteuid") and os.geteuid() == 0:
        yield Finding(
            "The portal runs as root: whoever breaks in owns the machine.",
            "run it as a user of its own, as the Dockerfile does",
        )
    if sqlite3.sqlite_version_info < LEAST_SQLITE:
        yield Finding(
            f"SQLite {sqlite3.sqlite_version} is too old.", "install a Python with SQLite 3.37+"
        )


def _secrets(_settings: Settings, environment: Mapping[str, str]) -> Iterator[Finding]:
    """Look at the files that hold secrets."""
    for name, value in sorted(environment.items()):
        if not (value and name.startswith(PREFIX) and name.endswith("_FILE")):
            continue
        file = Path(value)
        if not file.is_file():
            yield Finding(f"{name} names {file}, which is no file.", f"write the secret to {file}")
        elif open_to_others(file):
            yield Finding(f"Everybody on this machine can read {file}.", f"chmod o= {file}")


def open_to_others(file: Path) -> bool:
    """Return whether everybody may read ``file`` and come to it through each folder above."""
    path = file.absolute()
    ways = all(above.stat().st_mode & stat.S_IXOTH for above in path.parents)
    return ways and bool(path.stat().st_mode & stat.S_IROTH)


def _folder(settings: Settings, _environment: Mapping[str, str]) -> Iterator[Finding]:
    folder = settings.var_dir
    if not folder.is_dir():
        yield Finding(f"The folder {folder} does not exist.", f"mkdir -m 700 -p {folder}")
        return
    if not os.access(folder, os.W_OK):
        yield Finding(
            f"Who asks cannot write to {folder}.",
            f"ask as the user the portal runs as, or chown {folder} to that user",
        )
    for file in (folder, *sorted(folder.glob("*.sqlite3"))):
        if open_to_others(file):
            yield Finding(f"Everybody on this machine can read {file}.", f"chmod o= {file}")
    for left in sorted(folder.glob("backup-*")):
        yield Finding(f"{left} was left by a backup and is not encrypted.", f"rm -r {left}")
    disk = shutil.disk_usage(folder)
    if disk.free < disk.total * LEAST_FREE:
        yield Finding(
            f"The disk of {folder} has {disk.free // 2**20} MB left, less than a tenth.",
            "make room, or give the portal a larger disk",
        )


def _limits(settings: Settings, _environment: Mapping[str, str]) -> Iterator[Finding]:
    if settings.session_hours > LONGEST_SESSION:
        yield Finding(
            f"A session lasts {settings.session_hours} hours.", "set PORTAL_SESSION_HOURS=12"
        )
    if settings.session_idle_minutes > LONGEST_IDLE:
        yield Finding(
            f"A session ends only after {settings.session_idle_minutes} idle minutes.",
            "set PORTAL_SESSION_IDLE_MINUTES=30",
        )
    if any("*" in host for host in settings.allowed_hosts):
        yield Finding(
            "PORTAL_ALLOWED_HOSTS has a star, which is a name like any other here.",
            "name each host in full",
        )
    if not settings.demo and not settings.audit_holders:
        yield Finding(
            "Nobody outside gets the anchor of the record: whoever rules this machine could"
            " rewrite it unseen.",
            "set PORTAL_AUDIT_HOLDERS to addresses of people outside the Secretariat",
        )


def _backups(settings: Settings, _environment: Mapping[str, str]) -> Iterator[Finding]:
    if settings.demo:
        return
    if not settings.backup_recipients:
        yield Finding(
            "Backups cannot be made: there is nobody who could read them.",
            "portal backup-key on another machine, then set PORTAL_BACKUP_RECIPIENTS",
        )
        return
    made = last_made_at(settings)
    if not made or clock.wall() - made > STALE:
        yield Finding(
            f"The last backup was made on {made:%F}." if made else "No backup was made so far.",
            "portal backup FILE, once a day",
        )


LONGEST_SESSION, LONGEST_IDLE = 24, 120
"""Hours and minutes."""
STALE = timedelta(days=2)
LOOKS: Mapping[str, Look] = {
    "the machine": _machine,
    "files of secrets": _secrets,
    "the folder for data": _folder,
    "limits": _limits,
    "backups": _backups,
}
"""What is looked at, each by itself."""
