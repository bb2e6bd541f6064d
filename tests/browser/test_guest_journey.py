"""An office lends a draft; a colleague of another ministry reads it, answers, and is withdrawn."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.db import table
from app.guests.models import Guest
from app.mail.models import Letter

pytestmark = pytest.mark.browser

ADDRESS = "uninvited@example.org"


@pytest.mark.parametrize("kind", ["practice", "request"])
def test_a_draft_is_lent_read_answered_and_taken_back(visitor, holdings, kind):
    ghana = visitor("focal-point-gha")
    place = BEGIN[kind](ghana)
    ghana.follow("Guests", within="aside")
    ghana.fill(name="Ama Mensah", address="uninvited", ministry="Ministry of Justice")
    with ghana.refused(422):
        ghana.press("main form button", ".problem")
    assert ghana.typed("name", "ministry") == {
        "name": "Ama Mensah", "ministry": "Ministry of Justice",
    }  # fmt: skip
    ghana.fill(address=ADDRESS)
    ghana.press("main form button", ".note.well")

    guest = visitor(width=360, locale="fr")
    guest.go(link(holdings, guest.base))
    guest.page.locator("main form button").first.click()
    guest.page.locator("[data-persona=uninvited]").click()
    guest.page.wait_for_url("**/guest/invitation/*")
    with guest.refused(422):
        guest.press("main form button", ".problem")
    guest.fill(address=ADDRESS)
    guest.press("main form button", "#remark")
    assert guest.read("h1") == ["Okapi patrols"]
    here = guest.path
    guest.fill(remark="La deuxième page est obscure.")
    guest.press("#remark button", "#remark .note.well")
    guest.go("/home")
    guest.follow("Okapi patrols")
    guest.sees("#remark")
    guest.go("/home")
    guest.not_found(place)
    guest.not_found(f"{place}/history")

    ghana.go(f"{place}/guests")
    assert ghana.read("blockquote p") == ["La deuxième page est obscure."]
    ghana.press("form[action$='/withdraw'] button", ".note.well")
    guest.page.goto(guest.base + here)  # what was lent is over, and the session with it
    assert guest.path.startswith("/sign-in?")

    rows = [
        (one.name, one.person_id is not None, one.ended_at is not None) for one in kept(holdings)
    ]
    assert rows == [("Ama Mensah", True, True)]
    last = clock.today() + timedelta(days=14)
    assert [one.last_day for one in kept(holdings)] == [last]


def practice(ghana) -> str:
    """Begin a practice of Ghana; return its address."""
    ghana.go("/practices/new")
    ghana.fill(title="Okapi patrols", summary="Okapis are safe.", description="On foot.")
    ghana.tick("themes", "other")
    ghana.press("main form button[type=submit]", "#f-responsible_body")
    place = str(ghana.path.removesuffix("/edit/how"))
    ghana.go(place)
    return place


def request(ghana) -> str:
    """Begin a request of Ghana; return its address."""
    ghana.go("/assistance/new")
    ghana.fill(title="Okapi patrols", outcome="Three ministries read the same signs.")
    ghana.tick("themes", "early-warning")
    ghana.press("button[value=continue]", "#f-modalities")
    place = str(ghana.path.removesuffix("/how"))
    ghana.go(place)
    return place


BEGIN = {"practice": practice, "request": request}


def link(holdings, base: str) -> str:
    """Return the path of the invitation, as its letter says it."""
    letter = table(Letter)
    with holdings.read() as conn:
        body = conn.execute(select(letter.c.body).where(letter.c.address == ADDRESS)).scalar_one()
    return str(body.partition(base)[2].split()[0])


def kept(holdings):
    with holdings.read() as conn:
        return conn.execute(select(table(Guest))).all()
