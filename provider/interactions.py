"""An authorization request waiting for a person: kept here, named by a signed single-use ticket."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable

from provider.models import digest, new_secret
from provider.store import Pairs, Store

SECONDS = 600


class Interactions:
    """Hands out tickets and takes them back once, within ten minutes."""

    def __init__(self, store: Store, clock: Callable[[], float]) -> None:
        self._store, self._clock = store, clock
        self._key = secrets.token_bytes(32)

    def open(self, pairs: Pairs) -> str:
        """Keep the request and return its ticket: a random id and a signature over both."""
        name, now = new_secret(), self._clock()
        self._store.put_interaction(digest(name), pairs, now + SECONDS, now)
        return f"{name}.{self._sign(name, pairs)}"

    def close(self, ticket: str) -> Pairs | None:
        """Return the request of a ticket; None when unknown, used, late or not signed for it."""
        name, _, signature = ticket.partition(".")
        pairs = self._store.take_interaction(digest(name), self._clock())
        if pairs is None:
            return None
        genuine = self._sign(name, pairs).encode()
        return pairs if hmac.compare_digest(genuine, signature.encode()) else None

    def _sign(self, name: str, pairs: Pairs) -> str:
        return hmac.new(self._key, json.dumps([name, pairs]).encode(), hashlib.sha256).hexdigest()
