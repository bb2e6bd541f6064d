"""Userinfo: what the bearer of a token may know about its person."""

from typing import Any

from authlib.oauth2.rfc6749 import ResourceProtector
from authlib.oauth2.rfc6750 import BearerTokenValidator, InvalidTokenError
from authlib.oidc.core import UserInfo, UserInfoEndpoint

from provider.config import Told
from provider.models import AccessToken, digest


class UserInfoPoint(UserInfoEndpoint):  # type: ignore[misc]  # authlib carries no types
    """The userinfo endpoint, as JSON."""

    def __init__(self, server: Any) -> None:
        protector = ResourceProtector()
        protector.register_token_validator(_Bearer(server))
        super().__init__(server, protector)
        self._server = server

    def __call__(self, request: Any) -> tuple[int, Any, list[tuple[str, str]]]:
        """Return status, claims and headers.

        Raises:
            OAuth2Error: no token, none that lives, or one of a person who is gone.
        """
        token: AccessToken = self.resource_protector.validate_request(["openid"], request)
        person = self._server.person(token.subject)
        if person is None:
            raise InvalidTokenError
        claims = self.generate_user_info(person, token.scope)
        return 200, claims, [("Content-Type", "application/json")]

    def generate_user_info(self, user: Told, scope: str) -> UserInfo:
        """Return the claims that the scopes cover."""
        claims = UserInfo(
            sub=user.subject,
            name=user.name,
            locale=user.locale,
            email=user.email,
            email_verified=user.email_verified,
        )
        return claims.filter(scope)


class _Bearer(BearerTokenValidator):  # type: ignore[misc]  # authlib carries no types
    """Looks tokens up in the store."""

    def __init__(self, server: Any) -> None:
        super().__init__()
        self._server = server

    def authenticate_token(self, token_string: str) -> AccessToken | None:
        """Return the live token of this text, if there is one."""
        found: AccessToken | None = self._server.store.token(
            digest(token_string), self._server.now()
        )
        return found
