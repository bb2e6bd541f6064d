"""Agreed work, done step by step and closed; both sides answer, and a practice is born of it."""

from datetime import timedelta

import pytest

from app.assistance.after import asking
from app.core import clock
from app.main import make_portal
from tests.browser.test_assistance_journey import (
    OFFERS,
    TERMS,
    WHAT,
    answer_offers,
    ask,
    offer,
    settle,
    shot,
)

pytestmark = pytest.mark.browser
YEAR = timedelta(days=366)
STEP = "Envoyer la page du lundi."
NOTE = "Les trois ministères lisent les mêmes signes."
SAID = {
    "denmark": "Deux entretiens ont suffi pour les faits.",
    "costa_rica": "Voir une vraie page a le plus aidé.",
}
SHARED = "Deux entretiens et une vraie page valent mieux qu’une description."


def test_from_agreed_work_to_a_practice_and_the_question_a_year_later(visitor, live):
    costa_rica, denmark = (visitor(f"focal-point-{one}", locale="fr") for one in ("cri", "dnk"))
    place = under_way(visitor, costa_rica, denmark)
    plan_and_do(costa_rica, denmark, place)
    close(costa_rica, place)
    after = answer(costa_rica, denmark, place)
    share(costa_rica, denmark, after, place)
    learn(costa_rica, denmark, place)
    with clock.moved(YEAR):
        portal = make_portal(live)
        assert asking.ask_due(portal) == 2
        portal.db.close()
        denmark = visitor("focal-point-dnk", locale="fr")
        denmark.go("/home")
        assert denmark.page.locator(f"a[href^='{place}#offer-']").count()
        denmark.go(after)
        shot(denmark, "after-year")
        denmark.tick("remains", "changed")
        denmark.press("form[action$='/year'] button", "main:not(:has(form[action$='/year']))")


def under_way(visitor, costa_rica, denmark) -> str:
    """Ask, offer, accept, settle and start; return the address of the request."""
    place = ask(costa_rica)
    editor = visitor("editor", locale="fr")
    editor.go("/desk")
    editor.follow(WHAT["title"])
    editor.press(
        f"form[action='{place}/authenticate'] button",
        "main:not(:has(form[action$='/authenticate']))",
    )
    costa_rica.go(place)
    costa_rica.press(f"form[action='{place}/open'] button", "main:not(:has(form[action$='/open']))")
    for one in ("ghana", "denmark"):
        helper = denmark if one == "denmark" else visitor("focal-point-gha", locale="fr")
        offer(helper, place, OFFERS[one])
    answer_offers(costa_rica, place)
    settle(denmark, costa_rica, place)
    costa_rica.press(f"form[action='{place}/start'] button", f"form[action='{place}/close']")
    assert TERMS
    return place


def plan_and_do(costa_rica, denmark, place: str) -> None:
    """Plan on one side and do on the other; a bad answer on the way loses nothing."""
    costa_rica.go(costa_rica.page.locator("a[href$='/plan']").get_attribute("href"))
    here = costa_rica.path
    shot(costa_rica, "plan-empty")
    costa_rica.fill(what=STEP)
    with costa_rica.refused(422):
        costa_rica.press(f"form[action='{here}'] button", ".problem")
    assert costa_rica.typed("what") == {"what": STEP}
    costa_rica.page.select_option("select[name=side]", "helper")
    costa_rica.fill(due=str(clock.today() + timedelta(days=2)))
    costa_rica.press(f"form[action='{here}'] button", f"li:has-text('{STEP}')")
    costa_rica.page.select_option("select[name=side]", "both")
    costa_rica.tick("kind", "milestone")
    costa_rica.fill(what="Premier entretien.", due=str(clock.today() + timedelta(days=9)))
    costa_rica.press(f"form[action='{here}'] button", "li:has-text('Premier entretien.')")
    shot(costa_rica, "plan")
    denmark.go(here)
    for words in (STEP, "Premier entretien."):
        row = f"li:has-text('{words}')"
        denmark.press(
            f"{row} form:has(input[value=done]) button", f"{row} form:has(input[value=open]) button"
        )
    shot(denmark, "plan-done")
    costa_rica.go(place)
    assert costa_rica.page.locator("a[href='#h-close']").count()


def close(costa_rica, place: str) -> None:
    """Close the request with its result."""
    costa_rica.tick("result", "met")
    costa_rica.fill(note=NOTE)
    costa_rica.press(f"form[action='{place}/close'] button", f"section:has-text('{NOTE}')")


def answer(costa_rica, denmark, place: str) -> str:
    """Let both sides answer; neither reads the other first. Return the address of the page."""
    costa_rica.go(place)
    after = costa_rica.page.locator("a[href$='/after']").get_attribute("href")
    for who, words in ((denmark, SAID["denmark"]), (costa_rica, SAID["costa_rica"])):
        who.go(after)
        assert SAID["denmark"] not in who.page.locator("main").inner_text()
        with who.refused(422):
            who.press(f"form[action='{after}'] button", ".problem")
        who.tick("delivered", "all")
        who.tick("helped", "much")
        who.fill(words=words)
        who.press(f"form[action='{after}'] button", "#h-mine")
    shot(costa_rica, "after")
    for who in (denmark, costa_rica):
        who.go(after)
        for words in SAID.values():
            assert words in who.page.locator("main").inner_text()
    return str(after)


def share(costa_rica, denmark, after: str, place: str) -> None:
    """Share a note by two yeses."""
    costa_rica.page.locator("section[aria-labelledby=h-note] summary").click()
    costa_rica.page.locator("#n-text").fill(SHARED)
    costa_rica.tick("readers", "request")
    costa_rica.press(f"form[action='{after}/note'] button", f".read:has-text('{SHARED}')")
    denmark.go(after)
    denmark.press(f"form[action='{after}/note/agree'] button", ".note.well")
    denmark.go(place)
    shot(denmark, "after-shared")
    assert SHARED in denmark.page.locator("main").inner_text()


def learn(costa_rica, denmark, place: str) -> None:
    """Draft a practice, which both sides approve before it goes out."""
    costa_rica.go(f"{place}/practice")
    shot(costa_rica, "lesson")
    costa_rica.press("form:has(input[name=with]) button", "#f-title")
    practice = costa_rica.path.removesuffix("/edit/what")
    draft = costa_rica.typed("description")["description"]
    assert all(words in draft for words in (NOTE, *SAID.values()))
    assert TERMS["what"] not in draft
    denmark.go("/home")
    denmark.press("a[href^='/practices/joining/']", "#h-answer")
    denmark.press("form[action$='/accept'] button", ".note.well")
    costa_rica.go(f"{practice}/edit/readers")
    costa_rica.tick("own_source", "yes")
    costa_rica.tick("audience", "network")
    costa_rica.press("button[value=continue]", "#h-preview")
    costa_rica.press("form[action$='/edit/check'] button[type=submit]", "#joint")
    denmark.go(practice)
    denmark.press(f"form[action='{practice}/agree'] button", ".note.well")
