"""A passkey in a real browser, with an authenticator of its own: added, used, known, declined."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import select, update

from app.core import clock
from app.core.db import table
from app.identity.models import Passkey, PortalSession
from tests.support.live import demonstration

pytestmark = pytest.mark.browser
session = table(PortalSession)
passkey = table(Passkey)
NEW = "/account/passkeys/new"
FACTOR = "/account/second-factor"


@pytest.fixture
def live(database_url, tmp_path):
    """A portal at a name: browsers make no passkeys for a number."""
    settings = demonstration(tmp_path, database_url)
    name = f"http://localhost:{settings.port}"
    provider = settings.providers[0]
    moved = provider.model_copy(
        update={"issuer": provider.issuer.replace(settings.base_url, name), "two_by_amr": ()}
    )
    return settings.model_copy(update={"base_url": name, "providers": (moved,)})


@contextmanager
def authenticator(context: Any, page: Any) -> Iterator[Any]:
    """Plug into a tab an authenticator that checks its holder; give what speaks with it."""
    told = context.new_cdp_session(page)
    told.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "usb", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True,
    }  # fmt: skip
    added = told.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield lambda name, **given: told.send(f"WebAuthn.{name}", {**added, **given})
    told.detach()


def proved(holdings, minutes: float, factor: str = "") -> None:
    at = clock.wall() - timedelta(minutes=minutes)
    with holdings.unit_of_work() as db:
        factor_at = at if factor else None
        db.execute(update(session).values(proved_at=at, factor=factor, factor_at=factor_at))


def kept(holdings) -> list[tuple[str, bool]]:
    """Return the passkeys by name, and whether each was used."""
    with holdings.read() as conn:
        rows = conn.execute(select(passkey.c.name, passkey.c.used_at).order_by(passkey.c.name))
        return [(row.name, row.used_at is not None) for row in rows]


def test_a_passkey_is_added_and_used_by_a_script_and_without_one_the_page_says_so(
    visitor, holdings, javascript
):
    ghana = visitor("focal-point-gha")
    with authenticator(ghana.context, ghana.page) as key:
        ghana.go("/account/security")
        ghana.follow("Add a passkey")
        form, note = ghana.page.locator("form[data-passkey]"), ghana.page.locator("[data-without]")
        if not javascript:
            expect(form).to_be_hidden()
            expect(note).to_contain_text("A passkey needs a script")
            return
        expect(note).to_be_hidden()
        ghana.fill(name="Key on my ring")
        ghana.page.locator("main [name=name]").press("Enter")
        expect(ghana.page).to_have_url(f"{ghana.base}/account/security")
        assert ghana.read("#h-passkeys ~ .rows h3") == ["Key on my ring"]
        assert len(key("getCredentials")["credentials"]) == 1

        ghana.go(f"{FACTOR}?next=/account")
        before = cookie(ghana)
        ghana.press("form[data-passkey] button", "h1:has-text('Your account')")
        assert cookie(ghana) != before
    assert kept(holdings) == [("Key on my ring", True)]


def cookie(visitor) -> str:
    return next(c["value"] for c in visitor.context.cookies() if c["name"] == "session")


@pytest.mark.parametrize("javascript", [True], ids=["script"])
def test_what_the_browser_does_not_give_is_said_and_nothing_is_sent(visitor, holdings):
    ghana = visitor("focal-point-gha")
    with authenticator(ghana.context, ghana.page) as key:
        ghana.go(NEW)
        key("setUserVerified", isUserVerified=False)
        ghana.fill(name="Mine")
        said = ghana.page.locator("form[data-passkey] [role=alert]")
        button = ghana.page.locator("form[data-passkey] button")
        button.click()
        expect(said).to_have_text(
            "No passkey was made, so nothing was sent. Try again when you have it at hand."
        )
        assert ghana.typed("name") == {"name": "Mine"}
        key("setUserVerified", isUserVerified=True)
        button.click()
        expect(ghana.page).to_have_url(f"{ghana.base}/account/security")

        proved(holdings, 0, "provider")
        ghana.go(NEW)
        ghana.fill(name="The same")
        button.click()
        expect(said).to_have_text("This one holds a passkey for you already. Use another one.")
    assert kept(holdings) == [("Mine", False)]


@pytest.mark.parametrize("javascript", [True], ids=["script"])
def test_what_the_portal_refuses_meanwhile_is_shown_by_its_own_page(visitor, holdings):
    ghana = visitor("focal-point-gha")
    with authenticator(ghana.context, ghana.page):
        ghana.go(NEW)
        ghana.fill(name="Mine")
        proved(holdings, 11)
        with ghana.refused(403):
            ghana.page.locator("form[data-passkey] button").click()
            ghana.sees("h1:has-text('Confirm that it is you')")
        proved(holdings, 1)
        with ghana.refused(422):
            ghana.page.get_by_role("button", name="Send it now").click()
            ghana.sees("h1:has-text('Add a passkey')")
        assert ghana.typed("name") == {"name": "Mine"}
        ghana.press("form[data-passkey] button", "#h-passkeys ~ .rows h3")
    assert kept(holdings) == [("Mine", False)]


@pytest.mark.parametrize("javascript", [True], ids=["script"])
def test_somebody_new_at_the_secretariat_gets_in_and_publishes_nothing_unproved(visitor, holdings):
    editor = visitor("editor")
    assert editor.path == f"{FACTOR}?next=%2Fhome"
    editor.go("/desk")
    assert editor.path == f"{FACTOR}?next=%2Fdesk"
    with authenticator(editor.context, editor.page) as key:
        editor.follow("Add a passkey")
        editor.fill(name="Key on my ring")
        editor.press("form[data-passkey=enrol] button", "form[data-passkey=use]")
        editor.page.locator("form[data-passkey=use] button").click()
        expect(editor.page).to_have_url(f"{editor.base}/desk")

        editor.go("/manual/edit/what-a-focal-point-is")
        editor.fill(title="What a Focal Point does")
        editor.press("form button[type=submit]:not([name])", "main .note.well")
        proved(holdings, 16, "passkey")
        editor.go("/manual/publish")
        editor.fill(note="Says in its title what one does.")
        editor.tick("weight", "minor")
        with editor.refused(403):
            editor.page.locator("form[action='/manual/publish'] button").click()
            editor.sees("h1:has-text('Show a second factor')")
        with editor.context.expect_page() as opened:
            editor.page.get_by_role("link", name="Show it in a new tab").click()
        (credential,) = key("getCredentials")["credentials"]
        with authenticator(editor.context, opened.value) as same:
            same("addCredential", credential=credential)
            opened.value.locator("form[data-passkey=use] button").click()
            expect(opened.value).to_have_url(f"{editor.base}/sign-in/done")
        opened.value.close()
        editor.page.get_by_role("button", name="Send it now").click()
        editor.sees("#h-answer")
        assert editor.path.startswith("/manual/submissions/")
