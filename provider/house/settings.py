"""Settings of the house provider: ``PORTAL_HOUSE_*``, each with a twin ending in ``_FILE``."""

import json
import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from provider.config import Client, origin
from provider.house.accounts import normalised
from provider.house.sealing import Secrets

PREFIX = "PORTAL_HOUSE_"


def _words(value: object) -> object:
    return tuple(value.split()) if isinstance(value, str) else value


class GivenClient(BaseModel):
    """An application whose people sign in here."""

    client_id: str
    client_secret: SecretStr
    redirect_uris: tuple[str, ...]
    post_logout_redirect_uris: tuple[str, ...] = ()
    mailed_codes: bool = False
    makes_accounts: bool = False
    resets_accounts: bool = False

    @property
    def client(self) -> Client:
        """As the protocol wants it.

        Raises:
            ValueError: for an address that is neither https nor of this machine.
        """
        secret = self.client_secret.get_secret_value()
        return Client(self.client_id, secret, self.redirect_uris, self.post_logout_redirect_uris)


class HouseSettings(BaseSettings):
    """All that the house provider takes from its environment."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    issuer: str = Field(default="", description="Address of the provider, without a last slash.")
    title: str = Field(default="House sign-in", description="What stands at the head of its pages.")
    secret: SecretStr = Field(
        default=SecretStr(""),
        description="Key of its secrets: 32 random bytes in URL-safe base64. Without it the codes "
        "of apps and of printed lists are worth nothing.",
    )
    applications: tuple[GivenClient, ...] = Field(
        default=(),
        description="Who may ask, as JSON: `client_id`, `client_secret`, `redirect_uris`, "
        "`post_logout_redirect_uris` of each, `mailed_codes` where it opens reading only by "
        "`mailed-code`, `makes_accounts` where its word lets somebody make an account, and "
        "`resets_accounts` where its word lets somebody make a new way in to one.",
        json_schema_extra={"secret": True},
    )
    var_dir: Path = Field(
        default=Path("var/house"), description="Folder for its signing keys and its database."
    )
    database_url: str = Field(
        default="", description="SQLAlchemy address; empty means SQLite in its folder."
    )
    host: str = Field(default="127.0.0.1", description="Address it listens on.")
    port: int = Field(default=8100, ge=1, le=65535, description="Port it listens on.")
    trusted_proxies: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_words)] = Field(
        default=("127.0.0.1", "::1"),
        description="Addresses or networks whose word on the caller's address counts.",
    )
    contact: str = Field(default="", description="Address shown to people who cannot come in.")
    smtp_url: SecretStr = Field(
        default=SecretStr(""),
        description="Mail server for codes by letter, smtp://user:password@host:587; empty means "
        "that there are none.",
    )
    secretariat: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_words)] = Field(
        default=(),
        description="Account names of the Secretariat: two of them reset an account at once, and "
        "theirs are reset by two only.",
    )
    mail_from: str = Field(default="", description="Sender address of its letters.")

    @classmethod
    def from_environment(cls) -> Self:
        """Read the settings.

        Raises:
            pydantic.ValidationError: for a value of the wrong kind.
            ValueError: when a variable is given both ways.
        """
        values: dict[str, Any] = _from_files(os.environ, set(cls.model_fields))
        return cls(**values)

    @cached_property
    def clients(self) -> tuple[Client, ...]:
        """The applications, as the protocol wants them."""
        return tuple(one.client for one in self.applications)

    @cached_property
    def database(self) -> str:
        """Address of the database."""
        return self.database_url or f"sqlite:///{self.var_dir / 'house.sqlite3'}"

    @cached_property
    def secrets(self) -> Secrets:
        """The keys made of ``secret``."""
        return Secrets(self.secret.get_secret_value())

    @cached_property
    def secretariat_names(self) -> frozenset[str]:
        """The account names of the Secretariat, as they are compared."""
        return frozenset(normalised(one) for one in self.secretariat)

    def mails_codes(self, client_id: str) -> bool:
        """Whether people may come to an application by a code that is mailed."""
        able = any(one.client_id == client_id and one.mailed_codes for one in self.applications)
        return able and self.mails

    @property
    def mails(self) -> bool:
        """Whether there is a mail server for letters."""
        return bool(self.smtp_url.get_secret_value())

    def vouching(self, client_id: str, *, resets: bool = False) -> str | None:
        """Return the secret of an application whose word lets somebody make an account.

        ``resets`` where it is a new way in to an account that there is.
        """
        given = self.applications
        able = (one for one in given if (one.resets_accounts if resets else one.makes_accounts))
        return next(
            (a.client_secret.get_secret_value() for a in able if a.client_id == client_id), None
        )

    @property
    def secure(self) -> bool:
        """Whether people reach it over https."""
        return self.issuer.startswith("https://")

    @property
    def origin(self) -> str:
        """Its address as browsers write it in ``Origin``."""
        return origin(self.issuer)

    @property
    def passkey_domain(self) -> str:
        """The name that passkeys are made for; empty for a number: browsers make none for it."""
        host = urlsplit(self.issuer).hostname or ""
        return "" if host.replace(".", "").isdigit() or ":" in host else host


def _from_files(environment: Mapping[str, str], names: set[str]) -> dict[str, Any]:
    """Return the settings whose value stands in a file named by ``PORTAL_HOUSE_<NAME>_FILE``."""
    found: dict[str, Any] = {}
    for name in names:
        variable = PREFIX + name.upper()
        file = environment.get(f"{variable}_FILE")
        if not file:
            continue
        if environment.get(variable):
            raise ValueError(f"Set {variable} or {variable}_FILE, not both.")
        text = Path(file).read_text(encoding="utf-8").strip()
        found[name] = json.loads(text) if name == "applications" else text
    return found
