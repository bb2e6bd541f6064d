"""The store: encrypted files under random names, outside the database, shared by all portals."""

import re
import secrets
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from obstore.exceptions import BaseError
from obstore.store import ObjectStore

PLACE = re.compile(r"[0-9a-f]{32}")


class NotStored(Exception):
    """The store does not do what was asked; the message is for who keeps the installation."""


class Store(ABC):
    """Where files lie, each written as a whole or not at all; a folder or a bucket says how."""

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def is_there(self) -> bool:
        """Whether anything could lie there."""
        return True

    @property
    def in_trouble(self) -> bool:
        """Whether it did not answer just now; nothing is asked."""
        return False

    def ensure_answers(self) -> None:
        """See that the store answers, for as little as that costs.

        Raises:
            NotStored: when it does not.
        """
        next(self.places(), None)

    def put(self, content: bytes) -> str:
        """Keep ``content`` under a new random name, for good when this returns.

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
        with self._asked(f"{self.name} cannot be written"):
            self._write(path, content)

    def get(self, place: str) -> bytes:
        """Return what is kept under ``place``.

        Raises:
            NotStored: when it is not there, or cannot be read.
        """
        path = _path(place)
        with self._asked(f"{place} cannot be read"):
            return self._opened().get(path).bytes().to_bytes()

    def delete(self, place: str) -> None:
        """Take away what is kept under ``place``, if it is there.

        Raises:
            NotStored: when that cannot be done.
        """
        path = _path(place)
        with self._asked(f"{place} cannot be deleted"):
            try:
                self._opened().delete(path)
            except FileNotFoundError:
                return

    def places(self) -> Iterator[tuple[str, datetime]]:
        """Give each file's name and when it was written; nothing where there is no folder yet.

        Raises:
            NotStored: when the store cannot be read.
        """
        if not self.is_there:
            return
        with self._asked(f"{self.name} cannot be read"):
            for part in self._opened().list():
                for one in part:
                    name = str(one["path"]).rpartition("/")[2]
                    if PLACE.fullmatch(name):
                        yield name, one["last_modified"]

    @contextmanager
    def _asked(self, failing: str) -> Iterator[None]:
        """Ask the store for something; what it or the machine says is told by its kind alone."""
        try:
            yield
        except (BaseError, OSError) as wrong:
            raise NotStored(f"{failing}: {type(wrong).__name__}.") from wrong

    @abstractmethod
    def _opened(self) -> ObjectStore:
        """Return what is asked for files."""

    @abstractmethod
    def _write(self, path: str, content: bytes) -> None:
        """Write a file as a whole or not at all."""


def _path(place: str) -> str:
    """Return where a file lies in the store; nothing but our own names leads anywhere.

    Raises:
        NotStored: for anything else.
    """
    if not PLACE.fullmatch(place):
        raise NotStored("This is no place of the store.")
    return f"{place[:2]}/{place}"
