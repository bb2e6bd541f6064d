"""What the provider remembers, in the shapes that Authlib's grants ask for."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from provider.config import Client

SCOPES = ("openid", "profile", "email")


def new_secret() -> str:
    """Return 256 random bits that fit into an address."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Return what is stored instead of a code or token."""
    return hashlib.sha256(secret.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class RegisteredClient:
    """A configured client as Authlib asks about it (``ClientMixin``)."""

    client: Client

    @property
    def client_metadata(self) -> dict[str, list[str]]:
        """What the sign-out reads."""
        return {"post_logout_redirect_uris": list(self.client.post_logout_redirect_uris)}

    def get_client_id(self) -> str:
        """Return the id."""
        return self.client.client_id

    def get_default_redirect_uri(self) -> None:
        """Return nothing: OpenID Connect wants the address named in each request."""

    def get_allowed_scope(self, scope: str | None) -> str | None:
        """Return the known ones among the scopes asked for; None without ``openid``."""
        asked = (scope or "").split()
        return " ".join(s for s in SCOPES if s in asked) if "openid" in asked else None

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """Tell whether the address is registered, letter by letter."""
        return redirect_uri in self.client.redirect_uris

    def check_client_secret(self, client_secret: str) -> bool:
        """Compare in constant time."""
        return hmac.compare_digest(client_secret.encode(), self.client.client_secret.encode())

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        """Accept the secret in the header or in the form, at the token endpoint."""
        return endpoint == "token" and method in {"client_secret_basic", "client_secret_post"}

    def check_response_type(self, response_type: str) -> bool:
        """Accept the code flow."""
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        """Accept the code flow; there are no refresh tokens."""
        return grant_type == "authorization_code"


@dataclass(frozen=True, slots=True)
class Proven:
    """A person who just proved who it is: when, by what (RFC 8176), and how much that is worth."""

    subject: str
    auth_time: int
    amr: tuple[str, ...] = ()
    acr: str | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """An authorization code; ``sid`` names the sign-in that it and its token belong to."""

    digest: str
    sid: str
    client_id: str
    subject: str
    redirect_uri: str
    scope: str
    nonce: str | None
    auth_time: int
    amr: tuple[str, ...]
    code_challenge: str
    code_challenge_method: str
    expires_at: float
    acr: str | None = None

    def get_redirect_uri(self) -> str:
        """Return the address that the token request must repeat."""
        return self.redirect_uri

    def get_scope(self) -> str:
        """Return the granted scopes."""
        return self.scope

    def get_nonce(self) -> str | None:
        """Return the client's nonce, untouched."""
        return self.nonce

    def get_auth_time(self) -> int:
        """Return when the person proved who it is."""
        return self.auth_time

    def get_acr(self) -> str | None:
        """Return how much the proof is worth; nothing where nobody assures of it."""
        return self.acr

    def get_amr(self) -> list[str] | None:
        """Return by what the person signed in."""
        return list(self.amr) or None


@dataclass(frozen=True, slots=True)
class AccessToken:
    """An access token; the store hands out live ones only."""

    digest: str
    sid: str
    client_id: str
    subject: str
    scope: str
    expires_at: float

    def get_scope(self) -> str:
        """Return the granted scopes."""
        return self.scope

    def is_expired(self) -> bool:
        """Tell no: the store has looked."""
        return False

    def is_revoked(self) -> bool:
        """Tell no: the store has looked."""
        return False
