"""What goes in and out of a sign-in: frozen values, secrets and personal data kept out of repr."""

from dataclasses import dataclass, field
from datetime import datetime

ALGORITHMS = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
    "Ed25519",
)


MAILED_CODE = "mailed-code"
"""The ``acr`` by which the house provider says that a code by letter was typed."""

CLIENT_AUTHENTICATION = ("client_secret_basic", "client_secret_post")


@dataclass(frozen=True)
class Provider:
    """One identity provider of the configuration.

    ``client_authentication`` is needed only where a provider holds a client to one of two ways
    it offers; None takes the first of ``CLIENT_AUTHENTICATION`` that is advertised. ``two_by_acr``
    and ``two_by_amr`` are the values of ``acr`` and ``amr`` by which it vouches for two factors,
    ``reading_by_acr`` those by which it says that a sign-in is worth reading only.

    Raises:
        ValueError: for a missing member, a scope without ``openid``, an unknown client
            authentication, or an algorithm that is not an asymmetric one we know (so neither
            ``none`` nor ``HS…`` can be configured).
    """

    key: str
    name: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    algorithms: tuple[str, ...] = ALGORITHMS
    client_authentication: str | None = None
    two_by_acr: tuple[str, ...] = ()
    two_by_amr: tuple[str, ...] = ()
    reading_by_acr: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a provider that could only fail later."""
        if not all((self.key, self.name, self.issuer, self.client_id, self.client_secret)):
            raise ValueError("A provider needs key, name, issuer, client id and client secret.")
        if "openid" not in self.scopes:
            raise ValueError("The scopes of a provider must contain openid.")
        if not self.algorithms or not set(self.algorithms) <= set(ALGORITHMS):
            raise ValueError(f"The algorithms of a provider are among {', '.join(ALGORITHMS)}.")
        if self.client_authentication not in (None, *CLIENT_AUTHENTICATION):
            raise ValueError("The client authentication of a provider is by secret: basic or post.")

    def vouches_for_two(self, claims: "Claims") -> bool:
        """Whether it says, in words it was configured with, that two factors were shown."""
        two = claims.acr in self.two_by_acr or not set(self.two_by_amr).isdisjoint(claims.amr)
        return two and not self.worth_reading_only(claims)

    def worth_reading_only(self, claims: "Claims") -> bool:
        """Whether it says so, in words it was configured with; that word counts before others.

        A code by letter is never worth more, also where somebody forgot to configure it.
        """
        return claims.acr in {*self.reading_by_acr, MAILED_CODE}


@dataclass(frozen=True)
class Transaction:
    """What must be remembered between sending a browser away and its return; secret."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    provider: str
    issuer: str
    redirect_uri: str
    created: datetime
    max_age: int | None = None


@dataclass(frozen=True)
class Begun:
    """A sign-in under way: where to send the browser, and what to remember."""

    address: str = field(repr=False)
    transaction: Transaction


@dataclass(frozen=True)
class Claims:
    """Who signed in, as far as the provider says; only (issuer, subject) identifies.

    Name, e-mail and language are for display: never look a person up by them.
    """

    issuer: str
    subject: str = field(repr=False)
    name: str | None = field(repr=False)
    email: str | None = field(repr=False)
    email_verified: bool
    locale: str | None
    acr: str | None
    amr: tuple[str, ...]
    auth_time: datetime | None
    id_token: str = field(repr=False)
    sid: str | None = None
