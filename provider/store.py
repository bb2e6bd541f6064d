"""What must be remembered between two requests, behind an interface a database can fill too."""

from threading import Lock
from typing import Generic, Protocol, TypeVar

from provider.models import AccessToken, Code

Pairs = tuple[tuple[str, str], ...]
V = TypeVar("V")

#: A spent code or an ended sign-in is remembered longer than any token lives.
KEPT = 3600.0


class Store(Protocol):
    """Each call is one atomic step; ``now`` is in seconds, like every ``expires_at``."""

    def put_interaction(self, key: str, pairs: Pairs, expires_at: float, now: float) -> None:
        """Keep the parameters of an authorization request."""

    def take_interaction(self, key: str, now: float) -> Pairs | None:
        """Hand the parameters out once; None when unknown, taken or late."""

    def put_code(self, code: Code, now: float) -> None:
        """Keep a fresh code."""

    def spend_code(self, digest: str, client_id: str, now: float) -> Code | None:
        """Hand a code out once, to its client; a second time ends the whole sign-in."""

    def put_token(self, token: AccessToken, now: float) -> bool:
        """Keep a token; False when its sign-in has been ended meanwhile."""

    def token(self, digest: str, now: float) -> AccessToken | None:
        """Return a live token."""

    def end(self, sid: str, now: float) -> None:
        """End a sign-in: its tokens are gone, and no new one is kept."""


class _Fading(Generic[V]):
    """A mapping of entries that all live equally long; the oldest goes when it is full."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._entries: dict[str, tuple[V, float]] = {}

    def put(self, key: str, value: V, expires_at: float, now: float) -> None:
        while self._entries and (len(self._entries) >= self._limit or self._oldest() <= now):
            del self._entries[next(iter(self._entries))]
        self._entries[key] = (value, expires_at)

    def get(self, key: str, now: float) -> V | None:
        value, expires_at = self._entries.get(key, (None, 0.0))
        return value if expires_at > now else None

    def pop(self, key: str, now: float) -> V | None:
        value, expires_at = self._entries.pop(key, (None, 0.0))
        return value if expires_at > now else None

    def values(self) -> list[V]:
        return [value for value, _ in self._entries.values()]

    def _oldest(self) -> float:
        return next(iter(self._entries.values()))[1]


class MemoryStore:
    """The store of one process: what it knows is gone with the process."""

    def __init__(self, limit: int = 10_000) -> None:
        self._lock = Lock()
        self._interactions = _Fading[Pairs](limit)
        self._codes = _Fading[Code](limit)
        self._spent = _Fading[str](limit)
        self._tokens = _Fading[AccessToken](limit)
        self._ended = _Fading[str](limit)

    def put_interaction(self, key: str, pairs: Pairs, expires_at: float, now: float) -> None:
        """See ``Store``."""
        with self._lock:
            self._interactions.put(key, pairs, expires_at, now)

    def take_interaction(self, key: str, now: float) -> Pairs | None:
        """See ``Store``."""
        with self._lock:
            return self._interactions.pop(key, now)

    def put_code(self, code: Code, now: float) -> None:
        """See ``Store``."""
        with self._lock:
            self._codes.put(code.digest, code, code.expires_at, now)

    def spend_code(self, digest: str, client_id: str, now: float) -> Code | None:
        """See ``Store``."""
        with self._lock:
            if sid := self._spent.get(digest, now):
                self._end(sid, now)
            code = self._codes.get(digest, now)
            if code is None or code.client_id != client_id:
                return None
            self._codes.pop(digest, now)
            self._spent.put(digest, code.sid, now + KEPT, now)
            return code

    def put_token(self, token: AccessToken, now: float) -> bool:
        """See ``Store``."""
        with self._lock:
            if self._ended.get(token.sid, now):
                return False
            self._tokens.put(token.digest, token, token.expires_at, now)
            return True

    def token(self, digest: str, now: float) -> AccessToken | None:
        """See ``Store``."""
        with self._lock:
            return self._tokens.get(digest, now)

    def end(self, sid: str, now: float) -> None:
        """See ``Store``."""
        with self._lock:
            self._end(sid, now)

    def _end(self, sid: str, now: float) -> None:
        self._ended.put(sid, sid, now + KEPT, now)
        for token in self._tokens.values():
            if token.sid == sid:
                self._tokens.pop(token.digest, now)
