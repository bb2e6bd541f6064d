"""The client against a certified provider not written here, with a browser that only follows."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

import httpx2
import pytest

from app.identity.oidc import Begun, Claims, Provider, Reason, SignInFailed, relying_party
from app.identity.oidc.client import RelyingParty
from tests.oidc.certified import running

pytestmark = pytest.mark.provider

CALLBACK = "https://portal.example/sign-in/callback/ministry"
SIGNED_OUT = "https://portal.example/"
SECRET = "s3cret +%:/ with every sign"
ACCOUNT = "ama"
PERSON = {
    "name": "Ama Mensah",
    "email": "ama@mfa.example",
    "email_verified": True,
    "locale": "fr-CI",
}
CLIENTS = {
    "RS256": "client_secret_basic",
    "ES256": "client_secret_basic",
    "EdDSA": "client_secret_post",
}
Pairs = list[tuple[str, str]]
Steps = Callable[[RelyingParty, httpx2.AsyncClient], Awaitable[Any]]


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    clients = [
        {
            "client_id": name,
            "client_secret": SECRET,
            "redirect_uris": [CALLBACK],
            "post_logout_redirect_uris": [SIGNED_OUT],
            "id_token_signed_response_alg": name,
            "token_endpoint_auth_method": method,
        }
        for name, method in CLIENTS.items()
    ]
    with running(clients, {ACCOUNT: PERSON}) as issuer:
        yield issuer


def provider(issuer: str, client: str = "RS256", secret: str = SECRET) -> Provider:
    way = CLIENTS[client]
    return Provider("ministry", "Ministry", issuer, client, secret, client_authentication=way)


def play(steps: Steps) -> Any:
    """Run steps with one relying party and one browser."""

    async def run() -> Any:
        async with (
            relying_party(now=lambda: datetime.now(UTC), allow_loopback=True) as party,
            httpx2.AsyncClient(trust_env=False) as browser,
        ):
            return await steps(party, browser)

    return asyncio.run(run())


async def walk(browser: httpx2.AsyncClient, address: str, account: str = ACCOUNT) -> Pairs:
    """Follow every redirect and fill in every form, until back at the portal."""
    answer = await browser.get(address)
    for _ in range(12):
        if answer.is_redirect:
            address = urljoin(address, answer.headers["location"])
            if address.startswith("https://portal.example/"):
                return parse_qsl(urlsplit(address).query)
            answer = await browser.get(address)
        else:
            assert answer.status_code == 200, answer.text
            answer = await browser.post(address, data={"account": account})
    pytest.fail("The browser never came back.")


async def signed_in(
    party: RelyingParty, browser: httpx2.AsyncClient, at: Provider, **wishes: Any
) -> tuple[Begun, Pairs, Claims]:
    begun = await party.begin(at, CALLBACK, **wishes)
    back = await walk(browser, begun.address)
    return begun, back, await party.finish(at, begun.transaction, back, CALLBACK)


async def reason(attempt: Awaitable[object]) -> Reason:
    with pytest.raises(SignInFailed) as failed:
        await attempt
    return failed.value.reason


@pytest.mark.parametrize("client", CLIENTS)
def test_a_person_signs_in(issuer: str, client: str) -> None:
    at = provider(issuer, client)
    begun, back, claims = play(
        lambda party, browser: signed_in(party, browser, at, ui_locales=("fr",), max_age=600)
    )
    assert dict(back)["iss"] == issuer
    assert timedelta() <= claims.auth_time - begun.transaction.created.replace(microsecond=0)
    assert claims == Claims(
        issuer=issuer,
        subject=ACCOUNT,
        name=str(PERSON["name"]),
        email=str(PERSON["email"]),
        email_verified=True,
        locale=str(PERSON["locale"]),
        acr=None,
        amr=(),
        auth_time=claims.auth_time,
        id_token=claims.id_token,
    )


def test_a_code_is_spent_once(issuer: str) -> None:
    at = provider(issuer)

    async def steps(party: RelyingParty, browser: httpx2.AsyncClient) -> Reason:
        begun, back, _ = await signed_in(party, browser, at)
        return await reason(party.finish(at, begun.transaction, back, CALLBACK))

    assert play(steps) is Reason.CODE_REFUSED


def test_the_verifier_must_be_the_one_of_the_beginning(issuer: str) -> None:
    at = provider(issuer)

    async def steps(party: RelyingParty, browser: httpx2.AsyncClient) -> Reason:
        begun = await party.begin(at, CALLBACK)
        back = await walk(browser, begun.address)
        wrong = replace(begun.transaction, verifier="v" * 64)
        return await reason(party.finish(at, wrong, back, CALLBACK))

    assert play(steps) is Reason.CODE_REFUSED


def test_without_a_challenge_the_provider_gives_no_code(issuer: str) -> None:
    at = provider(issuer)

    async def steps(party: RelyingParty, browser: httpx2.AsyncClient) -> Reason:
        begun = await party.begin(at, CALLBACK)
        bare = re.sub(r"&code_challenge(_method)?=[^&]*", "", begun.address)
        back = await walk(browser, bare)
        return await reason(party.finish(at, begun.transaction, back, CALLBACK))

    assert play(steps) is Reason.PROVIDER_ERROR


def test_a_wrong_client_secret_is_told_apart(issuer: str) -> None:
    at = provider(issuer, secret="another")

    async def steps(party: RelyingParty, browser: httpx2.AsyncClient) -> Reason:
        begun = await party.begin(at, CALLBACK)
        back = await walk(browser, begun.address)
        return await reason(party.finish(at, begun.transaction, back, CALLBACK))

    assert play(steps) is Reason.TOKEN_REFUSED


def test_who_declines_is_not_signed_in(issuer: str) -> None:
    at = provider(issuer)

    async def steps(party: RelyingParty, browser: httpx2.AsyncClient) -> Reason:
        begun = await party.begin(at, CALLBACK)
        back = await walk(browser, begun.address, account="")
        return await reason(party.finish(at, begun.transaction, back, CALLBACK))

    assert play(steps) is Reason.DECLINED


def test_another_callback_address_gets_nothing(issuer: str) -> None:
    at = provider(issuer)

    async def steps(party: RelyingParty, browser: httpx2.AsyncClient) -> tuple[int, bool]:
        begun = await party.begin(at, f"{CALLBACK}/")
        answer = await browser.get(begun.address)
        return answer.status_code, answer.is_redirect

    assert play(steps) == (400, False)


def test_signing_out_ends_the_session_at_the_provider_too(issuer: str) -> None:
    at = provider(issuer)

    async def silently(party: RelyingParty, browser: httpx2.AsyncClient) -> Claims:
        return (await signed_in(party, browser, at, prompt="none"))[2]

    async def steps(party: RelyingParty, browser: httpx2.AsyncClient) -> tuple[str, Pairs, Reason]:
        _, _, claims = await signed_in(party, browser, at)
        again = await silently(party, browser)
        address = await party.sign_out_address(at, claims.id_token, SIGNED_OUT)
        assert address is not None
        form = await browser.get(address)
        hidden = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form.text))
        target = re.search(r'action="([^"]+)"', form.text)
        assert target is not None
        answer = await browser.post(target[1], data={**hidden, "logout": "yes"})
        back = urlsplit(answer.headers["location"])
        return again.subject, parse_qsl(back.query), await reason(silently(party, browser))

    assert play(steps) == (ACCOUNT, [], Reason.DECLINED)
