"""A request waiting for a person: kept here, named by a signed single-use ticket."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable

from provider.models import digest, new_secret
from provider.store import Pairs, Store

SECONDS = 600


class Interactions:
    """Hands out tickets and takes them back once, within ``lasts`` seconds.

    ``key`` is shared by all processes of a provider (and is this one's own when left out);
    tickets of one purpose are worth nothing for another.
    """

    def __init__(
        self,
        store: Store,
        clock: Callable[[], float],
        key: bytes = b"",
        purpose: str = "sign-in",
        lasts: float = SECONDS,
    ) -> None:
        self._store, self._clock, self._purpose = store, clock, purpose
        self._key, self._lasts = key or secrets.token_bytes(32), lasts

    def open(self, pairs: Pairs) -> str:
        """Keep the request and return its ticket: a random id and a signature over both."""
        name, now = new_secret(), self._clock()
        self._store.put_interaction(self._named(name), pairs, now + self._lasts, now)
        return f"{name}.{self._sign(name, pairs)}"

    def close(self, ticket: str) -> Pairs | None:
        """Return the request of a ticket; None when unknown, used, late or not signed for it."""
        name, _, signature = ticket.partition(".")
        pairs = self._store.take_interaction(self._named(name), self._clock())
        if pairs is None:
            return None
        genuine = self._sign(name, pairs).encode()
        return pairs if hmac.compare_digest(genuine, signature.encode()) else None

    @staticmethod
    def challenge(ticket: str) -> bytes:
        """Return what a passkey has to sign: as random as the ticket, and good only with it."""
        return hashlib.sha256(f"challenge {ticket}".encode()).digest()

    def _named(self, name: str) -> str:
        return digest(f"{self._purpose} {name}")

    def _sign(self, name: str, pairs: Pairs) -> str:
        said = json.dumps([self._purpose, name, pairs]).encode()
        return hmac.new(self._key, said, hashlib.sha256).hexdigest()
