"""The doctor and a house provider: each thing that does not fit is named with what mends it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from app.core.sign_in_provider import SignInProvider
from app.doctor import house as doctor
from provider.house.application import create_app
from provider.house.parts import House
from provider.house.sealing import new_secret
from tests.provider_house.conftest import settings_of
from tests.provider_house.guest import CLIENT_ID, CLIENT_SECRET, invited
from tests.support.live import free_port, running


@pytest.fixture
def entry() -> SignInProvider:
    return SignInProvider(
        key="house", name="House", issuer=f"http://localhost:{free_port()}", client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET, members=("GHA",), makes_accounts=True,
    )  # fmt: skip


@pytest.fixture
def ahead() -> list[float]:
    """By how much the house's clock is ahead."""
    return [0.0]


@pytest.fixture
def house(entry, tmp_path, ahead) -> Iterator[House]:
    """A house provider that lets the portal's word make accounts, and resets none."""
    url = f"sqlite:///{tmp_path / 'house.sqlite3'}"
    made = House.of(settings_of(url, tmp_path / "house", issuer=entry.issuer))
    given = made.clock
    made = replace(made, clock=lambda: given() + ahead[0])
    made.database.prepare()
    with running(create_app(made), int(entry.issuer.rpartition(":")[2])):
        yield made
    made.database.close()


@pytest.fixture
def said(settings):
    """Return what is wrong with one entry of the portal's settings, and what mends it."""

    def examine(entry: SignInProvider, **changes: object) -> list[tuple[str, str]]:
        one = entry.model_copy(update=changes)
        knowing = settings.model_copy(update={"providers": (*settings.providers, one)})
        return [(found.says, found.mend) for found in doctor.findings(knowing)]

    return examine


@pytest.mark.usefixtures("house")
def test_what_does_not_fit_is_named_on_the_side_that_lacks_it(entry, said, ahead):
    assert said(entry) == []
    (there,) = said(entry, resets_accounts=True)
    assert there == (
        (
            "resets_accounts of house is set in PORTAL_PROVIDERS and not in"
            " PORTAL_HOUSE_APPLICATIONS, so it does nothing."
        ),
        (
            'write "resets_accounts": true in PORTAL_HOUSE_APPLICATIONS, or take it out of'
            " PORTAL_PROVIDERS"
        ),
    )
    both = said(entry, resets_accounts=True, makes_accounts=False)
    assert [one.partition(" and not ")[0] for one, _ in both] == [
        "makes_accounts of house is set in PORTAL_HOUSE_APPLICATIONS",
        "resets_accounts of house is set in PORTAL_PROVIDERS",
    ]
    every = said(entry, resets_accounts=True, members=())
    assert every[0][1] == "name the members of house in PORTAL_PROVIDERS"
    for wrong in ({"client_secret": entry.client_secret.__class__(new_secret())},
                  {"client_id": "nobody"}):  # fmt: skip
        (found,) = said(entry, **wrong)
        assert "does not know" in found[0]
    ahead[0] = 62.0
    (late,) = said(entry)
    assert late[1] == "timedatectl set-ntp true on both machines"
    (renamed,) = said(entry, issuer=entry.issuer.replace("localhost", "127.0.0.1"))
    assert f"calls itself {entry.issuer} and not" in renamed[0]


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"makes_accounts": True, "now": 1_700_000_000},
        {"makes_accounts": True, "resets_accounts": "no", "now": 1_700_000_000},
        {"makes_accounts": True, "resets_accounts": False, "now": None},
        {"makes_accounts": True, "resets_accounts": False},
        ["makes_accounts"],
        None,
    ],
)
def test_an_answer_of_another_version_is_a_finding_and_no_crash(told, entry, said):
    async def document(_: Request) -> JSONResponse:
        return JSONResponse({"issuer": entry.issuer})

    async def fit(_: Request) -> JSONResponse:
        return JSONResponse(told)

    routes = [
        Route("/.well-known/openid-configuration", document),
        Route("/fit", fit, methods=["POST"]),
    ]
    with running(Starlette(routes=routes), int(entry.issuer.rpartition(":")[2])):
        (found,) = said(entry)
    assert found[0] == (
        "house answers in words that this portal does not know: one of the two is of an older"
        " version."
    )


def test_accounts_of_whose_new_ways_in_nobody_hears_are_counted(entry, said, tmp_path):
    url = f"sqlite:///{tmp_path / 'house.sqlite3'}"
    names = {"issuer": entry.issuer, "secretariat": ("sec", "two")}
    made = House.of(settings_of(url, tmp_path / "house", **names))
    made.database.prepare()
    with running(create_app(made), int(entry.issuer.rpartition(":")[2])):
        assert said(entry) == []  # nobody is there yet
        invited(made, "sec", None)
        invited(made, "two", "two@mfa.example")
        (found,) = said(entry)
    made.database.close()
    assert found[0].endswith("no colleague can be told by letter: 1.")


def test_a_provider_that_is_away_is_a_finding_and_others_are_left_alone(entry, said):
    (gone,) = said(entry)
    assert "does not answer as one" in gone[0]
    assert said(entry, makes_accounts=False) == []
