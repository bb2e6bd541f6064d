"""A store that is a bucket of an S3 service, which every portal reaches by itself.

What does not answer is left alone for a moment: whoever reads a page without files must not wait
behind those who ask for one.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from threading import BoundedSemaphore, Lock

from obstore.exceptions import BaseError, GenericError
from obstore.store import S3Store

from app.core.config import Settings
from app.core.file_settings import SCHEME
from app.files.store import NotStored, Store
from app.files.where import Where

AT_ONCE, PATIENCE = 2, 2.0
"""So many ask it at a time, fewer than answer pages; another waits so many seconds."""
LEFT_ALONE = 5.0
"""Seconds for which a service that did not answer is not asked again, but by one at a time."""
REFUSED = "AccessDenied"
"""The service's own word where it answers and refuses, which deleting gives no kind of its own."""
PROBE = "probe"
"""What is written, read and deleted to see that it works; no place of a file is called so."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What trying the bucket showed: whether it keeps what is deleted, and opens to anybody."""

    keeps_deleted: bool
    public: bool


class LeftAlone:
    """For how long a service is not asked, since it did not answer."""

    def __init__(self) -> None:
        self._until, self._lock = 0.0, Lock()
        self._trying = False

    @property
    def began(self) -> bool:
        """Whether it did not answer when it was asked last."""
        return self._until > 0

    def begin(self) -> None:
        """Leave it alone from now on."""
        self._until = time.monotonic() + LEFT_ALONE

    def end(self) -> None:
        """Ask it again: it answered."""
        self._until = 0.0

    @contextmanager
    def over(self, failing: str) -> Iterator[None]:
        """Let one ask it after that time, however long that takes; the others go on without.

        Raises:
            NotStored: saying what is ``failing``, to all who must not ask.
        """
        with self._lock:
            tries = self._until > 0
            if tries and (self._trying or time.monotonic() < self._until):
                raise NotStored(f"{failing}: it did not answer a moment ago.")
            self._trying = self._trying or tries
        try:
            yield
        finally:
            if tries:
                self._trying = False


class Bucket(Store):
    """Objects under one prefix of a bucket, each written in one request."""

    def __init__(self, where: Where) -> None:
        super().__init__(f"{SCHEME}{where.bucket}/{where.prefix}".rstrip("/"))
        self.where, self.left_alone = where, LeftAlone()
        self._room = BoundedSemaphore(AT_ONCE)
        self._client = where.opened()

    @property
    def in_trouble(self) -> bool:
        """Whether it did not answer when it was asked last."""
        return self.left_alone.began

    def tried(self) -> Seen:
        """Write, read and delete an object, and say what that showed.

        Raises:
            NotStored: when one of these cannot be done.
        """
        with self._asked(f"{self.name} cannot be written, read and cleared"):
            made = self._client.put(PROBE, PROBE.encode(), use_multipart=False)
            self._client.get(PROBE).bytes()
            public = self._is_public()
            self._client.delete(PROBE)
        return Seen(keeps_deleted=made["version"] is not None, public=public)

    def _is_public(self) -> bool:
        try:
            self.where.opened(signed=False).get(PROBE).bytes()
        except (BaseError, OSError):
            return False
        return True

    def ensure_answers(self) -> None:
        """Ask what lies where nothing does, which costs the service least.

        Raises:
            NotStored: when it does not say so.
        """
        with self._asked(f"{self.name} cannot be read"):
            next(iter(self._client.list(PROBE)), None)

    @contextmanager
    def _asked(self, failing: str) -> Iterator[None]:
        with self._turn(failing), self.left_alone.over(failing), super()._asked(failing):
            try:
                yield
            except (BaseError, OSError) as wrong:
                down = isinstance(wrong, GenericError) and REFUSED not in str(wrong)
                (self.left_alone.begin if down else self.left_alone.end)()
                raise
            self.left_alone.end()

    @contextmanager
    def _turn(self, failing: str) -> Iterator[None]:
        """Wait for a turn: a service that hangs must not take every thread with it.

        Raises:
            NotStored: when none came.
        """
        if not self._room.acquire(timeout=PATIENCE):
            raise NotStored(f"{failing}: others are waiting for it.")
        try:
            yield
        finally:
            self._room.release()

    def _opened(self) -> S3Store:
        return self._client

    def _write(self, path: str, content: bytes) -> None:
        self._client.put(path, content, use_multipart=False)


def bucket_of(settings: Settings) -> Bucket:
    """Return the bucket of an installation; the same one each time, with its connections."""
    bucket, _, prefix = settings.files.removeprefix(SCHEME).partition("/")
    return _bucket(
        Where(
            bucket=bucket,
            prefix=prefix.rstrip("/"),
            endpoint=settings.files_endpoint,
            region=settings.files_region,
            key_id=settings.files_key_id,
            key=settings.files_key.get_secret_value(),
        )
    )


@lru_cache(maxsize=8)
def _bucket(where: Where) -> Bucket:
    return Bucket(where)
