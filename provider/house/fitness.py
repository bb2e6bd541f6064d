"""What the provider must not start with: each problem says how to mend it."""

from collections.abc import Iterator
from ipaddress import ip_network
from urllib.parse import urlsplit

from provider.config import require_issuing
from provider.house.postman import SCHEMES
from provider.house.settings import PREFIX, HouseSettings

SHORTEST, LEAST_VARIETY = 32, 8
"""A secret that is shorter, or has fewer different characters, was typed and not drawn."""
STANDARD = {"https": 443, "http": 80}


def problems(settings: HouseSettings) -> list[str]:
    """Return what it must not start with, and how to mend it."""
    found = (_secret, _addresses, _proxies, _applications, _letters, _people)
    return [problem for find in found for problem in find(settings)]


def _secret(settings: HouseSettings) -> Iterator[str]:
    try:
        drawn = len(set(settings.secrets.raw)) >= LEAST_VARIETY
    except ValueError:
        drawn = False
    if not drawn:
        yield (
            f"{PREFIX}SECRET is missing or not 32 random bytes of URL-safe base64. Make one with "
            "`portal house-provider new-secret` and keep a copy away from the database."
        )


def _addresses(settings: HouseSettings) -> Iterator[str]:
    try:
        require_issuing(settings.issuer, settings.clients)
    except ValueError as wrong:
        yield f"{PREFIX}ISSUER or {PREFIX}APPLICATIONS: {wrong}"
        return
    parts = urlsplit(settings.issuer)
    try:
        standard = parts.port == STANDARD[parts.scheme]
    except ValueError:
        yield f"{PREFIX}ISSUER is {settings.issuer}: its port is no number up to 65535."
        return
    bare = f"{parts.scheme}://{parts.netloc.lower()}"
    if standard:
        bare = bare.rpartition(":")[0]
    if settings.issuer != bare:
        yield (
            f"{PREFIX}ISSUER is {settings.issuer}: it must be a name of its own, in small letters, "
            "without a path and without the port that everybody takes, or browsers and passkeys "
            f"know it under another one. Write {bare}, here and in PORTAL_PROVIDERS."
        )


def _proxies(settings: HouseSettings) -> Iterator[str]:
    for one in settings.trusted_proxies:
        try:
            everybody = ip_network(one).prefixlen == 0
        except ValueError:
            everybody = True
        if everybody:
            yield (
                f"{PREFIX}TRUSTED_PROXIES holds {one}, which is no address or network, or is "
                "everybody: each caller could then say what its address is, and would never be made"
                " to wait. Name the addresses or networks of your proxies, such as 10.0.0.5 or "
                "10.0.0.0/8."
            )


def _applications(settings: HouseSettings) -> Iterator[str]:
    if not settings.applications:
        yield f"{PREFIX}APPLICATIONS is empty: nobody could use the provider."
    for one in settings.applications:
        secret = one.client_secret.get_secret_value()
        if len(secret) < SHORTEST or len(set(secret)) < LEAST_VARIETY:
            yield (
                f"The client_secret of {one.client_id} is weak. Make one with "
                "`portal house-provider new-secret`."
            )
        if not one.redirect_uris:
            yield f"{one.client_id} has no redirect_uris: nobody could come back to it."


def _letters(settings: HouseSettings) -> Iterator[str]:
    address = settings.smtp_url.get_secret_value()
    if not address:
        if any(one.mailed_codes for one in settings.applications):
            yield (
                f"{PREFIX}SMTP_URL is empty, but an application takes mailed codes. Name a mail "
                "server, or take `mailed_codes` away."
            )
        return
    try:
        known = urlsplit(address).scheme in SCHEMES and bool(urlsplit(address).hostname)
        urlsplit(address).port  # noqa: B018 - raises where it is none
    except ValueError:
        known = False
    if not known:
        yield f"{PREFIX}SMTP_URL is not smtp:// or smtps:// with the name of a mail server."
    name, _, host = settings.mail_from.rpartition("@")
    if not name or host in {"", "localhost"}:
        yield f"{PREFIX}MAIL_FROM is missing or at localhost: nobody takes such letters."


def _people(settings: HouseSettings) -> Iterator[str]:
    for one in settings.secretariat:
        if "@" in one:
            yield (
                f"{PREFIX}SECRETARIAT holds {one}, which is an address: nobody would be guarded by "
                "it. Write account names."
            )
