"""The client over time: tabs, replays, two providers, rotation of keys, providers that go away."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx2
import pytest

from app.identity.oidc import (
    Begun,
    Claims,
    Provider,
    Reason,
    Refused,
    SignInFailed,
    Unreachable,
    relying_party,
)
from app.identity.oidc.client import RelyingParty
from tests.oidc.browser import browse
from tests.oidc.corpus import HONEST
from tests.oidc.hostile_provider import (
    CALLBACK,
    CLIENT_ID,
    Clock,
    Edits,
    HonestProvider,
    Town,
    page,
    public,
    with_,
)

Steps = Callable[[RelyingParty], Awaitable[Any]]
DOWN = Edits(answers={"discovery": page(status=503)})


def play(clock: Clock, steps: Steps, **options: Any) -> Any:
    """Run steps against one relying party, closed at the end."""

    async def run() -> Any:
        async with relying_party(now=clock, allow_loopback=True, **options) as party:
            return await steps(party)

    return asyncio.run(run())


async def whole(party: RelyingParty, at: HonestProvider) -> Claims:
    begun = await party.begin(at.provider, CALLBACK)
    pairs = await browse(begun.address)
    return await party.finish(at.provider, begun.transaction, pairs, CALLBACK)


async def reason(attempt: Awaitable[object]) -> Reason:
    with pytest.raises(SignInFailed) as failed:
        await attempt
    return failed.value.reason


def test_the_authorization_request_holds_exactly_what_it_must(town: Town, clock: Clock) -> None:
    at = town.settle(clock)

    async def steps(party: RelyingParty) -> tuple[Begun, Begun]:
        full = await party.begin(
            at.provider, CALLBACK, ui_locales=("fr", "en"), prompt="login", max_age=0
        )
        return full, await party.begin(at.provider, CALLBACK)

    full, plain = play(clock, steps)
    address = urlsplit(full.address)
    asked = dict(parse_qsl(address.query))
    secret = {name: asked.pop(name) for name in ("state", "nonce", "code_challenge")}
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{at.issuer}/authorize"
    assert asked == {
        "response_type": "code",
        "client_id": CLIENT_ID,
        "redirect_uri": CALLBACK,
        "scope": "openid profile email",
        "code_challenge_method": "S256",
        "ui_locales": "fr en",
        "prompt": "login",
        "max_age": "0",
    }
    assert secret["state"] == full.transaction.state
    assert secret["nonce"] == full.transaction.nonce
    assert len(secret["code_challenge"]) == 43
    assert full.transaction.verifier not in full.address
    assert {name for name, _ in parse_qsl(urlsplit(plain.address).query)} == {
        *("response_type", "client_id", "redirect_uri", "scope", "state", "nonce"),
        *("code_challenge", "code_challenge_method"),
    }
    secrets_of = [
        (b.transaction.state, b.transaction.nonce, b.transaction.verifier) for b in (full, plain)
    ]
    assert len({value for three in secrets_of for value in three}) == 6
    assert min(len(value) for three in secrets_of for value in three) >= 43


def test_secrets_and_people_stay_out_of_repr(town: Town, clock: Clock) -> None:
    at = town.settle(clock)

    async def steps(party: RelyingParty) -> tuple[Begun, Claims]:
        return await party.begin(at.provider, CALLBACK), await whole(party, at)

    begun, claims = play(clock, steps)
    shown = repr((begun, claims, at.provider))
    hidden = (
        begun.transaction.state,
        begun.transaction.nonce,
        begun.transaction.verifier,
        at.provider.client_secret,
        claims.subject,
        "Ama Mensah",
        "ama@mfa.example",
        claims.id_token,
    )
    assert [value for value in hidden if value in shown] == []


def test_two_tabs_finish_in_any_order(town: Town, clock: Clock) -> None:
    at = town.settle(clock)

    async def steps(party: RelyingParty) -> list[str]:
        tabs = [await party.begin(at.provider, CALLBACK) for _ in range(2)]
        back = [await browse(tab.address) for tab in tabs]
        return [
            (await party.finish(at.provider, tabs[n].transaction, back[n], CALLBACK)).subject
            for n in (1, 0)
        ]

    assert play(clock, steps) == ["person-1", "person-1"]


def test_the_answer_of_one_tab_is_no_answer_in_the_other(town: Town, clock: Clock) -> None:
    at = town.settle(clock)

    async def steps(party: RelyingParty) -> Reason:
        mine, theirs = [await party.begin(at.provider, CALLBACK) for _ in range(2)]
        back = await browse(theirs.address)
        return await reason(party.finish(at.provider, mine.transaction, back, CALLBACK))

    assert play(clock, steps) is Reason.STATE


def test_a_code_is_spent_once(town: Town, clock: Clock) -> None:
    at = town.settle(clock)

    async def steps(party: RelyingParty) -> tuple[str, Reason]:
        begun = await party.begin(at.provider, CALLBACK)
        back = await browse(begun.address)
        first = await party.finish(at.provider, begun.transaction, back, CALLBACK)
        again = party.finish(at.provider, begun.transaction, back, CALLBACK)
        return first.subject, await reason(again)

    assert play(clock, steps) == ("person-1", Reason.CODE_REFUSED)


def test_a_code_stolen_into_another_sign_in_is_refused(town: Town, clock: Clock) -> None:
    """Code injection: the thief's state, the victim's code; PKCE stops it at the provider."""
    at = town.settle(clock)

    async def steps(party: RelyingParty) -> Reason:
        victim, thief = [await party.begin(at.provider, CALLBACK) for _ in range(2)]
        stolen = dict(await browse(victim.address))["code"]
        back = {"code": stolen, "state": thief.transaction.state}
        return await reason(party.finish(at.provider, thief.transaction, back, CALLBACK))

    assert play(clock, steps) is Reason.CODE_REFUSED


@pytest.mark.parametrize("says_iss", [True, False])
def test_two_providers_cannot_be_mixed_up(town: Town, clock: Clock, *, says_iss: bool) -> None:
    """The liar sends the browser on to the honest one, to be given the honest one's code."""
    honest = town.settle(clock, Edits(iss=(lambda own: own) if says_iss else None))
    liar = town.settle(
        clock, Edits(discovery={"authorization_endpoint": f"{honest.issuer}/authorize"})
    )

    async def steps(party: RelyingParty) -> tuple[Reason, list[str]]:
        begun = await party.begin(liar.provider, CALLBACK)
        back = await browse(begun.address)
        return await reason(
            party.finish(honest.provider, begun.transaction, back, CALLBACK)
        ), liar.asked

    assert play(clock, steps) == (Reason.MIXED_UP, ["discovery"])


def test_the_liar_gets_no_code_of_a_provider_that_says_who_it_is(town: Town, clock: Clock) -> None:
    honest = town.settle(clock, Edits(iss=lambda own: own))
    liar = town.settle(
        clock, Edits(discovery={"authorization_endpoint": f"{honest.issuer}/authorize"})
    )

    async def steps(party: RelyingParty) -> Reason:
        begun = await party.begin(liar.provider, CALLBACK)
        back = await browse(begun.address)
        return await reason(party.finish(liar.provider, begun.transaction, back, CALLBACK))

    assert (play(clock, steps), liar.asked) == (Reason.ISSUER_PARAMETER, ["discovery"])


def test_a_token_of_one_provider_is_nothing_at_another(town: Town, clock: Clock) -> None:
    """Two tenants of one house serve the same keys: the issuer alone tells them apart."""
    other = town.settle(clock)
    at = town.settle(clock, Edits(claims={"iss": other.issuer}))

    assert play(clock, lambda party: reason(whole(party, at))) is Reason.ISSUER
    assert play(clock, lambda party: whole(party, other)).issuer == other.issuer


def test_keys_may_be_rotated_between_two_sign_ins(town: Town, clock: Clock) -> None:
    at = town.settle(clock)

    async def steps(party: RelyingParty) -> list[str]:
        await whole(party, at)
        at.edits = Edits(signer="rsa-other", published=("rsa-other",))
        await whole(party, at)
        return at.asked

    one = ["authorize", "token", "keys", "userinfo"]
    assert play(clock, steps) == ["discovery", *one, *one]


def test_unknown_key_ids_do_not_fetch_keys_without_end(town: Town, clock: Clock) -> None:
    at = town.settle(clock)
    lost = with_(HONEST, header={"kid": "lost"})

    async def steps(party: RelyingParty) -> list[int]:
        counts = []
        await whole(party, at)
        for pause in (0, 1, 28, 1, 1):
            clock.move(timedelta(seconds=pause))
            at.edits = lost
            assert await reason(whole(party, at)) is Reason.KEY_UNKNOWN
            counts.append(at.asked.count("keys"))
        at.edits = HONEST
        await whole(party, at)
        return [*counts, at.asked.count("keys")]

    assert play(clock, steps) == [2, 2, 2, 3, 3, 3]


def test_discovery_and_keys_are_fetched_again_after_ten_minutes(town: Town, clock: Clock) -> None:
    at = town.settle(clock)

    async def steps(party: RelyingParty) -> list[int]:
        counts = []
        for minutes in (0, 9, 1, 9):
            clock.move(timedelta(minutes=minutes))
            await whole(party, at)
            counts.append(at.asked.count("discovery"))
        return [*counts, at.asked.count("keys")]

    assert play(clock, steps) == [1, 1, 2, 2, 2]


def test_a_withdrawn_key_is_not_trusted_after_ten_minutes(town: Town, clock: Clock) -> None:
    at = town.settle(clock)

    async def steps(party: RelyingParty) -> Reason:
        await whole(party, at)
        clock.move(timedelta(minutes=10))
        at.edits = Edits(keys=lambda _: {"keys": [public("rsa-other")]})
        return await reason(whole(party, at))

    assert play(clock, steps) is Reason.KEY_UNKNOWN


def test_an_old_discovery_document_serves_for_a_day_of_failures(town: Town, clock: Clock) -> None:
    at = town.settle(clock)

    async def steps(party: RelyingParty) -> tuple[int, Reason, Claims]:
        await whole(party, at)
        at.edits = DOWN
        for hours in (1, 22):
            clock.move(timedelta(hours=hours))
            await whole(party, at)
        served = at.asked.count("discovery")
        clock.move(timedelta(hours=1))
        late = await reason(party.begin(at.provider, CALLBACK))
        at.edits = HONEST
        clock.move(timedelta(seconds=5))
        return served, late, await whole(party, at)

    served, late, claims = play(clock, steps)
    assert (served, late, claims.subject) == (3, Reason.SERVER_FAULT, "person-1")


def test_a_wrong_discovery_document_is_not_papered_over_by_an_old_one(
    town: Town, clock: Clock
) -> None:
    at = town.settle(clock)

    async def steps(party: RelyingParty) -> Reason:
        await whole(party, at)
        at.edits = Edits(discovery={"issuer": "https://other.example"})
        clock.move(timedelta(minutes=10))
        return await reason(whole(party, at))

    assert play(clock, steps) is Reason.DISCOVERY_ISSUER


def test_a_queue_at_a_dead_provider_asks_it_once(town: Town, clock: Clock) -> None:
    at = town.settle(clock, DOWN)

    async def steps(party: RelyingParty) -> list[Reason]:
        waiting = [reason(party.begin(at.provider, CALLBACK)) for _ in range(5)]
        return list(await asyncio.gather(*waiting))

    assert play(clock, steps) == [Reason.SERVER_FAULT, *[Reason.NO_CONNECTION] * 4]
    assert at.asked == ["discovery"]


def test_a_dead_provider_leaves_the_others_alone(town: Town, clock: Clock) -> None:
    dead, alive = town.settle(clock, DOWN), town.settle(clock)

    async def steps(party: RelyingParty) -> tuple[Reason, str]:
        return await reason(party.begin(dead.provider, CALLBACK)), (
            await whole(party, alive)
        ).subject

    assert play(clock, steps) == (Reason.SERVER_FAULT, "person-1")


def test_troubles_of_the_network_are_503_and_lies_are_400(town: Town, clock: Clock) -> None:
    lying = town.settle(clock, Edits(discovery={"issuer": "https://other.example"}))

    async def steps(party: RelyingParty) -> list[tuple[type, int]]:
        found: list[tuple[type, int]] = []
        for at in (town.settle(clock, DOWN), lying):
            with pytest.raises(SignInFailed) as failed:
                await party.begin(at.provider, CALLBACK)
            found.append((type(failed.value), failed.value.status))
        return found

    assert play(clock, steps) == [(Unreachable, 503), (Refused, 400)]


def test_the_log_says_the_reason_and_nothing_of_the_person(
    town: Town, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    at = town.settle(clock, Edits(userinfo={"sub": "person-2"}))
    with caplog.at_level(logging.INFO, logger="app"):
        play(clock, lambda party: reason(whole(party, at)))
    assert [(entry.levelname, entry.getMessage()) for entry in caplog.records] == [
        ("WARNING", f"sign-in with {at.name} failed: userinfo of another subject")
    ]


def test_sign_out_goes_to_the_provider_with_what_it_needs(town: Town, clock: Clock) -> None:
    at = town.settle(clock)
    portal = "https://portal.example/"

    async def steps(party: RelyingParty) -> str | None:
        return await party.sign_out_address(at.provider, "a.b.c", portal)

    address, _, query = play(clock, steps).partition("?")
    assert address == f"{at.issuer}/end"
    assert dict(parse_qsl(query)) == {
        "id_token_hint": "a.b.c",
        "client_id": CLIENT_ID,
        "post_logout_redirect_uri": portal,
    }


@pytest.mark.parametrize(
    ("edits", "begins"),
    [
        (Edits(discovery={"end_session_endpoint": lambda good: f"{good}?t=1"}), "/end?t=1&"),
        (Edits(discovery={"end_session_endpoint": None}), None),
        (DOWN, None),
    ],
)
def test_sign_out_never_depends_on_the_provider(
    town: Town, clock: Clock, edits: Edits, begins: str | None
) -> None:
    at = town.settle(clock, edits)

    async def steps(party: RelyingParty) -> str | None:
        return await party.sign_out_address(at.provider, "a.b.c", "https://portal.example/")

    address = play(clock, steps)
    assert address is None if begins is None else address.startswith(at.issuer + begins)


@pytest.mark.parametrize(
    ("way", "found"),
    [("client_secret_basic", "person-1"), ("client_secret_post", Reason.DISCOVERY_UNSUPPORTED)],
)
def test_a_configured_client_authentication_must_be_on_offer(
    town: Town, clock: Clock, way: str, found: object
) -> None:
    at = town.settle(clock)
    configured = replace(at.provider, client_authentication=way)

    async def steps(party: RelyingParty) -> object:
        try:
            begun = await party.begin(configured, CALLBACK)
        except Refused as refused:
            return refused.reason
        back = await browse(begun.address)
        return (await party.finish(configured, begun.transaction, back, CALLBACK)).subject

    assert play(clock, steps) == found


def test_a_provider_without_userinfo_is_believed_by_its_token(town: Town, clock: Clock) -> None:
    at = town.settle(
        clock,
        Edits(
            discovery={"userinfo_endpoint": None},
            claims={"name": "Ama", "email": "a@b.example", "email_verified": "true"},
        ),
    )
    claims = play(clock, lambda party: whole(party, at))
    assert (claims.name, claims.email, claims.email_verified) == ("Ama", "a@b.example", False)
    assert "userinfo" not in at.asked


def test_one_relying_party_serves_one_event_loop_after_another(town: Town, clock: Clock) -> None:
    at = town.settle(clock)
    party = relying_party(now=clock, allow_loopback=True)

    async def once() -> str:
        try:
            return (await whole(party, at)).subject
        finally:
            await party.aclose()
            await party.aclose()

    assert [asyncio.run(once()) for _ in range(2)] == ["person-1", "person-1"]


def test_it_speaks_to_an_application_in_the_same_process(clock: Clock) -> None:
    town = Town()
    town.base = "http://127.0.0.1:9"
    at = town.settle(clock)

    async def steps(party: RelyingParty) -> str:
        begun = await party.begin(at.provider, CALLBACK)
        inside = httpx2.ASGITransport(town.app)
        async with httpx2.AsyncClient(transport=inside) as browser:
            answer = await browser.get(begun.address)
        back = parse_qsl(urlsplit(answer.headers["location"]).query)
        return (await party.finish(at.provider, begun.transaction, back, CALLBACK)).subject

    opened = lambda: httpx2.ASGITransport(town.app)  # noqa: E731 - shorter than a function
    assert play(clock, steps, transport=opened) == "person-1"


@pytest.mark.parametrize("issuer", ["https://op.example/?a=1", "ftp://op.example", "op.example"])
def test_an_unusable_issuer_is_refused_before_anything_is_asked(clock: Clock, issuer: str) -> None:
    provider = Provider("one", "One", issuer, "id", "secret")
    found = play(clock, lambda party: reason(party.begin(provider, CALLBACK)))
    assert found in (Reason.DISCOVERY_INVALID, Reason.INSECURE_ADDRESS)
