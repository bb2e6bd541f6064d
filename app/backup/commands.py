"""``portal backup`` and ``portal restore``: what the two commands do and say."""

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from app.backup import boxes, dumps
from app.backup.boxes import Manifest
from app.backup.dumps import CannotBackUp
from app.core import clock
from app.core.config import Settings
from app.core.db import Database
from app.schema import HEAD

LAST = "last-backup.json"
"""Beside the data: when the last backup was made, for the doctor."""


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
        with _answering():
            rows = dumps.dump(settings.database, copy)
        manifest = Manifest(
            engine=dumps.engine_of(settings.database),
            schema=_schema(settings),
            made_at=clock.wall().isoformat(timespec="seconds"),
            portal=settings.base_url,
            rows=rows,
            sha256=boxes.hash_of(copy),
        )
        boxes.pack(folder, manifest, file, settings.backup_recipients)
    noted = {"made_at": manifest.made_at, "file": str(file.absolute())}
    (settings.var_dir / LAST).write_text(json.dumps(noted), encoding="utf-8")
    say(f"{file}: {sum(rows.values())} rows of {len(rows)} tables, schema {manifest.schema}.")


def restore(settings: Settings, file: Path, identity: Path, say: Callable[[str], None]) -> None:
    """Bring a backup back into the empty database of ``settings`` and compare every table's rows.

    Raises:
        CannotBackUp: when it cannot be brought back, or came back with other rows.
    """
    try:
        key = _key(identity)
    except OSError as wrong:
        raise CannotBackUp(f"The key {identity} cannot be read: {wrong.strerror}.") from wrong
    with tempfile.TemporaryDirectory(prefix="restore-") as name:
        folder = Path(name)
        manifest = boxes.unpack(file, key, folder)
        engine = dumps.engine_of(settings.database)
        if manifest.engine != engine:
            raise CannotBackUp(
                f"This is a backup of {manifest.engine}; PORTAL_DATABASE_URL names {engine}."
            )
        with _answering():
            rows = dumps.bring_back(settings.database, folder / boxes.COPY)
    if rows != dict(manifest.rows):
        raise CannotBackUp(_otherwise(manifest, rows))
    say(f"{sum(rows.values())} rows of {len(rows)} tables as of {manifest.made_at} are back.")
    if manifest.schema != HEAD:
        say(f"They are of schema {manifest.schema}: now run portal migrate.")


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as wrong:
        raise CannotBackUp("The database does not answer.") from wrong


def _otherwise(manifest: Manifest, rows: object) -> str:
    return f"The rows that came back differ: {manifest.rows} were kept, {rows} are there."


def _schema(settings: Settings) -> str:
    database = Database(settings.database, pool_size=1)
    try:
        return database.ready() or ""
    finally:
        database.close()


def _key(identity: Path) -> str:
    """Return the secret key in a file as age writes it: lines that begin with # say nothing."""
    lines = identity.read_text(encoding="utf-8").splitlines()
    return next((line.strip() for line in lines if line.strip() and not line.startswith("#")), "")
