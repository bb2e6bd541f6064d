"""Two offices talk about an offer: words, dates, a decision, and then without the Secretariat."""

from datetime import timedelta

import pytest

from app.core import clock
from tests.browser.test_assistance_journey import OFFERS, WHAT, ask, offer, shot

pytestmark = pytest.mark.browser
FIRST = "Deux heures en janvier vous suffisent-elles ?"
AGREED = "Deux heures, le mardi, par vidéo."
ALONE = "Ceci reste entre nous deux."


def test_two_offices_talk_decide_and_meet(visitor):
    costa_rica, denmark = (visitor(f"focal-point-{one}", locale="fr") for one in ("cri", "dnk"))
    place, talk = offered(visitor, costa_rica, denmark)
    write(denmark, talk, FIRST)
    shot(denmark, "talk-first")
    write(costa_rica, talk, AGREED)
    decide(costa_rica, denmark, talk)
    meet(costa_rica, denmark, talk)
    keep_apart(visitor, costa_rica, denmark, talk)
    elsewhere(costa_rica, denmark, talk)
    costa_rica.go(place)
    shot(costa_rica, "talk-request")


def offered(visitor, costa_rica, denmark) -> tuple[str, str]:
    """Ask, let it out, offer; return the address of the request and of the talk."""
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
    own = f"form[action='{place}/offered']"
    costa_rica.press(f"{own} button", f"{own}:has([value=no])")
    offer(denmark, place, OFFERS["denmark"])
    talk = denmark.page.locator("a[href$='/talk']").get_attribute("href")
    return place, talk


def write(who, talk: str, words: str) -> None:
    """Write to the other side; an empty word is refused first."""
    who.go(talk)
    with who.refused(422):
        who.press(f"form[action='{talk}'] button", ".problem")
    who.fill(text=words)
    who.press(f"form[action='{talk}'] button", f"article:has-text('{words}')")


def decide(costa_rica, denmark, talk: str) -> None:
    """Call a word a decision and confirm it; it then stands above the talk."""
    costa_rica.go(talk)
    costa_rica.press(
        "form:has(input[value=call]) button >> nth=-1",
        "section[aria-labelledby=h-decisions]",
    )
    denmark.go(talk)
    denmark.press(
        "section[aria-labelledby=h-decisions] form:has(input[value=confirm]) button",
        "main:not(:has(input[value=confirm]))",
    )


def meet(costa_rica, denmark, talk: str) -> None:
    """Propose two dates and take one."""
    costa_rica.go(talk)
    day = str(clock.today() + timedelta(days=9))
    costa_rica.fill(day_1=day, time_1="10:00", day_2=day, time_2="22:00")
    costa_rica.press(f"form[action='{talk}/dates'] button", "section[aria-labelledby=h-dates]")
    shot(costa_rica, "talk-dates")
    denmark.go(talk)
    shot(denmark, "talk-dates-other")
    denmark.press(
        "section[aria-labelledby=h-dates] li >> nth=0 >> form:has(input[value=take]) button",
        "section[aria-labelledby=h-dates] a[href*='/dates/']",
    )
    denmark.go("/account/calendar")
    shot(denmark, "talk-calendar")


def keep_apart(visitor, costa_rica, denmark, talk: str) -> None:
    """Agree that the Secretariat does not read on; it does not."""
    costa_rica.go(talk)
    costa_rica.tick("change", "apart")
    costa_rica.press(f"form[action='{talk}/change'] button", "form[action$='/change/leave']")
    denmark.go(talk)
    shot(denmark, "talk-asked")
    denmark.press("form[action$='/change/agree'] button", "main:not(:has(form[action$='/agree']))")
    write(denmark, talk, ALONE)
    shot(denmark, "talk-apart")
    editor = visitor("editor", locale="fr")
    editor.go(talk)
    assert editor.page.get_by_text(AGREED).count()
    assert not editor.page.get_by_text(ALONE).count()
    shot(editor, "talk-secretariat")


def elsewhere(costa_rica, denmark, talk: str) -> None:
    """Talk by telephone: nothing is written here then."""
    denmark.go(talk)
    denmark.tick("change", "telephone")
    denmark.press(f"form[action='{talk}/change'] button", "form[action$='/change/leave']")
    costa_rica.go(talk)
    costa_rica.press("form[action$='/change/agree'] button", "form[action$='/here']")
    assert not costa_rica.page.locator("textarea[name=text]").count()
    shot(costa_rica, "talk-elsewhere")
