"""A file of one's own data and taking oneself out, watched in a browser with and without script."""

import os
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete, update

from app.core import clock
from app.core.db import table
from app.directory.models import Appointment
from app.identity.models import PortalSession
from app.main import make_portal
from app.orders.making import Making, take_up
from tests.support.ordering import done

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("PORTAL_TEST_PICTURES")
PATIENCE = 15.0
"""Seconds."""


@pytest.fixture
def portal(live, address):  # noqa: ARG001 - serves meanwhile
    """What the duty of another process works with."""
    made = make_portal(live)
    yield made
    made.db.close()


def taken(visitor, name: str) -> None:
    """Take a picture where a folder for them is named."""
    if PICTURES:
        for width in (1280, 360):
            visitor.page.set_viewport_size({"width": width, "height": 900})
            visitor.page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)
        visitor.page.set_viewport_size({"width": 1280, "height": 900})


def looks_again(visitor) -> None:
    """With script the page looks by itself; without, its reader does."""
    if not visitor.script:
        visitor.page.get_by_role("link", name="Look again").click()


def test_one_watches_ones_own_file_being_made_and_saves_it(visitor, portal):
    ghana = visitor("focal-point-gha")
    ghana.go("/account/data")
    taken(ghana, "data-before")
    ghana.page.get_by_role("button", name="Have the file made").click()
    ghana.sees("#work")
    expect(ghana.page.locator("#work")).to_contain_text("It waits for its turn.")
    taken(ghana, "data-waits")

    making = Making(portal, take_up(portal))
    making.begin("work", 7)
    looks_again(ghana)
    expect(ghana.page.locator("#work label")).to_have_text("Part 7 of 14: what you began and wrote")
    expect(ghana.page.get_by_role("progressbar")).to_be_visible()
    taken(ghana, "data-made")
    with portal.db.unit_of_work() as db:
        making.go_on(db, leased_until=None)

    done(portal)
    looks_again(ghana)
    button = ghana.page.get_by_role("button", name="Save the file")
    expect(button).to_be_visible()
    taken(ghana, "data-ready")
    with ghana.page.expect_download() as saved:
        button.click()
    assert saved.value.suggested_filename == f"my-data-{clock.today()}.json"
    assert b'"person"' in Path(saved.value.path()).read_bytes()
    goes_after_saving(ghana)


def goes_after_saving(visitor) -> None:
    """The portal destroys what it sent after the last byte; a browser can be back before."""
    again = visitor.page.get_by_role("button", name="Have the file made")
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        visitor.go("/account/data")
        if again.is_visible():
            return
    expect(again).to_be_visible()


def test_one_watches_oneself_being_taken_out(visitor, portal):
    ghana = visitor("focal-point-gha")
    appointment, session = table(Appointment), table(PortalSession)
    with portal.db.unit_of_work() as db:
        mine = db.execute(
            update(session).values(proved_at=clock.wall()).returning(session.c.person_id)
        ).scalar_one()
        db.execute(delete(appointment).where(appointment.c.person_id == mine))
    ghana.go("/account/data")
    name = ghana.page.locator(".lede").inner_text()
    ghana.page.get_by_label("Type your name to be taken out").fill(name)
    ghana.page.get_by_role("button", name="Take me out").click()
    expect(ghana.page.locator("h1")).to_have_text("Taken out of the portal")
    expect(ghana.page.locator("#work")).to_contain_text("is deleted next")
    taken(ghana, "out-waits")
    done(portal)
    looks_again(ghana)
    expect(ghana.page.locator("#work")).to_contain_text("All of it is done")
    taken(ghana, "out-done")
