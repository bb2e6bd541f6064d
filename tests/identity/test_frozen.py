"""While the portal is frozen nobody comes in: neither who begins, nor who was on the way."""

import pytest
from sqlalchemy import func, select

from app.core.db import table
from app.identity.models import PortalSession
from app.incident import freezing
from app.web import state
from tests.identity.test_backchannel import tell, token

NOBODY = "Signing in and every change are stopped for now"


def sessions(database) -> int:
    with database.read() as conn:
        return int(
            conn.execute(select(func.count()).select_from(table(PortalSession))).scalar_one()
        )


@pytest.mark.parametrize("known", [True, False])
def test_who_is_on_the_way_is_stopped_at_the_door(known, guest, scene, monkeypatch):
    """Also by a process that has not heard of it yet (not ``known``): it asks before it lets in."""
    monkeypatch.setattr(state, "EVERY", 0.0 if known else 600.0)
    scene.ghana.says("ama")
    browser = guest()
    browser.get("/sign-in")
    back = browser.go_out("/sign-in", {"provider": scene.ghana.name})
    before = sessions(scene.database)
    freezing.freeze(scene.database, "")
    answer = browser.come_back(back)

    assert (answer.status, NOBODY in answer.text, browser.session) == (503, True, "")
    assert sessions(scene.database) == before


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("errand", ["/account/confirm", "/account/identities/link"])
def test_nor_does_a_session_get_stronger_at_a_provider(known, errand, guest, scene, monkeypatch):
    monkeypatch.setattr(state, "EVERY", 0.0 if known else 600.0)
    scene.ghana.says("ama")
    browser = guest()
    browser.arrive(scene.ghana)
    session = browser.session
    ministry = scene.other if errand.endswith("link") else scene.ghana
    ministry.says("ama")
    back = browser.go_out(errand, {"provider": ministry.name})
    freezing.freeze(scene.database, "")

    assert browser.come_back(back).status == 503
    assert browser.session == session


def test_a_provider_still_ends_sessions(guest, scene, monkeypatch):
    monkeypatch.setattr(state, "EVERY", 0.0)
    scene.ghana.says("ama", sid="sid-1")
    browser = guest()
    browser.arrive(scene.ghana)
    before = sessions(scene.database)
    freezing.freeze(scene.database, "")

    assert tell(browser, scene.ghana, token(scene.ghana)) == 200
    assert sessions(scene.database) == before - 1
