"""Settings: all that the portal takes from its environment; nothing else reads the environment.

Each setting ``x`` is the variable ``PORTAL_X``; ``PORTAL_X_FILE`` names a file to read it from.
"""

import json
import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import NoDecode, SettingsConfigDict

from app.core.file_settings import FileSettings
from app.core.sign_in_provider import SignInProvider

PREFIX = "PORTAL_"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
ROOT = Path(__file__).parent.parent.parent
Log = Literal["words", "json"]
"""What a process logs: what needs attention, in words; or that and every request, as JSON."""


def _words(value: object) -> object:
    return tuple(value.split()) if isinstance(value, str) else value


def _address(value: str) -> str:
    """Let an address pass whose parts can be told.

    Raises:
        ValueError: for one whose host or port makes no sense.
    """
    if not urlsplit(value).hostname or urlsplit(value).port == 0:
        raise ValueError("is not an address such as https://portal.example")
    return value


class Settings(FileSettings):
    """The portal's configuration."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    demo: bool = Field(
        default=False,
        description="Demonstration: made-up persons, their sign-in page and sample content.",
    )
    base_url: Annotated[str, AfterValidator(_address)] = Field(
        default="http://127.0.0.1:8000",
        description="Address under which people reach the portal, without a path.",
    )
    host: str = Field(default="127.0.0.1", description="Address the server listens on.")
    port: int = Field(default=8000, ge=1, le=65535, description="Port the server listens on.")
    allowed_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_words)] = Field(
        default=(),
        description="Further host names that are answered, separated by spaces.",
    )
    var_dir: Path = Field(
        default=ROOT / "var", description="Folder for the database, keys and letters."
    )
    database_url: str = Field(
        default="",
        description="SQLAlchemy address; empty means SQLite in the var folder.",
    )
    secret_key: SecretStr = Field(
        default=SecretStr(""),
        description="Secret behind form tokens, 32 characters or more.",
    )
    seal_key: SecretStr = Field(
        default=SecretStr(""),
        description="Key of confidential text: 32 random bytes in URL-safe base64. During a change "
        "of keys several, separated by white space, the newest first.",
    )
    seal_escrow: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_words)] = Field(
        default=(),
        description="Fingerprints of keys of confidential text of which a copy is kept elsewhere, "
        "as `portal seal-fingerprint` prints them there.",
    )
    audit_key: SecretStr = Field(
        default=SecretStr(""),
        description="Ed25519 key that signs the record: 32 random bytes in URL-safe base64.",
    )
    audit_holders: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_words)] = Field(
        default=(),
        description="Addresses that get the record's anchor by mail, separated by spaces.",
    )
    backup_recipients: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_words)] = Field(
        default=(),
        description="Public keys (age1…) that backups are encrypted to, separated by spaces.",
    )
    providers: tuple[SignInProvider, ...] = Field(
        default=(),
        description="Identity providers as JSON; see “Sign-in providers”.",
        json_schema_extra={"secret": True},
    )
    smtp_url: SecretStr = Field(
        default=SecretStr(""),
        description="Mail server, smtp://user:password@host:587; a demonstration has none.",
    )
    mail_from: str = Field(
        default="portal@localhost", description="Sender address of the portal's letters."
    )
    keep_closed_days: int = Field(
        default=90,
        ge=14,
        le=3650,
        description="Days after the end of a request until its words are destroyed.",
    )
    contact: str = Field(
        default="", description="Address of the secretariat, shown to people who cannot come in."
    )
    most_offices: dict[str, int] = Field(
        default_factory=lambda: {
            "focal_point": 1, "alternate": 2, "adviser": 4, "mission_contact": 2,
            "entity_contact": 3,
        },
        description="How many offices of each kind a member may have, as JSON.",
    )  # fmt: skip
    threads: int = Field(
        default=4, ge=1, le=64, description="Threads that answer requests, per process."
    )
    most_under_way: int = Field(
        default=64,
        ge=1,
        le=10_000,
        description="Requests under way per process; with more, callers are asked to come again.",
    )
    patience: int = Field(
        default=1,
        ge=1,
        le=1_000_000,
        description="How many times the usual a caller may do before being made to wait.",
    )
    trusted_proxies: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_words)] = Field(
        default=("127.0.0.1", "::1"),
        description="Addresses or networks whose word on the caller's address counts.",
    )
    worker: bool = Field(
        default=True, description="Whether serve runs the background worker inside."
    )
    log: Log = Field(
        default="words",
        description="What needs attention as words on standard error, or that and every request "
        "as JSON on standard output.",
    )
    metrics_port: int = Field(
        default=0,
        ge=0,
        le=65535,
        description="Port for Prometheus on 127.0.0.1, one for each process; 0 means none.",
    )
    max_body: int = Field(
        default=1_048_576, ge=65_536, description="Largest request body taken, in bytes."
    )
    session_idle_minutes: int = Field(
        default=30, ge=1, description="A session ends after this many minutes without a request."
    )
    session_hours: int = Field(
        default=12, ge=1, description="A session ends after this many hours in any case."
    )

    @classmethod
    def from_environment(cls) -> Self:
        """Read the settings from ``PORTAL_*`` variables and their ``_FILE`` twins.

        Raises:
            pydantic.ValidationError: for a value of the wrong kind.
            ValueError: when a variable is given both ways.
        """
        values: dict[str, Any] = _from_files(os.environ, set(cls.model_fields))
        return cls(**values)

    @cached_property
    def database(self) -> str:
        """Address of the database."""
        return self.database_url or f"sqlite:///{self.var_dir / 'portal.sqlite3'}"

    @cached_property
    def secure(self) -> bool:
        """Whether people reach the portal over https."""
        return self.base_url.startswith("https://")

    @cached_property
    def hosts(self) -> frozenset[str]:
        """Host names (with port where one is given) that are answered."""
        found = (urlsplit(self.base_url).netloc, *self.allowed_hosts)
        return frozenset(host.lower() for host in found)

    @cached_property
    def origins(self) -> frozenset[str]:
        """The portal's own addresses as browsers write them in ``Origin``."""
        scheme = urlsplit(self.base_url).scheme
        return frozenset(f"{scheme}://{host}" for host in self.hosts)

    @cached_property
    def origin(self) -> str:
        """The address people are told, as browsers write it in ``Origin``."""
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}".lower()

    @cached_property
    def passkey_domain(self) -> str:
        """The name that passkeys are made for; empty for a number: browsers make none for it."""
        host = urlsplit(self.base_url).hostname or ""
        return "" if host.replace(".", "").isdigit() or ":" in host else host

    def provider(self, key: str) -> SignInProvider | None:
        """Return the configured provider of that key, None where there is none."""
        return next((one for one in self.providers if one.key == key), None)

    @cached_property
    def on_loopback(self) -> bool:
        """Whether the server listens to this machine only."""
        return self.host in LOOPBACK


def log_given() -> Log:
    """Return what is to be logged: known before the other settings are, which may be wrong."""
    return "json" if os.environ.get(f"{PREFIX}LOG") == "json" else "words"


def _from_files(environment: Mapping[str, str], names: set[str]) -> dict[str, Any]:
    """Return the settings whose value stands in a file named by ``PORTAL_<NAME>_FILE``."""
    found: dict[str, str] = {}
    for name in names:
        variable = PREFIX + name.upper()
        file = environment.get(f"{variable}_FILE")
        if not file:
            continue
        if environment.get(variable):
            raise ValueError(f"Set {variable} or {variable}_FILE, not both.")
        found[name] = Path(file).read_text(encoding="utf-8").strip()
    return {k: _decoded(k, v) for k, v in found.items()}


def _decoded(name: str, value: str) -> Any:
    """Decode JSON settings as the environment source would have done."""
    if name in {"providers", "most_offices"}:
        return json.loads(value)
    return value
