"""Signing keys that follow each other: published before they sign, and after, while tokens live."""

import fcntl
import json
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from joserfc.jwk import KeySet, RSAKey

from provider.keys import new_key, public_keys

AHEAD = 3600.0
"""A new key is published so long before it signs: clients keep what they fetched for a while."""
AFTER = 2 * 86_400.0
"""One that signs no more stays published for so long: sign-outs prove themselves by old tokens."""


@dataclass(frozen=True, slots=True)
class Held:
    """A key, and from when on it signs; the newest that has begun is the one that does."""

    key: RSAKey
    signs_from: float


class KeyRing:
    """The keys in one file, read anew whenever it changes.

    Raises:
        PermissionError: when others than the owner may read or write the file.
    """

    def __init__(self, path: Path, clock: Callable[[], float]) -> None:
        self._path, self._clock = path, clock
        with _locked(path):
            if not path.exists():
                _save(path, [Held(new_key(), clock())])
        self._read: tuple[int, tuple[Held, ...]] = (-1, ())
        self._held()

    def signing(self) -> RSAKey:
        """Return the key that signs now."""
        now = self._clock()
        return max((h for h in self._held() if h.signs_from <= now), key=_begins).key

    def published(self) -> KeySet:
        """Return the public halves of the keys that sign, signed lately or soon will."""
        return public_keys(*(one.key for one in _still(self._held(), self._clock())))

    def rotate(self, *, at_once: bool) -> None:
        """Add a key that signs from now on and alone, or from an hour on beside the present one."""
        now = self._clock()
        with _locked(self._path):
            held = [] if at_once else _still(_load(self._path), now)
            made = Held(new_key(), now if at_once else now + AHEAD)
            _save(self._path, [*held, made])

    def _held(self) -> tuple[Held, ...]:
        stamp = self._path.stat().st_mtime_ns
        if self._read[0] != stamp:
            self._read = (stamp, tuple(_load(self._path)))
        return self._read[1]


def _begins(held: Held) -> float:
    return held.signs_from


def _still(held: Sequence[Held], now: float) -> list[Held]:
    """Return the keys without those that stopped signing long ago."""
    ordered = sorted(held, key=_begins)
    followers = zip(ordered, [*ordered[1:], None], strict=True)
    return [one for one, next_ in followers if not next_ or next_.signs_from > now - AFTER]


def _load(path: Path) -> list[Held]:
    if path.stat().st_mode & 0o077:
        raise PermissionError(f"Others can read the signing keys {path}; run: chmod 600 {path}")
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return [Held(RSAKey.import_key(row["key"]), row["signs_from"]) for row in rows]


def _save(path: Path, held: list[Held]) -> None:
    """Write the keys beside ``path`` and put them there: owner and mode stay what they were."""
    draft = path.with_name(f".{path.name}.new")
    rows = [{"key": h.key.as_dict(private=True), "signs_from": h.signs_from} for h in held]
    draft.unlink(missing_ok=True)
    opened = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "w", encoding="utf-8") as file:
        json.dump(rows, file)
        _belong(file.fileno(), path if path.exists() else path.parent)
        os.fchmod(file.fileno(), stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o600)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _belong(opened: int, to: Path) -> None:
    """Give a file to the owner of another: root acts for the service, which has to read it."""
    if os.geteuid() == 0:
        owner = to.stat()
        os.fchown(opened, owner.st_uid, owner.st_gid)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Let one process at a time change the file."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.with_name(f".{path.name}.lock").open("a") as lock:
        _belong(lock.fileno(), path.parent)
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
