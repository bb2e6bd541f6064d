"""Attachments in a backup: each file that a row of the copy names, as it lies in the store.

What is there is copied before the database, and what came meanwhile after it. A stored file is
deleted only a day after its row is gone, so every row of the copy finds its file.
"""

import time
from collections.abc import Collection, Mapping
from hashlib import sha256
from pathlib import Path

from app.backup.dumps import CannotBackUp
from app.core.config import Settings
from app.files.serving import store_of
from app.files.store import NotStored, Store

PAUSES = (6.0, 6.0, 6.0, None)
"""Seconds before a store that does not answer is asked again; after the last it is given up."""


def copy_all(settings: Settings, into: Path) -> None:
    """Copy everything that is in the store now into the folder ``into``.

    Raises:
        CannotBackUp: when the store cannot be read.
    """
    store = store_of(settings)
    try:
        for place, _written_at in store.places():
            _copy(settings, place, into)
    except NotStored as wrong:
        raise CannotBackUp(f"Attachments cannot be copied: {wrong}") from wrong


def complete(settings: Settings, into: Path, wanted: Collection[str]) -> Mapping[str, str]:
    """Leave in ``into`` the files that rows of the copy name; return the hash of each.

    One that the store does not have, or cannot read, is not among them.

    Raises:
        CannotBackUp: when the store does not answer.
    """
    found: dict[str, str] = {}
    for place in sorted(wanted):
        file = into / place
        if file.exists() or _copy(settings, place, into):
            found[place] = sha256(file.read_bytes()).hexdigest()
    for file in into.iterdir():
        if file.name not in found:
            file.unlink()
    return found


def _copy(settings: Settings, place: str, into: Path) -> bool:
    """Copy one file; False where the store does not have it, or cannot read this one.

    Raises:
        CannotBackUp: when the store itself does not answer: a backup without its files is none.
    """
    store = store_of(settings)
    for pause in PAUSES:
        try:
            (into / place).write_bytes(store.get(place))
        except NotStored as wrong:
            if not store.in_trouble:
                return False
            if pause is None:
                raise CannotBackUp(f"Attachments cannot be copied: {wrong}") from wrong
            time.sleep(pause)
            continue
        break
    return True


def ensure_empty(settings: Settings) -> None:
    """Let a backup be brought back where no files lie yet.

    Raises:
        CannotBackUp: where there are some: they may belong to another database.
    """
    store = store_of(settings)
    there = sum(1 for _one in store.places())
    if there:
        raise CannotBackUp(
            f"{store.name} holds {there} files already, and a backup is brought back into an"
            f" empty place. {_aside(settings, store)}, and restore again: all files of the backup"
            " are in the backup."
        )


def _aside(settings: Settings, store: Store) -> str:
    if settings.in_bucket:
        return "Set PORTAL_FILES to another prefix or bucket"
    return f"Put it aside, mv {store.name} {store.name}.before"


def put_back(settings: Settings, folder: Path, kept: Mapping[str, str]) -> None:
    """Put the files of a backup into the store.

    Raises:
        CannotBackUp: for one that is not whole, or when the store takes none.
    """
    store = store_of(settings)
    for place, digest in sorted(kept.items()):
        content = (folder / place).read_bytes()
        if sha256(content).hexdigest() != digest:
            raise CannotBackUp(f"The attachment {place} in this backup is not whole.")
        try:
            store.put_at(place, content)
        except NotStored as wrong:
            raise CannotBackUp(f"Attachments cannot be put back: {wrong}") from wrong
