"""The relying party: begin a sign-in, finish it, and find the way out."""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Self

import httpx2
from authlib.common.errors import AuthlibBaseError
from joserfc.errors import JoseError

from app.identity.oidc.addresses import authorization_address, end_session_address
from app.identity.oidc.cache import Known
from app.identity.oidc.callback import Parameters, check_return, read_code, single
from app.identity.oidc.claims import check_access_token_hash, check_claims, check_subject
from app.identity.oidc.discovery import Metadata
from app.identity.oidc.exchange import fetch_tokens, fetch_userinfo, open_client
from app.identity.oidc.keys import SigningKey
from app.identity.oidc.logout import LOGOUT_TYPE, LoggedOut, check_logout
from app.identity.oidc.profile import to_claims
from app.identity.oidc.refusals import Reason, Refused, SignInFailed, Unreachable
from app.identity.oidc.signature import verified_claims
from app.identity.oidc.transport import CarefulTransport, open_transport
from app.identity.oidc.values import Begun, Claims, Provider, Transaction

_log = logging.getLogger(__name__)


class RelyingParty:
    """The portal's side of OpenID Connect, for any number of providers; one per process."""

    def __init__(
        self,
        *,
        now: Callable[[], datetime],
        allow_loopback: bool = False,
        transport: Callable[[], httpx2.AsyncBaseTransport] | None = None,
        seconds: float = 5.0,
    ) -> None:
        self._now = now
        self._allow_loopback = allow_loopback
        self._open = transport or open_transport
        self._seconds = seconds
        self._held: tuple[asyncio.AbstractEventLoop, httpx2.AsyncBaseTransport, Known] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections; the next call opens new ones."""
        held, self._held = self._held, None
        if held:
            await held[1].aclose()

    async def begin(  # noqa: PLR0913 - all that can be wished of a sign-in
        self,
        provider: Provider,
        redirect_uri: str,
        *,
        ui_locales: Sequence[str] = (),
        prompt: str | None = None,
        max_age: int | None = None,
        two_factors: bool = False,
    ) -> Begun:
        """Return where to send the browser, and what to remember until it returns.

        ``two_factors`` asks a provider that vouches for them by ``acr`` to want them this time.

        Raises:
            Refused: when the provider's discovery document is not acceptable.
            Unreachable: when the provider is.
        """
        transaction = Transaction(
            state=secrets.token_urlsafe(32),
            nonce=secrets.token_urlsafe(32),
            verifier=secrets.token_urlsafe(48),
            provider=provider.key,
            issuer=provider.issuer,
            redirect_uri=redirect_uri,
            created=self._now(),
            max_age=max_age,
        )
        wishes = {
            "ui_locales": " ".join(ui_locales) or None,
            "prompt": prompt,
            "max_age": None if max_age is None else str(max_age),
            "acr_values": (" ".join(provider.two_by_acr) or None) if two_factors else None,
        }
        async with self._watch(provider):
            known = self._known()
            metadata = await known.metadata(provider)
            client = open_client(provider, metadata, known.transport)
            return Begun(authorization_address(client, metadata, transaction, wishes), transaction)

    async def finish(
        self,
        provider: Provider,
        transaction: Transaction,
        parameters: Parameters,
        redirect_uri: str,
    ) -> Claims:
        """Turn the browser's return into claims that were all checked.

        Delete the transaction from the store before calling: a state is good for one call.

        Args:
            provider: the provider whose callback address was called.
            transaction: what ``begin`` gave for this state and this browser.
            parameters: the query of the callback, all pairs, repeated ones too.
            redirect_uri: the callback address that was called.

        Raises:
            Refused: with the reason, for anything that is not exactly right.
            Unreachable: when the provider does not answer, or not in time.
        """
        async with self._watch(provider):
            given = single(parameters)
            check_return(given, provider, transaction, redirect_uri, self._now())
            metadata = await self._known().metadata(provider)
            code = read_code(given, provider, sends_issuer=metadata.sends_issuer)
            return await self._redeem(provider, metadata, transaction, code)

    async def sign_out_address(
        self, provider: Provider, id_token: str, post_logout_redirect_uri: str
    ) -> str | None:
        """Return where to end the provider's session too, or None when there is no such place.

        Nothing is raised: the portal's own session ends whatever the provider does.
        """
        try:
            async with self._watch(provider):
                metadata = await self._known().metadata(provider)
        except SignInFailed:
            return None
        return end_session_address(metadata, provider, id_token, post_logout_redirect_uri)

    async def logged_out(self, provider: Provider, token: str) -> LoggedOut:
        """Return whose session a provider's logout token says has ended.

        Raises:
            Refused: with the reason, for anything that is not exactly right.
            Unreachable: when the provider's keys cannot be had.
        """
        async with self._watch(provider):
            metadata = await self._known().metadata(provider)

            async def find_key(kid: str | None, algorithm: str) -> SigningKey:
                return await self._known().key(provider, metadata, kid, algorithm)

            algorithms = metadata.algorithms
            claims, _ = await verified_claims(token, algorithms, find_key, kind=LOGOUT_TYPE)
            return check_logout(claims, provider, self._now())

    async def _redeem(
        self, provider: Provider, metadata: Metadata, transaction: Transaction, code: str
    ) -> Claims:
        known = self._known()

        async def find_key(kid: str | None, algorithm: str) -> SigningKey:
            return await known.key(provider, metadata, kid, algorithm)

        client = open_client(provider, metadata, known.transport)
        access_token, id_token = await fetch_tokens(client, metadata, transaction, code)
        claims, algorithm = await verified_claims(id_token, metadata.algorithms, find_key)
        check_claims(claims, provider, transaction, self._now())
        check_access_token_hash(claims, access_token, algorithm)
        told = {}
        if metadata.userinfo_endpoint:
            told = await fetch_userinfo(client, metadata.userinfo_endpoint, access_token)
            if check_subject(told.get("sub")) != claims["sub"]:
                raise Refused(Reason.USERINFO_SUBJECT)
        return to_claims(claims, told, id_token)

    def _known(self) -> Known:
        """Return what this event loop knows; connections do not outlive their loop."""
        loop = asyncio.get_running_loop()
        if self._held is None or self._held[0] is not loop:
            inner = self._open()
            careful = CarefulTransport(inner, self._seconds)
            known = Known(careful, self._now, allow_loopback=self._allow_loopback)
            self._held = (loop, inner, known)
        return self._held[2]

    @asynccontextmanager
    async def _watch(self, provider: Provider) -> AsyncIterator[None]:
        """Bound the whole act, and let nothing of a library's out; log the reason only."""
        try:
            try:
                async with asyncio.timeout(self._seconds * 2):
                    yield
            except TimeoutError:
                raise Unreachable(Reason.TOO_SLOW) from None
            except (httpx2.InvalidURL, httpx2.HTTPError, JoseError, AuthlibBaseError):
                raise Refused(Reason.UNREADABLE) from None
        except SignInFailed as failed:
            _log.warning("sign-in with %s failed: %s", provider.key, failed.reason.value)
            raise
