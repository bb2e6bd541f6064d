"""``portal backup`` and ``portal restore``: what the two commands do and say."""

import json
import tempfile
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from app.backup import boxes, dumps
from app.backup.boxes import Manifest
from app.backup.dumps import CannotBackUp
from app.core import clock
from app.core.config import Settings
from app.schema import HEAD

LAST = "last-backup.json"
"""Beside the data: when the last backup was made, for the doctor and for metrics."""


def back_up(settings: Settings, file: Path, say: Callable[[str], None]) -> None:
    """Write an encrypted backup of the database into ``file``.

    Raises:
        CannotBackUp: when it cannot be made; nothing is left behind.
    """
    if file.exists():
        raise CannotBackUp(f"{file} exists already.")
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.var_dir, prefix="backup-") as name:
        folder = Path(name)
        copy = folder / boxes.COPY
        found = dumps.dump(settings.database, copy)
        manifest = Manifest(
            engine=dumps.engine_of(settings.database),
            schema=found.schema,
            made_at=clock.wall().isoformat(timespec="seconds"),
            portal=settings.base_url,
            rows=found.rows,
            sha256=boxes.hash_of(copy),
        )
        boxes.pack(folder, manifest, file, settings.backup_recipients)
    noted = {"made_at": manifest.made_at, "file": str(file.absolute())}
    _note(settings.var_dir / LAST, noted)
    say(f"{file}: {_told(found.rows)}, schema {manifest.schema}.")


def last_made_at(settings: Settings) -> datetime | None:
    """Return when the last backup was made from here, None where none ever was."""
    file = settings.var_dir / LAST
    if not file.is_file():
        return None
    return datetime.fromisoformat(json.loads(file.read_text(encoding="utf-8"))["made_at"])


def restore(settings: Settings, file: Path, identity: Path, say: Callable[[str], None]) -> None:
    """Bring a backup back into the empty database of ``settings`` and compare every table's rows.

    Raises:
        CannotBackUp: when it cannot be brought back, or came back with other rows.
    """
    key = _key(identity)
    with tempfile.TemporaryDirectory(prefix="restore-") as name:
        folder = Path(name)
        manifest = boxes.unpack(file, key, folder)
        engine = dumps.engine_of(settings.database)
        if manifest.engine != engine:
            raise CannotBackUp(
                f"This is a backup of {manifest.engine}; PORTAL_DATABASE_URL names {engine}."
            )
        found = dumps.bring_back(settings.database, folder / boxes.COPY)
    if found.rows != manifest.rows:
        raise CannotBackUp(
            f"The rows that came back differ: {manifest.rows} were kept, {found.rows} are there."
        )
    say(f"{_told(found.rows)} as of {manifest.made_at} are back.")
    if manifest.schema != HEAD:
        say(f"They are of schema {manifest.schema}: now run portal migrate.")


def _told(rows: Mapping[str, int]) -> str:
    return f"{sum(rows.values())} rows of {len(rows)} tables"


def _note(file: Path, noted: Mapping[str, str]) -> None:
    """Write ``file`` as a whole or not at all: the doctor reads it."""
    part = file.with_name(f"{file.name}.part")
    part.write_text(json.dumps(noted), encoding="utf-8")
    part.replace(file)


def _key(identity: Path) -> str:
    """Return the secret key in a file as age writes it: lines that begin with # say nothing."""
    try:
        lines = identity.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as wrong:
        raise CannotBackUp(f"The key {identity} cannot be read: {wrong}") from wrong
    return next((line.strip() for line in lines if line.strip() and not line.startswith("#")), "")
