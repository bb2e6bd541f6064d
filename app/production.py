"""What a production start refuses, and how to mend it: each problem is one plain sentence."""

import sys
from collections.abc import Iterator
from importlib.util import find_spec
from urllib.parse import urlsplit

from pydantic import ValidationError

from app.audit.checkpoints import Signer
from app.core.config import LOOPBACK, PREFIX, Settings
from app.core.seal import Seal

SHORTEST_SECRET = 32
LEAST_VARIETY = 8
"""A secret with fewer different characters was typed and not drawn."""
SAMPLES = frozenset({"change-me", "secret", "development"})
DEMO_PROVIDER = "demonstration"
"""The key of the sign-in provider that a demonstration carries with it."""
NO_DEMONSTRATION = (
    "This installation leaves the demonstration out: set PORTAL_DEMO=false. "
    "To try the portal, use `make run` beside its sources."
)


def given() -> Settings:
    """Return the settings of the environment, or stop the process and say what to mend."""
    try:
        return Settings.from_environment()
    except ValidationError as wrong:
        lines = [_said(error["loc"], error["msg"]) for error in wrong.errors()]
    except OSError as wrong:
        lines = [f"The file of a setting cannot be read: {wrong.filename}."]
    except ValueError as wrong:
        lines = [f"{wrong}"]
    sys.exit("The settings cannot be read:\n" + "\n".join(f"- {line}" for line in lines))


def _said(place: tuple[int | str, ...], message: str) -> str:
    name, *inside = place
    return f"{PREFIX}{str(name).upper()}{''.join(f', {part}' for part in inside)}: {message}."


def problems(settings: Settings) -> list[str]:
    """Return what is wrong with ``settings`` for the way they are going to be used."""
    if settings.demo:
        return list(_demonstration(settings))
    return [
        *_ports(settings),
        *_secrets(settings),
        *_addresses(settings),
        *_letters(settings),
        *_files(settings),
        *_providers(settings),
    ]


def has_demonstration() -> bool:
    """Whether the demonstration is installed; the image for production has none."""
    return find_spec("app.demonstration") is not None


def _demonstration(settings: Settings) -> Iterator[str]:
    if not has_demonstration():
        yield NO_DEMONSTRATION
    if not settings.on_loopback:
        yield (
            "PORTAL_DEMO is on, but PORTAL_HOST is not this machine's own address. "
            "A demonstration lets anybody in: set PORTAL_HOST=127.0.0.1, or PORTAL_DEMO=false."
        )
    if urlsplit(settings.base_url).hostname not in LOOPBACK:
        yield (
            "PORTAL_DEMO is on, but PORTAL_BASE_URL names another machine. "
            "Set it to http://127.0.0.1:<port>, or PORTAL_DEMO=false."
        )
    yield from _ports(settings)
    yield from _secrets(settings)
    yield from _files(settings)
    if DEMO_PROVIDER not in {p.key for p in settings.providers}:
        yield "PORTAL_DEMO is on, but there is no demonstration provider: use `portal demo`."


def _ports(settings: Settings) -> Iterator[str]:
    if settings.metrics_port == settings.port:
        yield "PORTAL_METRICS_PORT is the port people are answered on. Set it to one of its own."


def _secrets(settings: Settings) -> Iterator[str]:
    secret = settings.secret_key.get_secret_value()
    if len(secret) < SHORTEST_SECRET or secret in SAMPLES or len(set(secret)) < LEAST_VARIETY:
        yield (
            "PORTAL_SECRET_KEY is missing or weak. Make one with "
            "`python -c 'import secrets; print(secrets.token_urlsafe(48))'`."
        )
    if not _seals(settings.seal_key.get_secret_value()):
        yield (
            "PORTAL_SEAL_KEY is missing or not 32 bytes of URL-safe base64. Make one with "
            "`python -m app.cli new-seal-key`, keep a copy away from the database: "
            "without it confidential text is lost."
        )
    if not _signs(settings.audit_key.get_secret_value()):
        yield (
            "PORTAL_AUDIT_KEY is missing or not 32 bytes of URL-safe base64. Make one with "
            "`python -m app.cli audit new-key`: it signs the record."
        )


def _signs(key: str) -> bool:
    try:
        Signer(key, "")
    except ValueError:
        return False
    return len(set(key)) >= LEAST_VARIETY


def _seals(key: str) -> bool:
    try:
        Seal(key)
    except ValueError:
        return False
    return all(len(set(one)) >= LEAST_VARIETY for one in key.split())


def _addresses(settings: Settings) -> Iterator[str]:
    parts = urlsplit(settings.base_url)
    if parts.scheme != "https":
        yield "PORTAL_BASE_URL must begin with https://: sign-in cookies travel with it."
    if "@" in parts.netloc or parts.path not in {"", "/"} or parts.query or parts.fragment:
        yield "PORTAL_BASE_URL must be an address without a path, such as https://portal.example."
    if settings.base_url.endswith("/"):
        yield "PORTAL_BASE_URL must not end with a slash."
    if not settings.contact:
        yield "PORTAL_CONTACT is missing: people who cannot come in are told to write there."


def _letters(settings: Settings) -> Iterator[str]:
    if not _carries(settings.smtp_url.get_secret_value()):
        yield (
            "PORTAL_SMTP_URL is missing or no mail server: letters would stay in a folder. "
            "Set it to an address such as smtp://user:password@mail.example:587."
        )
    for holder in settings.audit_holders:
        if not _is_address(holder):
            yield f"PORTAL_AUDIT_HOLDERS names {holder}, which is not an address to write to."
    if not _is_address(settings.mail_from):
        yield (
            "PORTAL_MAIL_FROM is not an address people can write to. "
            "Set it to the portal's own sender address, such as portal@portal.example."
        )


def _files(settings: Settings) -> Iterator[str]:
    if not settings.in_bucket:
        return
    if not (settings.files_key_id and settings.files_key.get_secret_value()):
        yield (
            "PORTAL_FILES names a bucket, but there is no key to it. "
            "Set PORTAL_FILES_KEY_ID and PORTAL_FILES_KEY to a key of the portal's own."
        )
    parts = urlsplit(settings.files_endpoint)
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        yield (
            "PORTAL_FILES_ENDPOINT must begin with https://: whoever sits between could delete or"
            " exchange files. Set it to an address of the service that has a certificate."
        )


def _is_address(address: str) -> bool:
    name, _at, host = address.rpartition("@")
    return bool(name and host) and host not in LOOPBACK


def _carries(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in {"smtp", "smtps"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _providers(settings: Settings) -> Iterator[str]:
    if not settings.providers:
        yield "PORTAL_PROVIDERS is empty: nobody could sign in. See docs/operating.md."
    for provider in settings.providers:
        if not provider.issuer.startswith("https://"):
            yield f"The issuer of provider {provider.key} must begin with https://."
        if not provider.client_secret.get_secret_value():
            yield f"The client_secret of provider {provider.key} is missing."
    keys = [p.key for p in settings.providers]
    if len(set(keys)) != len(keys):
        yield "Two providers in PORTAL_PROVIDERS have the same key."
