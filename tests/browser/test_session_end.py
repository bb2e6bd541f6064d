"""A session that ends: told two minutes before, made longer by a press, and nothing typed lost."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete, update

from app.core import clock
from app.core.db import table
from app.identity.models import PortalSession

pytestmark = pytest.mark.browser
session = table(PortalSession)
TEXT = "A text that took an hour to write"


def rested(holdings, minutes: float) -> None:
    """Let every session have rested so long: the wall clock itself cannot be moved."""
    with holdings.unit_of_work() as db:
        db.execute(update(session).values(seen_at=clock.wall() - timedelta(minutes=minutes)))


def test_one_is_warned_two_minutes_before_and_stays_by_a_press(visitor, holdings, javascript):
    ghana = visitor("focal-point-gha")
    if javascript:
        ghana.page.clock.install()
    ghana.go("/practices/new")
    ghana.fill(title=TEXT)
    line = ghana.page.locator("#session")
    assert line.inner_text().startswith("You are signed in until ")
    if javascript:
        ghana.page.clock.fast_forward("27:30")
        expect(line).not_to_have_class("session due")
        ghana.page.clock.fast_forward("00:45")
        expect(line).to_have_class("session due")
        expect(line.locator("p")).to_have_text("Your session ends in two minutes.")
        ghana.page.clock.fast_forward("00:01")
        expect(ghana.page.locator("#status")).to_have_text("Your session ends in two minutes.")
        rested(holdings, 0.9)
        line.get_by_role("button").click()
        expect(line).not_to_have_class("session due")
        expect(line.locator("p")).to_have_text("You stay signed in.")
        ghana.page.clock.fast_forward("27:00")
        expect(line).not_to_have_class("session due")
        ghana.page.clock.fast_forward("04:00")
        expect(line.locator("p")).to_contain_text("Your session has ended.")
        expect(line.locator("button")).to_have_count(0)
    else:
        with ghana.context.expect_page() as beside:
            line.get_by_role("button").click()
        assert beside.value.locator("h1").inner_text() == "You stay signed in"
    assert ghana.typed("title") == {"title": TEXT}


def test_what_was_sent_too_late_is_sent_after_signing_in_beside(visitor, holdings):
    ghana = visitor("focal-point-gha")
    ghana.go("/practices/new")
    ghana.fill(title=TEXT, summary="Result", description="What it is")
    ghana.tick("themes", "early-warning")
    with holdings.unit_of_work() as db:
        db.execute(delete(session))
    with ghana.refused(401):
        ghana.press("main form:has([name=title]) button[type=submit]", "#refusal")
    assert ghana.page.locator("#refusal textarea").count() == 3  # two texts, and the short answers
    with ghana.context.expect_page() as opened:
        ghana.page.get_by_role("link", name="Sign in in a new tab").click()
    beside = opened.value
    beside.locator("form[action='/sign-in'] button").click()
    beside.locator("[data-persona=focal-point-gha]").click()
    beside.wait_for_url("**/sign-in/done")
    assert beside.locator("h1").inner_text() == "You are signed in"
    beside.close()
    ghana.page.get_by_role("button", name="Send it now").click()
    ghana.page.wait_for_url("**/edit/how")

    ghana.go(ghana.path.replace("/how", "/what"))
    assert ghana.typed("title", "description") == {"title": TEXT, "description": "What it is"}


def test_one_ends_the_session_of_another_browser(visitor):
    here, there = visitor("focal-point-gha"), visitor("focal-point-gha")
    here.go("/account/security")
    assert len(here.read("[aria-labelledby=h-sessions] .rows h3")) == 2
    assert here.read("main .rows .meta span:first-child").count("This browser") == 1
    here.page.get_by_role("button", name="End this session").click()
    here.page.wait_for_load_state()
    expect(here.page.locator("[aria-labelledby=h-sessions] .rows h3")).to_have_count(1)
    there.go("/account")
    assert there.page.locator("h1").inner_text() == "Sign in"
