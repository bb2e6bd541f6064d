"""Two members own one practice, from the question to the submission on which both agree."""

import pytest

from tests.browser.test_clearance_journey import shot
from tests.browser.test_practice_journey import WHAT

pytestmark = pytest.mark.browser


def test_a_member_is_asked_comes_in_and_agrees_to_the_submission(visitor):
    ghana, denmark = visitor("focal-point-gha"), visitor("focal-point-dnk")
    place = begin(ghana)
    ghana.go(f"{place}/owners")
    ghana.page.select_option("select[name=member]", label="Denmark")
    ghana.press(f"form[action='{place}/owners'] button", ".note.well")
    shot(ghana, "owners")

    denmark.go("/home")
    denmark.press("a[href^='/practices/joining/']", "#h-answer")
    shot(denmark, "owners-answer")
    denmark.press("form[action$='/accept'] button", ".note.well")
    denmark.go(f"{place}/edit/learned")
    denmark.fill(what_worked="Two named persons.")
    denmark.press("button[value=continue]", "#f-sources")

    ghana.go(f"{place}/written")
    shot(ghana, "owners-written")
    ghana.go(f"{place}/edit/readers")
    shot(ghana, "owners-writing")
    ghana.tick("own_source", "yes")
    ghana.tick("audience", "network")
    ghana.press("button[value=continue]", "#h-preview")
    ghana.press("form[action$='/edit/check'] button[type=submit]", "#joint")
    shot(ghana, "owners-proposed")

    denmark.go(place)
    shot(denmark, "owners-asked")
    denmark.press(f"form[action='{place}/agree'] button", ".note.well")
    assert "it is done" in denmark.sees(".note.well").inner_text()


def begin(ghana) -> str:
    """Begin a practice; return its address."""
    ghana.go("/practices/new")
    ghana.fill(**WHAT)
    ghana.tick("themes", "early-warning")
    ghana.press("main form button[type=submit]", "#f-responsible_body")
    return str(ghana.path.removesuffix("/edit/how"))
