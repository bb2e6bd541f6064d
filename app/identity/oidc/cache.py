"""What is remembered of providers, each with its age: discovery documents and keys."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

import httpx2

from app.identity.oidc.discovery import Metadata, check_issuer, read_metadata, well_known
from app.identity.oidc.exchange import fetch_json
from app.identity.oidc.keys import SigningKey, choose, read_keys
from app.identity.oidc.refusals import Reason, Refused, Unreachable
from app.identity.oidc.values import Provider

FRESH = timedelta(minutes=10)
STALE = timedelta(hours=24)
REFETCH = timedelta(seconds=30)
PAUSE = timedelta(seconds=5)
_NEVER = datetime.min.replace(tzinfo=UTC)
T = TypeVar("T")


@dataclass(frozen=True)
class _Aged(Generic[T]):
    value: T
    since: datetime


class Known:
    """What one event loop knows of all providers; one fetch at a time for each of them."""

    def __init__(
        self,
        transport: httpx2.AsyncBaseTransport,
        now: Callable[[], datetime],
        *,
        allow_loopback: bool,
    ) -> None:
        self.transport = transport
        self._now = now
        self._allow_loopback = allow_loopback
        self._locks: defaultdict[Provider, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._documents: dict[Provider, _Aged[Metadata]] = {}
        self._keys: dict[tuple[Provider, str], _Aged[tuple[SigningKey, ...]]] = {}
        self._failed: dict[Provider, datetime] = {}
        self._forced: dict[Provider, datetime] = {}

    async def metadata(self, provider: Provider) -> Metadata:
        """Return the checked discovery document, fetched when it is older than 10 minutes.

        Raises:
            Refused: when it is wrong.
            Unreachable: when it cannot be had and none of the last 24 hours is at hand.
        """
        async with self._locks[provider]:
            held = self._documents.get(provider)
            if held and self._younger(held.since, FRESH):
                return held.value
            try:
                return await self._fetch_metadata(provider)
            except Unreachable:
                if held and self._younger(held.since, STALE):
                    return held.value
                raise

    async def key(
        self, provider: Provider, metadata: Metadata, kid: str | None, algorithm: str
    ) -> SigningKey:
        """Return the one key that may have signed; an unknown one fetches the set again, once.

        Raises:
            Refused: KEY_UNKNOWN, KEY_AMBIGUOUS, KEYS_INVALID.
            Unreachable: when keys are needed and cannot be had.
        """
        async with self._locks[provider]:
            held = self._keys.get((provider, metadata.jwks_uri))
            fresh = held is not None and self._younger(held.since, FRESH)
            keys = held.value if held and fresh else await self._fetch_keys(provider, metadata)
            found = choose(keys, kid, algorithm)
            if found is None and fresh and self._may_force(provider):
                found = choose(await self._fetch_keys(provider, metadata), kid, algorithm)
            if found is None:
                raise Refused(Reason.KEY_UNKNOWN)
            return found

    def _younger(self, since: datetime, age: timedelta) -> bool:
        return self._now() - since < age

    def _may_force(self, provider: Provider) -> bool:
        allowed = not self._younger(self._forced.get(provider, _NEVER), REFETCH)
        if allowed:
            self._forced[provider] = self._now()
        return allowed

    async def _fetch_metadata(self, provider: Provider) -> Metadata:
        """Fetch, unless it failed a moment ago: a queue must not wait out one timeout each."""
        if self._younger(self._failed.get(provider, _NEVER), PAUSE):
            raise Unreachable(Reason.NO_CONNECTION)
        check_issuer(provider.issuer, allow_loopback=self._allow_loopback)
        try:
            document = await fetch_json(well_known(provider.issuer), self.transport)
        except Unreachable:
            self._failed[provider] = self._now()
            raise
        metadata = read_metadata(document, provider, allow_loopback=self._allow_loopback)
        self._documents[provider] = _Aged(metadata, self._now())
        return metadata

    async def _fetch_keys(self, provider: Provider, metadata: Metadata) -> tuple[SigningKey, ...]:
        keys = read_keys(await fetch_json(metadata.jwks_uri, self.transport))
        self._keys[provider, metadata.jwks_uri] = _Aged(keys, self._now())
        return keys
