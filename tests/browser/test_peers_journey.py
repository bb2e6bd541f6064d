"""Requests through time, as "done" is meant: sealed from the question to the practice; or lapsed,
taken up again, and its office handed over in the middle of it.
"""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.assistance import reminding
from app.assistance.after import asking
from app.assistance.blind import weekly
from app.core import clock
from app.core.db import table
from app.identity.models import Person
from app.main import make_portal
from tests.assistance.blind.sample import WEEK, fill, speaks
from tests.browser import test_after_journey as after_help
from tests.browser.test_assistance_journey import (
    OFFERS,
    WHAT,
    answer_offers,
    ask,
    offer,
    settle,
    shot,
)

pytestmark = pytest.mark.browser

LEFT = "La page du lundi doit partir avant le printemps."
PAPER = {"authority": "La ministre", "evidence": "Note verbale 12/2027"}
OVER = 75
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


def test_a_state_asks_sealed_and_a_practice_comes_of_it(visitor, live, holdings):
    costa_rica = visitor("focal-point-cri", locale="fr")
    crowd(holdings, live)
    place = opened(visitor, costa_rica, sealed=True)
    portal = make_portal(live)
    released(portal)
    ghana, denmark = (visitor(PEERS[one], locale="fr") for one in PEERS)
    for helper, time in ((ghana, "days"), (denmark, "longer")):
        could_help(helper, place, time)
    weekly.look_after(portal)
    choose(costa_rica, place)
    settle(denmark, costa_rica, place)
    costa_rica.press(f"form[action='{place}/start'] button", f"form[action='{place}/close']")
    after_help.plan_and_do(costa_rica, denmark, place)
    after_help.close(costa_rica, place)
    after = after_help.answer(costa_rica, denmark, place)
    after_help.share(costa_rica, denmark, after, place)
    after_help.learn(costa_rica, denmark, place)
    not_needed(portal, ghana, place)
    with clock.moved(after_help.YEAR):
        assert asking.ask_due(portal) == 2
        later = visitor("focal-point-cri", locale="fr")
        later.go(after)
        later.tick("remains", "changed")
        later.press("form[action$='/year'] button", "main:not(:has(form[action$='/year']))")
    portal.db.close()


def crowd(holdings, live) -> None:
    """Let enough members of the region that speak the languages hide who asks."""
    person = table(Person)
    named = select(person.c.id).where(person.c.email == "focal-point-cri@example.org")
    with holdings.unit_of_work() as db:
        speaks(db, db.execute(named).scalar_one(), "en fr")
        fill(db, live, "grulac", 9, "en fr")


def released(portal) -> None:
    """Let a week go by: what was consented to goes out with the next release, and not before."""
    assert weekly.look_after(portal) is True
    with clock.moved(WEEK):
        assert weekly.look_after(portal) is True


def could_help(helper, place: str, time: str) -> None:
    """Say in listed words that one could help, without a word of who asks."""
    helper.go("/assistance/sealed")
    helper.page.locator("section[aria-labelledby=h-cards] h3 a").first.click()
    helper.sees("#h-help")
    shot(helper, "sealed-card")
    told = helper.page.locator("main").inner_text()
    assert not any(word in told for word in ("Costa Rica", *WHAT.values()))
    card = helper.path
    with helper.refused(422):
        helper.press(f"form[action='{card}'] button", ".problem")
    helper.tick("modalities", "video-talk")
    helper.tick("languages", "fr")
    helper.page.locator("select[name=week]").select_option(index=2)
    helper.tick("capacity", time)
    helper.press(f"form[action='{card}'] button", ".note.well")
    helper.not_found(place)


def choose(costa_rica, place: str) -> None:
    """Take up the longer help without knowing whose it is, accept it, and decline the other."""
    costa_rica.go(place)
    shot(costa_rica, "sealed-words")
    told = costa_rica.page.locator("section[aria-labelledby=h-sealed]").inner_text()
    assert not any(name in told for name in ("Ghana", "Danemark"))
    longer = "section[aria-labelledby=h-sealed] li:has-text('Plus de cinq')"
    taken = f"{longer}:not(:has(form))"
    costa_rica.press(f"{longer} form[action$='/take-up'] button", taken)
    assert "Danemark" in costa_rica.page.locator(taken).inner_text()
    declining = "section[aria-labelledby=h-sealed] form[action$='/decline'] button"
    costa_rica.press(declining, f"main:not(:has({declining}))")
    accepting = "section[aria-labelledby=h-offers] form[action$='/accept'] button"
    costa_rica.press(accepting, f"main:not(:has({accepting}))")


def not_needed(portal, ghana, place: str) -> None:
    """Who was not chosen hears it with a release, and not who asked."""
    with clock.moved(2 * WEEK):
        weekly.look_after(portal)
    ghana.go("/assistance/sealed")
    told = ghana.page.locator("main").inner_text()
    assert "Costa Rica" not in told
    assert ghana.page.locator("section[aria-labelledby=h-words] li").count() == 1
    ghana.not_found(place)


def opened(visitor, costa_rica, *, sealed: bool = False) -> str:
    """Ask, let the Secretariat authenticate, and say that it may go out."""
    place = ask(costa_rica, sealed=sealed)
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
