"""What a provider says of two factors counts in the words it was configured with, and no others."""

import json
from contextlib import ExitStack
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import table
from app.identity.models import PortalSession
from app.identity.sessions import hashed
from app.main import create_app
from tests.identity.journey import leads_to
from tests.identity.ministries import Guest
from tests.oidc.hostile_provider import DROP, Now

session = table(PortalSession)


@pytest.fixture
def arrive(settings, ghana, ama):  # noqa: ARG001 - she is bound
    """Let Ama sign in at a ministry whose provider is configured with these words."""
    secret = settings.secret_key.get_secret_value()
    stack = ExitStack()

    def come(by_acr: tuple[str, ...] = (), by_amr: tuple[str, ...] = (), **claims: object) -> Guest:
        given = ghana.configured(two_by_acr=by_acr, two_by_amr=by_amr)
        knowing = settings.model_copy(update={"providers": (given,)})
        browser = Guest(stack.enter_context(TestClient(create_app(knowing))), secret)
        ghana.says("ama", **claims)
        browser.arrive(ghana)
        return browser

    with stack:
        yield come


def kept(database, browser) -> tuple[str, object]:
    """What the session says of a second factor: who vouches for it, and when it was shown."""
    with database.read() as conn:
        own = session.c.id_hash == hashed(browser.session)
        factor, at = conn.execute(select(session.c.factor, session.c.factor_at).where(own)).one()
    return factor, at and abs(clock.wall() - at) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("words", "claims", "factor"),
    [
        ({"by_amr": ("mfa",)}, {"amr": ["pwd", "mfa"]}, "provider"),
        ({"by_amr": ("hwk", "otp")}, {"amr": ["pwd", "otp"]}, "provider"),
        ({"by_acr": ("urn:two",)}, {"acr": "urn:two", "amr": DROP}, "provider"),
        (
            {"by_acr": ("urn:two",), "by_amr": ("mfa",)},
            {"acr": "urn:one", "amr": ["mfa"]},
            "provider",
        ),
        ({"by_amr": ("mfa",)}, {"amr": ["pwd"]}, ""),
        ({"by_amr": ("mfa",)}, {"amr": "mfa"}, ""),
        ({"by_amr": ("mfa",)}, {"amr": ["MFA"], "acr": "mfa"}, ""),
        ({"by_acr": ("urn:two",)}, {"acr": "urn:two:not", "amr": ["urn:two"]}, ""),
        ({"by_acr": ("urn:two",)}, {"acr": DROP, "amr": DROP}, ""),
        ({}, {"acr": "urn:two", "amr": ["pwd", "otp", "mfa"]}, ""),
    ],
)
def test_a_session_keeps_what_its_provider_vouches_for(arrive, database, words, claims, factor):
    assert kept(database, arrive(**words, **claims)) == (factor, True if factor else None)


def test_two_factors_of_which_the_provider_does_not_say_when(arrive, database):
    assert kept(database, arrive(by_amr=("otp",), auth_time=DROP)) == ("provider", None)


def test_the_time_is_that_of_the_sign_in_at_the_provider(arrive, database):
    assert kept(database, arrive(by_amr=("otp",), auth_time=Now(-3600))) == ("provider", False)


def test_the_record_says_that_two_factors_were_shown(arrive, database):
    for words in ((), ("otp",)):
        arrive(by_amr=words)
    audit = table(AuditRecord)
    with database.read() as conn:
        begun = audit.c.event == "identity:session:started"
        said = conn.execute(select(audit.c.detail).where(begun).order_by(audit.c.id)).scalars()
        assert [json.loads(detail).get("two_factors") for detail in said] == [None, True]


def test_who_confirms_is_asked_for_two_factors_and_whoever_signs_in_is_not(arrive, ghana, database):
    browser = arrive(by_acr=("urn:two", "urn:more"))
    asked = [
        parse_qs(
            urlsplit(leads_to(browser.post(path, {"provider": ghana.name}, status=200).text)).query
        )
        for path in ("/sign-in", "/account/confirm")
    ]
    assert [one.get("acr_values") for one in asked] == [None, ["urn:two urn:more"]]

    assert kept(database, browser) == ("", None)
    ghana.says("ama", acr="urn:more")
    browser.come_back(browser.go_out("/account/confirm", {}))
    assert kept(database, browser) == ("provider", True)


def test_confirming_with_one_factor_takes_nothing_from_what_was_shown_before(
    arrive, ghana, database
):
    browser = arrive(by_amr=("otp",), auth_time=Now(-3600))
    ghana.says("ama", amr=["pwd"])
    browser.come_back(browser.go_out("/account/confirm", {}))

    assert kept(database, browser) == ("provider", False)
