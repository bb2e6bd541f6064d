"""Whether portal and house provider fit: each is set up by itself, and neither sees the other's."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from app.core import clock
from app.core.config import Settings
from app.core.sign_in_provider import SignInProvider
from app.doctor.finding import Finding

if TYPE_CHECKING:
    import httpx2

APART = 60
"""So many seconds the two clocks may differ: a word of the portal counts for ten minutes."""
PATIENCE = 5.0
OK, UNKNOWN = 200, 401
ABLE = ("makes_accounts", "resets_accounts")


def findings(settings: Settings) -> Iterator[Finding]:
    """Give what does not fit, for each provider at which the portal's word is to count."""
    for one in settings.providers:
        if any(getattr(one, what) for what in ABLE):
            yield from _fits(one)


def _fits(one: SignInProvider) -> Iterator[Finding]:
    import httpx2  # noqa: PLC0415 - slow to import

    if one.resets_accounts and not one.members:
        yield Finding(
            f"{one.key} may speak for all, so the portal helps nobody to a new way in there.",
            f"name the members of {one.key} in PORTAL_PROVIDERS",
        )
    try:
        with httpx2.Client(timeout=PATIENCE, trust_env=False) as http:
            yield from _answers(one, http)
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as wrong:
        yield Finding(
            f"The house provider {one.key} at {one.issuer} does not answer as one:"
            f" {type(wrong).__name__}.",
            "portal house-provider serve there, or set its issuer in PORTAL_PROVIDERS",
        )


def _answers(one: SignInProvider, http: "httpx2.Client") -> Iterator[Finding]:
    document = http.get(f"{one.issuer}/.well-known/openid-configuration").json()
    named = document.get("issuer") if isinstance(document, dict) else None
    if named != one.issuer:
        yield Finding(
            f"{one.key} calls itself {named} and not {one.issuer}: nobody can sign in there.",
            "write PORTAL_HOUSE_ISSUER there and the issuer in PORTAL_PROVIDERS alike",
        )
        return
    secret = one.client_secret.get_secret_value()
    answer = http.post(f"{one.issuer}/fit", auth=(one.client_id, secret))
    if answer.status_code == UNKNOWN:
        yield Finding(
            f"{one.key} does not know {one.client_id} by this client_secret: nobody can sign in"
            " there, and the portal's word counts for nothing.",
            "write client_id and client_secret alike in PORTAL_HOUSE_APPLICATIONS there and in"
            " PORTAL_PROVIDERS; portal house-provider new-secret makes one",
        )
    elif answer.status_code != OK:
        yield Finding(
            f"{one.key} does not say what the portal may do there: it is no house provider, or an"
            " older one.",
            "update it, then portal house-provider prepare there",
        )
    else:
        yield from _told(one, answer.json())


def _told(one: SignInProvider, told: Any) -> Iterator[Finding]:
    known = isinstance(told, dict) and all(type(told.get(what)) is bool for what in ABLE)
    if not known or not isinstance(told.get("now"), int):
        yield Finding(
            f"{one.key} answers in words that this portal does not know: one of the two is of an"
            " older version.",
            "update both, then portal house-provider prepare there",
        )
        return
    yield from _able(one, told)
    if unheard := told.get("unheard"):
        yield Finding(
            f"{one.key} has accounts of its Secretariat of whose new ways in no colleague can be"
            f" told by letter: {unheard}.",
            "portal house-provider prepare there, which names them and says what to do",
        )


def _able(one: SignInProvider, told: Any) -> Iterator[Finding]:
    for what in ABLE:
        here, there = getattr(one, what), told[what]
        lacks, has = ("PORTAL_HOUSE_APPLICATIONS", "PORTAL_PROVIDERS")[:: 1 if here else -1]
        if here != there:
            yield Finding(
                f"{what} of {one.key} is set in {has} and not in {lacks}, so it does nothing.",
                f'write "{what}": true in {lacks}, or take it out of {has}',
            )
    apart = abs(int(clock.wall().timestamp()) - int(told["now"]))
    if apart > APART:
        yield Finding(
            f"The clocks of the portal and of {one.key} differ by {apart} seconds: words of the"
            " portal are taken as late.",
            "timedatectl set-ntp true on both machines",
        )
