"""Authlib's authorization server, told about our clients, people, store, clock and keys."""

from collections.abc import Callable
from typing import Any

from authlib.oauth2.rfc6749 import (
    AuthorizationServer,
    InvalidClientError,
    InvalidGrantError,
    InvalidRequestError,
    OAuth2Error,
    UnsupportedResponseTypeError,
)
from authlib.oauth2.rfc6749.authenticate_client import authenticate_client_secret_basic
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from authlib.oauth2.rfc9207 import IssuerParameter

from provider.config import Issuing, Told
from provider.ending import EndSession
from provider.grants import CodeGrant, IdToken, NotSupported, S256Only
from provider.keys import Keys
from provider.models import AccessToken, RegisteredClient, digest, new_secret
from provider.store import Store
from provider.telling import UserInfoPoint
from provider.wire import Answer, Inquiry, answer

TOKEN_SECONDS = 600


class Server(AuthorizationServer):  # type: ignore[misc]  # authlib carries no types
    """The protocol; it neither reads HTTP nor writes pages."""

    def __init__(
        self, config: Issuing, store: Store, keys: Keys, person: Callable[[str], Told | None]
    ) -> None:
        super().__init__()
        self.issuer, self.now, self.store, self.keys = config.issuer, config.clock, store, keys
        self.person = person  # by subject; None where there is no such person (any more)
        self._clients = {c.client_id: RegisteredClient(c) for c in config.clients}
        generator = BearerTokenGenerator(_random, expires_generator=TOKEN_SECONDS)
        self.register_token_generator("default", generator)
        self.register_client_auth_method("client_secret_basic", _basic)
        self.register_grant(CodeGrant, [S256Only(), IdToken(self), NotSupported()])
        self.register_extension(_Issuer)
        self.register_endpoint(EndSession)
        self.register_endpoint(UserInfoPoint(self))

    def query_client(self, client_id: str) -> RegisteredClient | None:
        """Return the client, if it is registered."""
        return self._clients.get(client_id)

    def save_token(self, token: dict[str, Any], request: Any) -> None:
        """Keep the access token.

        Raises:
            InvalidGrantError: the code was used again meanwhile, which ended the sign-in.
        """
        now = self.now()
        kept = AccessToken(
            digest=digest(token["access_token"]),
            sid=request.authorization_code.sid,
            client_id=request.client.get_client_id(),
            subject=request.user.subject,
            scope=token["scope"],
            expires_at=now + TOKEN_SECONDS,
        )
        if not self.store.put_token(kept, now):
            raise InvalidGrantError("The sign-in was ended.")

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
        """Do nothing: nobody here listens to Authlib's signals."""

    def create_oauth2_request(self, request: Inquiry) -> Inquiry:
        """Return the request as it is: the endpoints make it in Authlib's shape."""
        return request

    def handle_response(self, status: int, body: Any, headers: list[tuple[str, str]]) -> Answer:
        """Return an answer of Starlette's kind."""
        return answer(status, body, headers)

    def get_authorization_grant(self, request: Inquiry) -> Any:
        """Return the code grant.

        Raises:
            InvalidClientError: the client is unknown.
            AddressRefusedError: the return address is not the client's.
            InvalidRequestError: no response_type at all.
            UnsupportedResponseTypeError: anything but ``code``; not repeated, for Authlib
                fails on letters that an error may not carry.
        """
        if request.payload.response_type == "code":
            return super().get_authorization_grant(request)
        client = self.query_client(request.payload.client_id)
        if client is None:
            raise InvalidClientError(description="The client does not exist on this server.")
        address = CodeGrant.validate_authorization_redirect_uri(request, client)
        if request.payload.response_type is None:
            raise InvalidRequestError("The response_type is missing.", redirect_uri=address)
        raise UnsupportedResponseTypeError(
            "", "Only response_type=code is supported.", redirect_uri=address
        )

    def send_back(self, request: Inquiry, error: OAuth2Error) -> Answer:
        """Return the error to the client's address, signed with ``iss`` like a success."""
        reply: Answer = self.handle_error_response(request, error)
        self.execute_hook("after_create_authorization_response", reply)
        return reply


class _Issuer(IssuerParameter):  # type: ignore[misc]  # authlib carries no types
    """RFC 9207: the answer says who gives it."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self(server)

    def get_issuer(self) -> str:
        """Return our name."""
        return self._server.issuer


def _random(**_: Any) -> str:
    return new_secret()


def _basic(query_client: Any, request: Inquiry) -> RegisteredClient | None:
    """Authenticate by header; Authlib fails on one that is not text."""
    try:
        client: RegisteredClient | None = authenticate_client_secret_basic(query_client, request)
    except ValueError:
        return None
    return client
