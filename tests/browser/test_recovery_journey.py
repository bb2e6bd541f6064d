"""A person is helped in again: two agree, the person stops it once, then comes in anew."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from app.core import clock
from app.core.db import table
from app.identity.models import Recovery
from app.main import make_portal
from app.recovery import due

pytestmark = pytest.mark.browser

recovery = table(Recovery)


def test_two_help_a_person_in_who_stopped_it_once(visitor, live, holdings):
    editor, administrator = visitor("editor"), visitor("administrator")
    ghana = visitor("focal-point-gha")
    editor.go("/directory/GHA/offices")
    editor.follow("Help this person in again")
    place, name = editor.path, editor.sees("main .lede").inner_text()
    with editor.refused(422):
        editor.press("form.part-s button.danger", ".problem")
    propose(editor)

    administrator.go("/desk")
    administrator.follow(name)
    administrator.press(f"form[action='{place}/agree'] button", "dd:has-text('after a delay')")
    ghana.go("/directory")
    ghana.press("aside form[action='/account/recovery/stop'] button", ".empty")
    assert ghana.path == "/account/recovery"

    editor.go(place)
    editor.tick("aware", "yes")
    propose(editor)
    administrator.go(place)
    administrator.press(f"form[action='{place}/agree'] button", "dd:has-text('after a delay')")
    time_passes(live, holdings)
    ghana.go("/home")
    assert ghana.path.startswith("/sign-in")
    administrator.go(place)
    administrator.press(f"form[action='{place}/link'] button", ".address")
    link = administrator.read(".address")[0].removeprefix(administrator.base)

    guest = visitor()
    guest.go(link)
    guest.fill(name="Somebody else", member="Ghana")
    with guest.refused(422):
        guest.press("main form button", ".problem")
    guest.fill(name=name)
    guest.press("main form button", "[data-persona=uninvited]")
    guest.page.locator("[data-persona=uninvited]").click()
    guest.sees("h1:has-text('What needs you')")
    expect(guest.page.locator("a.acting")).to_have_attribute("title", name)
    guest.go("/account/recovery")
    guest.sees(".empty")


def propose(who) -> None:
    """Fill the proposal in and send it."""
    who.tick("gives", "sign-in")
    who.tick("reason", "provider")
    who.tick("checked", "call-back")
    who.fill(checked_words="Called on 5 November at the number in the note verbale.")
    who.press("form.part-s button.danger", "#h-second")


def time_passes(live, holdings) -> None:
    """Let the delay be over, and the duty run."""
    with holdings.unit_of_work() as db:
        past = clock.now() - timedelta(minutes=1)
        db.execute(update(recovery).where(recovery.c.ended_at.is_(None)).values(due_at=past))
    portal = make_portal(live)
    due.take_effect_due(portal)
    portal.db.close()
