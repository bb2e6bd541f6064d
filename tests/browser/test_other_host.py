"""Signing in at a certified provider that stands on another host than the portal."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.access.viewer import OfficeKind
from app.core.config import Settings
from app.core.db import Database
from app.core.sign_in_provider import SignInProvider
from app.directory.invitations import invite
from tests.oidc.certified import running
from tests.support.live import demonstration

pytestmark = pytest.mark.browser

OTHER_HOST = "127.0.0.2"
SECRET = "a secret of the ministry"


@pytest.fixture
def live(database_url: str, tmp_path: Path) -> Iterator[Settings]:
    """A portal that knows the ministry's provider beside that of the demonstration."""
    settings = demonstration(tmp_path, database_url)
    client = {
        "client_id": "portal",
        "client_secret": SECRET,
        "redirect_uris": [f"{settings.base_url}/sign-in/return/ministry"],
    }
    with running([client], {"wanjiru": {"name": "Wanjiru"}}, host=OTHER_HOST) as issuer:
        ministry = SignInProvider(
            key="ministry",
            name="Ministry",
            issuer=issuer,
            client_id="portal",
            client_secret=SECRET,
            listed=True,
        )
        yield settings.model_copy(update={"providers": (*settings.providers, ministry)})


@pytest.fixture
def invitation(address: str, holdings: Database) -> str:
    """The path of an invitation to Kenya's office."""
    assert address.startswith("http://127.0.0.1:")
    with holdings.unit_of_work() as db:
        return f"/invitation/{invite(db, 'KEN', OfficeKind.FOCAL_POINT, 'Wanjiru')}"


def test_who_is_invited_signs_in_at_the_own_ministry_and_takes_the_office(visitor, invitation):
    """The policy lets forms lead to the portal alone, and still the provider is reached."""
    kenya = visitor()
    kenya.go(invitation)
    kenya.page.get_by_role("button", name="Continue with Ministry").click()
    for asked, account in (("login", "wanjiru"), ("consent", "")):
        kenya.page.wait_for_url(f"http://{OTHER_HOST}:*/interaction/*")
        button = kenya.page.get_by_role("button", name=asked)
        kenya.page.locator("[name=account]").fill(account)
        button.click()

    kenya.fill(member="Kenya")
    kenya.press("main form button", ".acting")
    assert kenya.page.locator(".acting").inner_text().split()[-1] == "Kenya"
    kenya.go("/account/security")
    assert "Ministry" in kenya.page.locator("main").inner_text()
