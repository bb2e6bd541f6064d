"""The store: encrypted files under random names, outside the database, shared by all portals."""

import os
import re
import secrets
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from obstore.exceptions import BaseError
from obstore.store import LocalStore

from app.core.config import Settings

PLACE = re.compile(r"[0-9a-f]{32}")
PRIVATE = 0o700


def folder_of(settings: Settings) -> Path:
    """Return the folder in which an installation keeps files."""
    return Path(settings.files) if settings.files else settings.var_dir / "files"


class NotStored(Exception):
    """The store does not do what was asked; the message is for who keeps the installation."""


class Store:
    """A folder of files, each written as a whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, content: bytes) -> str:
        """Keep ``content`` under a new random name, on the disk when this returns.

        Raises:
            NotStored: when it cannot be written.
        """
        place = secrets.token_hex(16)
        self.put_at(place, content)
        return place

    def put_at(self, place: str, content: bytes) -> None:
        """Keep ``content`` under ``place``.

        Raises:
            NotStored: when it cannot be written.
        """
        path = _path(place)
        try:
            (self.folder / path).parent.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
            self._opened().put(path, content)
            _settle(self.folder / path)
        except (BaseError, OSError) as wrong:
            raise NotStored(f"{self.folder} cannot be written: {type(wrong).__name__}.") from wrong

    def get(self, place: str) -> bytes:
        """Return what is kept under ``place``.

        Raises:
            NotStored: when it is not there, or cannot be read.
        """
        try:
            return self._opened().get(_path(place)).bytes().to_bytes()
        except (BaseError, OSError) as wrong:
            raise NotStored(f"{place} cannot be read: {type(wrong).__name__}.") from wrong

    def delete(self, place: str) -> None:
        """Take away what is kept under ``place``, if it is there.

        Raises:
            NotStored: when that cannot be done.
        """
        try:
            self._opened().delete(_path(place))
        except FileNotFoundError:
            return
        except (BaseError, OSError) as wrong:
            raise NotStored(f"{place} cannot be deleted: {type(wrong).__name__}.") from wrong

    def places(self) -> Iterator[tuple[str, datetime]]:
        """Give each file's name and when it was written; nothing where there is no folder yet.

        Raises:
            NotStored: when the folder cannot be read.
        """
        if not self.folder.is_dir():
            return
        try:
            for part in self._opened().list():
                for one in part:
                    name = str(one["path"]).rpartition("/")[2]
                    if PLACE.fullmatch(name):
                        yield name, one["last_modified"]
        except (BaseError, OSError) as wrong:
            raise NotStored(f"{self.folder} cannot be read: {type(wrong).__name__}.") from wrong

    def _opened(self) -> LocalStore:
        self.folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        return LocalStore(self.folder)


def _path(place: str) -> str:
    """Return where a file lies in the folder; nothing but our own names leads anywhere.

    Raises:
        NotStored: for anything else.
    """
    if not PLACE.fullmatch(place):
        raise NotStored("This is no place of the store.")
    return f"{place[:2]}/{place}"


def _settle(file: Path) -> None:
    """Let a file, and its name in its folder, survive a power cut."""
    for path in (file, file.parent):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
