"""A practice from a draft to its second year: written, returned, found elsewhere, adapted, asked.

Five people in three languages, and a year that goes by.
"""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.core import clock
from app.core.db import table
from app.identity.models import Person
from app.items.models import Item
from app.mail.models import Letter
from app.main import create_app
from app.practices.asking import look_after
from tests.browser.test_practice_life_journey import picture

pytestmark = pytest.mark.browser

TITLE = "A hotline for village elders"
WHAT = {
    "title": TITLE,
    "summary": "Rumours are answered before anybody acts on them.",
    "description": "Elders ring one number, day and night.\n\nTwo officers answer.",
}
WORDS = {
    "fr": {
        "title": "Une permanence téléphonique pour les anciens",
        "summary": "Les rumeurs sont démenties avant que quiconque n’agisse.",
        "description": "Les anciens appellent un seul numéro, jour et nuit.",
    },
    "ar": {
        "title": "خط ساخن لشيوخ القرى",
        "summary": "تُكذَّب الشائعات قبل أن يتحرك أحد.",
        "description": "يتصل الشيوخ برقم واحد ليلا ونهارا.",
    },
}
REASON = "Please say in which year it began."
YEAR = timedelta(days=340)
"""Within a month of the day, which is a year after it was published."""
MEANT = "main .note a[href*='q=']"


def test_from_a_draft_to_a_confirmation_a_year_later(visitor, live, holdings):
    ghana, editor = visitor("focal-point-gha"), visitor("editor")
    place = drafted(ghana)
    returned(editor, place)
    revised(ghana, place)
    editor.go(place)
    editor.press(f"form[action='{place}/publish'] button", ".note.well")
    for language, words in WORDS.items():
        translated(ghana, place, language, words)

    costa_rica = visitor("focal-point-cri", locale="fr", width=360)
    found_in_french(costa_rica, place)
    said_and_adapted(costa_rica, place)
    found_in_arabic(visitor(locale="ar", width=360), place)

    before = confirmed_by(ghana, place)
    with clock.moved(YEAR):
        asked_and_confirmed(visitor("focal-point-gha"), live, holdings, place)
        shows_all_of_it(visitor("focal-point-dnk"), place)
        assert confirmed_by(ghana, place) != before


def drafted(ghana) -> str:
    """Begin to write: what is typed is kept before anything is saved; then save and submit."""
    ghana.go("/practices/new")
    if ghana.script:
        page = ghana.page
        page.locator("form[data-keeper]").evaluate("form => { form.dataset.pause = 100; }")
        page.locator("input[name=title]").press_sequentially(TITLE)
        expect(page.locator("[data-kept]")).to_contain_text("is kept for you")
        ghana.go("/practices/new")
        ghana.follow("Take it up")
        expect(page.locator("input[name=title]")).to_have_value(TITLE)
    ghana.fill(**WHAT)
    ghana.tick("themes", "early-warning")
    ghana.press("main form button[value=leave]", "#standing")
    place: str = ghana.path.partition("?")[0]
    ghana.go(f"{place}/edit/readers")
    ghana.tick("own_source", "yes")
    ghana.fill(confirm_months="12")
    ghana.tick("audience", "public")
    ghana.press("button[value=continue]", "#h-preview")
    picture(ghana, "exchange-check-1280")
    ghana.press("main form[action$='/edit/check'] button[type=submit]", ".note.well")
    return place


def returned(editor, place: str) -> None:
    """Return it with a reason, found on the desk."""
    editor.go("/desk")
    editor.follow(TITLE)
    editor.sees("#review")
    editor.fill(reason=REASON)
    editor.press(f"form[action='{place}/return'] button", "#standing .note.wants")


def revised(ghana, place: str) -> None:
    """Read the reason, add what was asked for, submit it again."""
    ghana.go("/home")
    ghana.follow(TITLE, within="section[aria-labelledby=h-waits]")
    assert REASON in ghana.sees("#standing .note.wants").inner_text()
    ghana.go(f"{place}/edit/how")
    ghana.fill(year_from="2024")
    ghana.press("button[value=continue]", "#f-what_worked")
    ghana.go(f"{place}/edit/check")
    ghana.press("main form[action$='/edit/check'] button[type=submit]", ".note.well")


def translated(ghana, place: str, language: str, words: dict[str, str]) -> None:
    """Put it into another language by hand: readers see it at once, for it is the office's own."""
    ghana.go(place)
    ghana.follow("Translations")
    ghana.page.select_option("main select[name=language]", language)
    ghana.press("main form[method=get] button", "#f-title")
    with ghana.refused(422):
        ghana.press("button[value=show]", ".problem")
    ghana.fill(**words)
    picture(ghana, f"exchange-translate-{language}-1280")
    ghana.press("button[value=show]", "article")
    assert ghana.page.locator("h1").inner_text() == words["title"]


def found_in_french(costa_rica, place: str) -> None:
    """Search in French with a letter too few; what was meant leads to it, read in French."""
    page = costa_rica.page
    assert page.locator("html").get_attribute("lang") == "fr"
    costa_rica.go("/practices")
    page.locator("#look-q").fill("permanence telphonique")
    page.locator("#look-q").press("Enter")
    meant = costa_rica.sees(MEANT)
    assert meant.inner_text() == "permanence téléphonique"
    picture(costa_rica, "exchange-meant-fr-360")
    meant.click()
    costa_rica.sees(f"#practices a[href='{place}']").click()
    page.wait_for_url(f"**{place}")
    assert page.locator("h1").inner_text() == WORDS["fr"]["title"]
    costa_rica.sees(f"a[href='{place}?in=en']").click()
    expect(page.locator("h1")).to_have_text(TITLE)


def said_and_adapted(costa_rica, place: str) -> None:
    """Comment on it, and record what was made of it."""
    costa_rica.go(place)
    costa_rica.fill(comment="Qui répond la nuit ?")
    costa_rica.press("#comments form#write button", "#comments article")
    costa_rica.go(place)
    picture(costa_rica, "exchange-practice-fr-360")
    costa_rica.page.locator(f"a[href='{place}/adaptations/new']").first.click()
    costa_rica.sees("main [name=why]")
    costa_rica.tick("verdict", "adapted")
    costa_rica.fill(
        changed="Les instituteurs appellent aussi.", why="Les anciens sont peu nombreux."
    )
    costa_rica.press("main form[method=post] button[type=submit]", "main .note.well")


def found_in_arabic(reader, place: str) -> None:
    """Find it without signing in, in Arabic, with two letters that changed places."""
    reader.go("/practices?q=سانخ")
    reader.sees(MEANT).click()
    reader.sees(f"#practices a[href='{place}']").click()
    reader.page.wait_for_url(f"**{place}")
    title = reader.page.locator("h1")
    assert title.inner_text() == WORDS["ar"]["title"]
    assert title.get_attribute("dir") == "rtl"
    picture(reader, "exchange-practice-ar-360")


def confirmed_by(reader, place: str) -> str:
    """Return until when it counts as confirmed, as the page says it."""
    reader.go(place)
    again = reader.page.locator("aside.side dl > div", has_text="To be confirmed again by")
    return str(again.locator("dd").inner_text())


def asked_and_confirmed(ghana, live, holdings, place: str) -> None:
    """A year on the duty asks by letter and at home; one press answers."""
    app = create_app(live)
    assert look_after(app.state.portal) == 1
    app.state.portal.db.close()
    with holdings.read() as conn:
        person, letter, item = table(Person), table(Letter), table(Item)
        number = select(item.c.number).where(item.c.id == place.rpartition("/")[2])
        subject = f"Is your practice still true? {conn.execute(number).scalar_one()}"
        told = conn.execute(
            select(person.c.email, letter.c.body)
            .join_from(letter, person, person.c.id == letter.c.person_id)
            .where(letter.c.subject == subject)
            .order_by(person.c.email)
        ).all()
    assert [one.email.partition("@")[0] for one in told] == ["alternate-gha", "focal-point-gha"]
    assert all(f"{live.base_url}{place}" in one.body for one in told)
    ghana.go("/home")
    picture(ghana, "exchange-asked-1280")
    ghana.press(f"form[action='{place}/confirm'] button", ".note.well")
    ghana.go("/home")
    assert ghana.page.locator(f"form[action='{place}/confirm']").count() == 0


def shows_all_of_it(denmark, place: str) -> None:
    """The practice says what was made of it, that it was commented, and that it holds."""
    denmark.go(place)
    words = denmark.page.locator("#practice").inner_text()
    assert "Costa Rica: Adapted" in words
    assert "Qui répond la nuit ?" in words
    assert denmark.page.locator(f"a[href='{place}?in=fr']").count() == 1
    picture(denmark, "exchange-after-1280")
    denmark.follow("Versions")
    assert "Version 1" in denmark.page.locator("main").inner_text()
    denmark.go("/practices?adapted=yes")
    denmark.sees(f"#practices a[href='{place}']")
