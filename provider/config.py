"""What an installation hands in: its address, who may ask, who may sign in, where the key lies."""

import ipaddress
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol
from urllib.parse import urlsplit

Group = Literal["secretariat", "focal-points", "others"]


class Told(Protocol):
    """What clients are told of a person."""

    @property
    def subject(self) -> str:
        """By which clients know the person, for good."""

    @property
    def name(self) -> str:
        """As it is shown."""

    @property
    def email(self) -> str | None:
        """An address, if any is told."""

    @property
    def email_verified(self) -> bool:
        """Whether the address was found to be the person's."""

    @property
    def locale(self) -> str:
        """The language of the person's pages."""


class Issuing(Protocol):
    """What either face of the provider is set up with."""

    @property
    def issuer(self) -> str:
        """Our name, under which all addresses stand."""

    @property
    def clients(self) -> "Sequence[Client]":
        """Who may ask."""

    @property
    def title(self) -> str:
        """What stands at the head of pages."""

    @property
    def clock(self) -> Callable[[], float]:
        """Seconds since 1970."""


@dataclass(frozen=True, slots=True)
class Client:
    """A relying party; its addresses are compared letter by letter."""

    client_id: str
    client_secret: str = field(repr=False)
    redirect_uris: Sequence[str]
    post_logout_redirect_uris: Sequence[str] = ()

    def __post_init__(self) -> None:
        if not self.client_id or not self.client_secret:
            raise ValueError("A client needs an id and a secret.")
        for address in (*self.redirect_uris, *self.post_logout_redirect_uris):
            _require_address(address)


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who can be signed in; label and description are English, translated where known.

    ``amr`` is by what the person is said to have signed in, empty where that is not told.
    """

    subject: str
    name: str
    email: str
    locale: str
    persona: str
    label: str
    description: str
    group: Group = "others"
    amr: tuple[str, ...] = ()
    email_verified: bool = False


@dataclass(frozen=True, slots=True)
class ProviderConfig:
    """All the demonstration needs; ``clock`` gives seconds since 1970, moved by tests only."""

    issuer: str
    clients: Sequence[Client]
    people: Sequence[Person]
    key_path: Path
    title: str
    clock: Callable[[], float] = time.time

    def __post_init__(self) -> None:
        require_issuing(self.issuer, self.clients)
        _require_unique("persona", [person.persona for person in self.people])
        _require_unique("subject", [person.subject for person in self.people])


def require_issuing(issuer: str, clients: "Sequence[Client]") -> None:
    """Refuse an issuer or clients that nobody could be sure of.

    Raises:
        ValueError: an issuer that is no clean address, or two clients with one id.
    """
    _require_address(issuer)
    if issuer.endswith("/") or urlsplit(issuer).query:
        raise ValueError(f"The issuer {issuer} must have no query and end without a slash.")
    _require_unique("client id", [client.client_id for client in clients])


def origin(address: str) -> str:
    """Return scheme, host and port of an address, as browsers write them in ``Origin``."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}".lower()


def _require_address(address: str) -> None:
    """Refuse what is not https (or http on this machine), or carries a fragment or a name."""
    parts = urlsplit(address)
    secure = parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(parts.hostname))
    clean = address.isascii() and address.isprintable() and not {" ", "#", "@"} & set(address)
    if not (secure and parts.hostname and clean):
        raise ValueError(f"{address!r} is neither https nor http on this machine, or is not clean.")


def _is_loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def _require_unique(what: str, values: Sequence[str]) -> None:
    if len(set(values)) != len(values):
        raise ValueError(f"Each {what} may stand only once.")
