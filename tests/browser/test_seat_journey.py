"""A seat is offered, published, applied for, given, given back, and given to the next."""

from datetime import date, timedelta

import pytest

pytestmark = pytest.mark.browser
SEND = "main form[method=post] button[type=submit]"


def day(days: int) -> str:
    return str(date.today() + timedelta(days=days))  # noqa: DTZ011 - as people type it


def test_a_place_is_offered_given_and_given_on(visitor):
    denmark, ghana = visitor("focal-point-dnk"), visitor("focal-point-gha")
    timor = visitor("focal-point-tls")
    denmark.go("/open-seats/new")
    with denmark.refused(422):
        denmark.press(f"{SEND}:not([name])", ".problem")
    denmark.fill(
        title="A week on early warning", about="Five days with those who write it.",
        place="Copenhagen", starts=day(60), ends=day(64), apply_by=day(10), places="1",
        cost="Free",
    )  # fmt: skip
    denmark.tick("kind", "visit")
    denmark.tick("themes", "early-warning")
    denmark.tick("languages", "en")
    denmark.tick("circle", "network")
    denmark.press(f"{SEND}:not([name])", "main #h-publish")
    place = denmark.path.partition("?")[0]
    denmark.press(f"form[action='{place}/publish'] button", "main .note")
    for who, visitor_of in (("A director", ghana), ("A desk officer", timor)):
        visitor_of.go("/home")
        assert visitor_of.page.locator(f"a[href='{place}']").count() == 1
        visitor_of.go(f"{place}/apply")
        visitor_of.fill(who=who, why="We begin such a page.")
        visitor_of.press(SEND, "#h-applications")
        assert len(visitor_of.read("#h-applications ~ ul h3")) == 1
    denmark.go(place)
    denmark.press("li:has-text('A director') button[value=accept]", "main .note")
    denmark.press("li:has-text('A desk officer') button[value=list]", "main .note")
    ghana.go(place)
    assert "Has a place" in ghana.page.inner_text("main")
    ghana.press("form[action$='/take-back'] button", "main .note")
    denmark.go(place)
    assert "Next on the waiting list" in denmark.page.inner_text("main")
    denmark.press("li:has-text('A desk officer') button[value=accept]", "main .note")
    timor.go(place)
    assert "Has a place" in timor.page.inner_text("main")
    assert "A director" not in timor.page.inner_text("main")
