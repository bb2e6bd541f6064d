"""Somebody who lost every way in to the house provider gets a new one by the link of a recovery."""

import base64
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from playwright.sync_api import expect
from sqlalchemy import select

from app.core import clock
from app.core.db import table
from app.directory.two_people import colleagues
from app.identity.models import Identity, Recovery
from app.identity.sessions import hashed
from tests.browser.test_house_provider import house, known, live, settle
from tests.browser.test_passkeys import authenticator
from tests.provider_house.guest import Post

__all__ = ["house", "live"]
pytestmark = pytest.mark.browser
LINK = "the-link-of-this-recovery"


def decided(holdings, house) -> None:
    """Let two of the Secretariat have decided that Ama is helped in, and the link be made."""
    settle(holdings, house)
    identity, now = table(Identity), clock.now()
    with holdings.unit_of_work() as db:
        own = select(identity.c.person_id).where(identity.c.issuer == house.issuer)
        person = db.execute(own).scalar_one()
        one, two = sorted(who for who, _ in colleagues(db.connection()))[:2]
        proposed = {
            "gives": "sign-in",
            "reason": "device",
            "reason_words": "",
            "checked": "in-person",
        }
        db.add(
            Recovery(
                person_id=person, **proposed, checked_words="Met.", proposed_by=one,
                proposed_at=now - timedelta(days=4), agreed_by=two, agreed_at=now,
                due_at=now, effect_at=now, link_hash=hashed(LINK),
                link_until=clock.wall() + timedelta(days=1),
            )
        )  # fmt: skip


def test_by_the_link_a_new_way_in_is_made_and_the_person_is_in(visitor, holdings, house):
    decided(holdings, house)
    ama = visitor(width=360)
    ama.go(f"/recovery/{LINK}")
    ama.fill(name="Ama Mensah", member="Fiji")
    ama.press("main form button", "[name=provider][value='house:new']")
    ama.tick("provider", "house:new")
    ama.press("main form button", "h1:text('Make a new way in')")
    expect(ama.page.locator(".lede")).to_contain_text("Two people at")
    ama.press("main form button:not([name])", "button[value=app]")
    assert Post(house).deliver() == [
        ("ama@mfa.example", "A new way in to your account is being made")
    ]
    if ama.script:
        with authenticator(ama.context, ama.page):
            ama.press("button[value=passkey]", "form[data-passkey=make]")
            ama.press("form[data-passkey=make] button", "ol.codes")
            back(ama)
    else:
        ama.press("button[value=app]", ".secret code")
        shared = base64.b32decode("".join(ama.read(".secret code")[0].split()))
        ama.fill(code=TOTP(shared, 6, SHA1(), 30).generate(house.clock()).decode())  # noqa: S303 - as apps do
        ama.press("main form button", "ol.codes")
        back(ama)
    assert known(holdings, house.issuer) == [("house", "provider" if ama.script else "")]


def back(ama) -> None:
    """Type a code of the list, and come back signed in as the person one was."""
    ama.fill(code=ama.read("ol.codes code")[0])
    ama.press("main form button", "h1:has-text('What needs you')")
    expect(ama.page.locator("a.acting")).to_have_attribute("title", "Ama Mensah")
