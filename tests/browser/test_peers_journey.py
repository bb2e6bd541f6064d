"""Requests through time: silence ends one, and an office changes hands in the middle of it."""

from datetime import timedelta

import pytest

from app.assistance import reminding
from app.core import clock
from app.main import make_portal
from tests.browser.test_assistance_journey import OFFERS, WHAT, answer_offers, ask, offer, settle

pytestmark = pytest.mark.browser

LEFT = "La page du lundi doit partir avant le printemps."
PAPER = {"authority": "La ministre", "evidence": "Note verbale 12/2027"}
OVER = 62
PEERS = {"ghana": "focal-point-gha", "denmark": "focal-point-dnk"}


def test_a_request_lapses_and_an_office_changes_hands_in_the_middle_of_it(visitor, live):
    costa_rica = visitor("focal-point-cri", locale="fr")
    place = opened(visitor, costa_rica)
    lapsed(visitor, live, place)

    again = f"form[action='{place}/again'] button"
    costa_rica.go(place)
    costa_rica.press(again, f"main:not(:has({again}))")
    helpers = {one: visitor(who, locale="fr") for one, who in PEERS.items()}
    for one, helper in helpers.items():
        offer(helper, place, OFFERS[one])

    successor = taken_over(visitor, costa_rica)
    successor.go(place)
    for words in (*WHAT.values(), *OFFERS.values()):
        assert words in successor.page.locator("main").inner_text()
    helpers["denmark"].go("/home")
    assert "a un nouveau titulaire" in helpers["denmark"].page.locator("main").inner_text()
    answer_offers(successor, place)
    settle(helpers["denmark"], successor, place)
    successor.press(f"form[action='{place}/start'] button", f"form[action='{place}/close']")


def opened(visitor, costa_rica) -> str:
    """Ask, let the Secretariat authenticate, and say that it may go out."""
    place = ask(costa_rica)
    editor = visitor("editor", locale="fr")
    editor.go(place)
    editor.press(
        f"form[action='{place}/authenticate'] button",
        "main:not(:has(form[action$='/authenticate']))",
    )
    costa_rica.go(place)
    costa_rica.press(f"form[action='{place}/open'] button", "main:not(:has(form[action$='/open']))")
    return str(place)


def lapsed(visitor, live, place: str) -> None:
    """Nobody answers: two reminders, then the end, which its own office alone reads."""
    portal = make_portal(live)
    for days in (10, 20, 30, OVER):
        with clock.moved(timedelta(days=days)):
            assert reminding.look_after(portal) == 1
    portal.db.close()
    with clock.moved(timedelta(days=OVER)):
        asker = visitor("focal-point-cri", locale="fr")
        asker.go("/home")
        asker.follow(WHAT["title"])
        assert asker.read(".head .st")[0] == "Caduque"
        visitor("focal-point-dnk").not_found(place)


def taken_over(visitor, leaver):
    """Hand the office over with a note, and come to it; return the next holder."""
    leaver.go("/directory/CRI/offices")
    leaver.page.locator("a[href^='/hand-over/']").first.click()
    leaver.fill(note=LEFT, successor="Ana Mora")
    leaver.press("main form[action^='/hand-over/'] button", "code.address")
    address = leaver.page.locator("code.address").inner_text()
    next_one = visitor("uninvited", locale="fr")
    next_one.complaints.clear()  # the page for the uninvited came with status 403
    next_one.go(address.removeprefix(next_one.base))
    next_one.page.locator("main form button").first.click()
    next_one.page.locator("[data-persona=uninvited]").click()
    next_one.page.wait_for_url(address)
    next_one.fill(member="Costa Rica")
    next_one.page.locator("main form button").first.click()
    verified(visitor)
    next_one.go("/home")
    next_one.page.locator("a[href$='/inherited']").first.click()
    assert LEFT in next_one.sees(".read").inner_text()
    next_one.press("form[action$='/inherited'] button", ".acting")
    return next_one


def verified(visitor) -> None:
    """Let the administrator verify who was invited."""
    administrator = visitor("administrator")
    administrator.go("/directory/CRI/offices")
    administrator.page.locator("a[href^='/appointments/']:not([href$='/evidence'])").last.click()
    administrator.fill(**PAPER)
    administrator.press("form[action$='/verify'] button", "main:not(:has(form[action$='/verify']))")
