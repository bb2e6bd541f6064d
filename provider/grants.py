"""The one grant: authorization code with S256, and what OpenID Connect adds to it."""

import re
from typing import Any, ClassVar

from authlib.oauth2.rfc6749 import InvalidRequestError
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc7636.challenge import compare_s256_code_challenge
from authlib.oidc.core import OpenIDCode, UserInfo
from authlib.oidc.core.errors import (
    RegistrationNotSupportedError,
    RequestNotSupportedError,
    RequestURINotSupportedError,
)

from provider.config import Told
from provider.models import Code, RegisteredClient, digest, new_secret

CODE_SECONDS = 60
ID_TOKEN_SECONDS = 600
_UNSUPPORTED = {
    "request": RequestNotSupportedError,
    "request_uri": RequestURINotSupportedError,
    "registration": RegistrationNotSupportedError,
}


class AddressRefusedError(InvalidRequestError):  # type: ignore[misc]  # authlib carries no types
    """The return address is missing or not registered: nothing is ever sent there."""

    description = "The redirect_uri is missing or not registered."


class CodeGrant(AuthorizationCodeGrant):  # type: ignore[misc]  # authlib carries no types
    """Codes for one use, one minute, one client; the second use ends the sign-in."""

    @staticmethod
    def validate_authorization_redirect_uri(request: Any, client: RegisteredClient) -> str:
        """Return the registered address; Authlib's own sentence fails on foreign letters.

        Raises:
            AddressRefusedError: it is missing or not registered.
        """
        address: str | None = request.payload.redirect_uri
        if address is None or not client.check_redirect_uri(address):
            raise AddressRefusedError
        return address

    def generate_authorization_code(self) -> str:
        """Return 256 random bits."""
        return new_secret()

    def save_authorization_code(self, code: str, request: Any) -> None:
        """Keep what the token request must match."""
        data, now = request.payload.data, self.server.now()
        self.server.store.put_code(
            Code(
                digest=digest(code),
                sid=new_secret(),
                client_id=request.client.get_client_id(),
                subject=request.user.subject,
                redirect_uri=request.payload.redirect_uri,
                scope=request.scope,
                nonce=data.get("nonce"),
                auth_time=request.user.auth_time,
                amr=request.user.amr,
                acr=request.user.acr,
                code_challenge=data["code_challenge"],
                code_challenge_method=data["code_challenge_method"],
                expires_at=now + CODE_SECONDS,
            ),
            now,
        )

    def query_authorization_code(self, code: str, client: RegisteredClient) -> Code | None:
        """Spend the code at once, so that of two requests only one can go on."""
        spent: Code | None = self.server.store.spend_code(
            digest(code), client.get_client_id(), self.server.now()
        )
        return spent

    def delete_authorization_code(self, authorization_code: Code) -> None:
        """Do nothing: the code was spent when it was looked up."""

    def authenticate_user(self, authorization_code: Code) -> Told | None:
        """Return the person the code speaks for."""
        person: Told | None = self.server.person(authorization_code.subject)
        return person


class S256Only(CodeChallenge):  # type: ignore[misc]  # authlib carries no types
    """PKCE for every client: Authlib asks public ones only, and takes ``plain``."""

    SUPPORTED_CODE_CHALLENGE_METHOD: ClassVar[list[str]] = ["S256"]
    CODE_CHALLENGE_METHODS: ClassVar[dict[str, Any]] = {"S256": compare_s256_code_challenge}

    def validate_code_challenge(self, grant: CodeGrant, redirect_uri: str) -> None:  # noqa: ARG002  # a hook of Authlib
        """Refuse a request without an S256 challenge of the right length."""
        data = grant.request.payload.data
        if data.get("code_challenge_method") != "S256":
            raise InvalidRequestError("PKCE with code_challenge_method=S256 is required.")
        if not re.fullmatch(r"[A-Za-z0-9_-]{43}", data.get("code_challenge", "")):
            raise InvalidRequestError("The code_challenge is not a SHA-256 digest in base64url.")


class NotSupported:
    """Say openly what is not understood instead of passing over it."""

    def __call__(self, grant: CodeGrant) -> None:
        """Hang the check where the redirect_uri is known to be good."""
        grant.register_hook("after_validate_authorization_request_payload", self.check)

    def check(self, grant: CodeGrant, redirect_uri: str) -> None:  # noqa: ARG002  # a hook of Authlib
        """Refuse request objects, self-registration and other response modes."""
        data = grant.request.payload.data
        for name, error in _UNSUPPORTED.items():
            if name in data:
                raise error
        if not re.fullmatch(r"[0-9]{1,9}", data.get("max_age", "0")):
            raise InvalidRequestError("The max_age is no number of seconds.")
        if data.get("response_mode", "query") != "query":
            raise InvalidRequestError("Only response_mode=query is supported.")


class IdToken(OpenIDCode):  # type: ignore[misc]  # authlib carries no types
    """The ID token says who and when; name and e-mail are given by userinfo only."""

    def __init__(self, server: Any) -> None:
        super().__init__()
        self._server = server

    def exists_nonce(self, nonce: str, request: Any) -> bool:  # noqa: ARG002  # a hook of Authlib
        """Tell no: the nonce is the client's to check."""
        return False

    def resolve_client_private_key(self, client: RegisteredClient) -> Any:  # noqa: ARG002  # a hook of Authlib
        """Return the key that signs now."""
        return self._server.keys.signing()

    def get_encode_header(self, client: RegisteredClient) -> dict[str, str]:
        """Name algorithm and key."""
        return {"alg": self.get_client_algorithm(client), "kid": self._server.keys.signing().kid}

    def get_client_claims(self, client: RegisteredClient) -> dict[str, Any]:
        """Return issuer, the one audience as a string (hence no ``azp``) and the times."""
        now = int(self._server.now())
        return {
            "iss": self._server.issuer,
            "aud": client.get_client_id(),
            "iat": now,
            "exp": now + ID_TOKEN_SECONDS,
        }

    def get_authorization_code_claims(self, authorization_code: Code) -> dict[str, Any]:
        """Return nonce and time of the sign-in, and its name, by which it can be ended."""
        claims: dict[str, Any] = super().get_authorization_code_claims(authorization_code)
        return claims | {"sid": authorization_code.sid}

    def generate_user_info(self, user: Told, scope: str) -> UserInfo:  # noqa: ARG002  # a hook of Authlib
        """Return the subject alone."""
        return UserInfo(sub=user.subject)
