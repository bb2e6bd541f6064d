"""A provider that says a sign-in is worth reading only opens just that, until more is proved."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from app.core.db import table
from app.core.errors import StrongerNeeded
from app.identity.arriving import ensure_worth
from app.identity.models import PortalSession
from app.identity.oidc import Provider
from app.identity.oidc.profile import to_claims
from app.identity.sessions import hashed
from app.identity.signing_in import Kept
from app.main import create_app
from tests.identity.ministries import Guest

session = table(PortalSession)
MAILED, STRONG = "mailed-code", "one-factor"
SAID = "This needs your passkey or app code."


@pytest.fixture
def browser(settings, ghana, ama):  # noqa: ARG001 - she is bound
    """A browser at a portal that knows what Ghana's provider says of a mailed code."""
    given = ghana.configured(reading_by_acr=(MAILED,), two_by_acr=(MAILED,), two_by_amr=("mfa",))
    knowing = settings.model_copy(update={"providers": (given,)})
    with TestClient(create_app(knowing)) as client:
        yield Guest(client, settings.secret_key.get_secret_value())


def kept(database, browser):
    with database.read() as conn:
        own = session.c.id_hash == hashed(browser.session)
        columns = (session.c.reads_only, session.c.factor)
        return tuple(conn.execute(select(*columns).where(own)).one())


def test_a_mailed_code_reads_and_a_stronger_way_makes_the_session_whole(browser, ghana, database):
    ghana.says("ama", acr=MAILED, amr=["mfa"])
    assert browser.arrive(ghana).location in {"/practices", "/"}
    assert kept(database, browser) == (True, "")
    browser.get("/practices")
    page = browser.get("/home", status=403)
    assert page.words(".lede") == [SAID]
    step_up = page.soup.select_one("#refusal .ways a")["href"]
    assert step_up == "/account/confirm?next=%2Fhome"
    browser.get(step_up)

    weak = browser.session  # proving once more by the mailbox proves nothing
    refused = browser.come_back(browser.go_out("/account/confirm", {"next": "/home"}))
    assert (refused.status, refused.words(".lede")) == (403, [SAID])
    assert (browser.session, kept(database, browser)) == (weak, (True, ""))

    ghana.says("ama", acr=STRONG, amr=["otp"])
    back = browser.come_back(browser.go_out("/account/confirm", {"next": "/home"}))
    assert back.location == "/home"
    assert browser.session != weak
    assert kept(database, browser) == (False, "")
    browser.get("/home")


def test_a_mailed_code_is_never_worth_more_also_where_nothing_was_configured(
    settings, ghana, ama, database
):
    assert ama
    given = ghana.configured(two_by_acr=(MAILED,), two_by_amr=("mfa",))
    forgetful = settings.model_copy(update={"providers": (given,)})
    for acr, expected in ((MAILED, (True, "")), (STRONG, (False, "provider"))):
        with TestClient(create_app(forgetful)) as client:
            guest = Guest(client, settings.secret_key.get_secret_value())
            ghana.says("ama", acr=acr, amr=["mfa"])
            guest.arrive(ghana)
            assert kept(database, guest) == expected


def test_nobody_proves_a_whole_session_by_a_mailed_code(browser, ghana, database):
    ghana.says("ama", acr=STRONG)
    browser.arrive(ghana)
    whole = browser.session
    ghana.says("ama", acr=MAILED)
    browser.come_back(browser.go_out("/account/confirm", {})).words("h1")
    assert (browser.session, kept(database, browser)) == (whole, (False, ""))


@pytest.mark.parametrize(
    ("errand", "invitation", "passes"),
    [("enter", None, True), ("enter", "of-an-office", False)]
    + [(kind, None, False) for kind in ("guest", "confirm", "link", "recover")],
)
def test_a_mailed_code_opens_a_session_of_a_known_person_and_does_nothing_else(
    errand, invitation, passes
):
    given = Provider(
        key="ghana", name="G", issuer="i", client_id="c", client_secret="s",
        reading_by_acr=(MAILED,),
    )  # fmt: skip
    kept = Kept("/home", invitation, errand, None, None, None)
    said = to_claims({"iss": "i", "sub": "s", "acr": MAILED}, {}, "a.b.c")
    ensure_worth(kept, given, replace(said, acr=STRONG))
    if passes:
        ensure_worth(kept, given, said)
        return
    with pytest.raises(StrongerNeeded):
        ensure_worth(kept, given, said)
