"""``portal backup`` and ``portal restore``: what the two commands do and say."""

import json
import tempfile
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from app.backup import boxes, dumps, files, keys, ways_in
from app.backup.boxes import Manifest
from app.backup.dumps import CannotBackUp
from app.backup.ways_in import Ended
from app.core import clock
from app.core.config import Settings
from app.schema import HEAD

KEYS, APART = "keys", "apart"
LAST = "last-backup.json"
"""Beside the data: when the last backup was made, for the doctor and for metrics."""


def back_up(settings: Settings, file: Path, say: Callable[[str], None]) -> None:
    """Write an encrypted backup of the database into ``file``.

    Raises:
        CannotBackUp: when it cannot be made; nothing is left behind.
    """
    if file.exists():
        raise CannotBackUp(f"{file} exists already.")
    if file.name == keys.FILE:
        raise CannotBackUp(f"{keys.FILE} is what keys lie in: choose another name for the backup.")
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.var_dir, prefix="backup-") as name:
        folder = Path(name)
        manifest, lacking = _copied(settings, folder)
        rows = keys.write(settings.database, _new(folder, APART) / boxes.COPY)
        boxes.pack(folder, manifest, file, settings.backup_recipients)
        apart = file.with_name(keys.FILE)
        if apart.exists() and (lost := keys.lost(settings.database)):
            raise CannotBackUp(
                f"{file} is made, and {apart} was left as it is: in this database {lost}, and what"
                " lies there may be all that opens them. Give the backup a folder of its own."
            )
        try:
            _pack_keys(settings, folder / APART, manifest.made_at, rows, apart)
        except BaseException:
            file.unlink()
            raise
    noted = {"made_at": manifest.made_at, "file": str(file.absolute())}
    _note(settings.var_dir / LAST, noted)
    say(
        f"{file}: {_told(manifest.rows)}, {len(manifest.files)} files, schema {manifest.schema};"
        f" keys apart in {keys.FILE}."
    )
    if lacking:
        raise CannotBackUp(
            f"{file} is made, but {lacking} attachments that the database names are not in the"
            " store: portal doctor names them."
        )


def _copied(settings: Settings, folder: Path) -> tuple[Manifest, int]:
    """Copy database and attachments into ``folder``; return what it holds, and lacks."""
    copy, beside = folder / boxes.COPY, _new(folder, boxes.FILES)
    files.copy_all(settings, beside)
    found = dumps.dump(settings.database, copy)
    kept = files.complete(settings, beside, found.files)
    manifest = Manifest(
        engine=dumps.engine_of(settings.database),
        schema=found.schema,
        made_at=clock.wall().isoformat(timespec="seconds"),
        portal=settings.base_url,
        rows=found.rows,
        sha256=boxes.hash_of(copy),
        files=kept,
    )
    return manifest, len(found.files) - len(kept)


def _pack_keys(
    settings: Settings, folder: Path, made_at: str, rows: Mapping[str, int], file: Path
) -> None:
    """Replace the one file of keys beside all backups; ``made_at`` is before they were read."""
    manifest = Manifest(
        engine=KEYS,
        schema=HEAD,
        made_at=made_at,
        portal=settings.base_url,
        rows=rows,
        sha256=boxes.hash_of(folder / boxes.COPY),
    )
    boxes.pack(folder, manifest, file, settings.backup_recipients)


def _new(folder: Path, name: str) -> Path:
    made = folder / name
    made.mkdir()
    return made


def last_made_at(settings: Settings) -> datetime | None:
    """Return when the last backup was made from here, None where none ever was."""
    file = settings.var_dir / LAST
    if not file.is_file():
        return None
    return datetime.fromisoformat(json.loads(file.read_text(encoding="utf-8"))["made_at"])


def restore(
    settings: Settings,
    file: Path,
    identity: Path,
    say: Callable[[str], None],
    apart: Path | None = None,
) -> None:
    """Bring a backup back into the empty database of ``settings`` and compare every table's rows.

    The newest keys of records come from ``apart``, or from the file beside the backup.

    Raises:
        CannotBackUp: when it cannot be brought back, or came back with other rows.
    """
    key = boxes.key_in(identity)
    settings.var_dir.mkdir(parents=True, exist_ok=True, mode=0o700)  # /tmp can be in memory
    with tempfile.TemporaryDirectory(dir=settings.var_dir, prefix="backup-") as name:
        folder = Path(name)
        manifest = boxes.unpack(file, key, folder)
        engine = dumps.engine_of(settings.database)
        if manifest.engine != engine:
            raise CannotBackUp(
                f"This is a backup of {manifest.engine}; PORTAL_DATABASE_URL names {engine}."
            )
        files.ensure_empty(settings)
        newest = _keys_of(apart or file.with_name(keys.FILE), key, _new(folder, APART), manifest)
        found = dumps.bring_back(settings.database, folder / boxes.COPY)
        ended = ways_in.end(settings.database)
        if found.rows != manifest.rows:
            raise CannotBackUp(
                f"The rows that came back differ: {manifest.rows} were kept, {found.rows} are"
                " there."
            )
        again = keys.bring_back(settings.database, newest) if newest else 0
        if manifest.schema >= keys.FIRST:
            _ensure_opens(settings)
        files.put_back(settings, folder / boxes.FILES, manifest.files)
    _say_what_is_back(say, manifest, ended, again)


def _say_what_is_back(
    say: Callable[[str], None], backup: Manifest, ended: Ended, again: int
) -> None:
    say(f"{_told(backup.rows)} and {len(backup.files)} files as of {backup.made_at} are back.")
    say(
        f"Ended, because nobody knows what was ended since: {ended.sessions} sessions,"
        f" {ended.tokens} tokens for programmes, {ended.invitations} open invitations."
        " Appointments, passkeys, linked ways in and a freeze are as of then: end again what was"
        " ended since."
    )
    if again:
        say(f"Requests whose words were destroyed since, and are again: {again}.")
    if backup.schema != HEAD:
        say(f"They are of schema {backup.schema}: now run portal migrate.")


def _ensure_opens(settings: Settings) -> None:
    if lost := keys.texts_without_key(settings.database):
        raise CannotBackUp(
            f"All rows are back, but no key opens {lost} of the sealed texts: the newest keys of"
            " this portal are others. Empty the database and name them with --keys."
        )


def _keys_of(file: Path, key: str, folder: Path, backup: Manifest) -> Path | None:
    """Unpack the keys for a backup; None for one that was made before keys were kept apart."""
    if not file.exists():
        if backup.schema < keys.FIRST:
            return None
        raise CannotBackUp(f"{file} is missing: name the newest keys with --keys.")
    manifest = boxes.unpack(file, key, folder)
    if manifest.engine != KEYS:
        raise CannotBackUp(f"{file} holds no keys of records.")
    if manifest.made_at < backup.made_at:
        raise CannotBackUp(f"{file} is older than the backup: name the newest keys with --keys.")
    return folder / boxes.COPY


def _told(rows: Mapping[str, int]) -> str:
    return f"{sum(rows.values())} rows of {len(rows)} tables"


def _note(file: Path, noted: Mapping[str, str]) -> None:
    """Write ``file`` as a whole or not at all: the doctor reads it."""
    part = file.with_name(f"{file.name}.part")
    part.write_text(json.dumps(noted), encoding="utf-8")
    part.replace(file)
