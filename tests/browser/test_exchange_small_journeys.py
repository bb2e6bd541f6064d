"""Beside the long way of a practice: an offered translation, a table of practices, the picture."""

import pytest

from tests.browser.test_practice_life_journey import picture
from tests.practices.test_practice_importing import GOOD, written

pytestmark = pytest.mark.browser


def test_another_member_translates_it_and_its_office_takes_it_up(visitor):
    denmark, ghana = visitor("focal-point-dnk"), visitor("focal-point-gha", width=360)
    denmark.go("/practices?state=GHA")
    denmark.page.locator("#practices .rows h3 a").first.click()
    denmark.page.wait_for_url("**/practices/*")
    place = denmark.path
    denmark.follow("Translations")
    denmark.page.select_option("main select[name=language]", "fr")
    denmark.press("main form[method=get] button", "#f-title")
    denmark.fill(title="Un titre", summary="Le résultat.", description="Ce que c’est.")
    denmark.press("button[value=offer]", "main .note.well")
    reader = visitor(locale="fr")
    reader.go(place)
    assert reader.page.locator("h1").inner_text() != "Un titre", "only offered so far"

    ghana.go("/home")
    ghana.page.locator(f"section[aria-labelledby=h-waits] a[href='{place}']").click()
    ghana.follow("Translations")
    ghana.page.locator(f"main a[href='{place}/translations/fr/of/DNK']").click()
    ghana.sees("form[action$='/take']")
    picture(ghana, "exchange-offered-360")
    with ghana.refused(422):
        ghana.press("form[action$='/return'] button", ".problem")
    ghana.press("form[action$='/take'] button", "article")
    reader.go(place)
    assert reader.page.locator("h1").inner_text() == "Un titre"


def test_a_table_is_looked_at_first_and_becomes_drafts_once(visitor, tmp_path):
    ghana = visitor("focal-point-gha", width=360)
    wrong = tmp_path / "wrong.csv"
    wrong.write_bytes(written(GOOD, {**GOOD, "title": "Two pages", "themes": "no such theme"}))
    good = tmp_path / "good.csv"
    good.write_bytes(written(GOOD, {**GOOD, "title": "Two pages"}))
    ghana.go("/practices/import")
    ghana.page.locator("#f-file").set_input_files(wrong)
    ghana.press("form[enctype] button", "#h-report")
    assert ghana.page.locator("button[value=make]").count() == 0
    assert "no such theme" in ghana.page.locator("main tbody").inner_text()
    picture(ghana, "exchange-import-360")
    ghana.page.locator("#f-file").set_input_files(good)
    ghana.press("form[enctype] button", "button[value=make]")
    ghana.press("button[value=make]", "main .note.well")
    assert "2 drafts were made." in ghana.page.locator(".note.well").inner_text()
    ghana.page.locator("#f-file").set_input_files(good)
    ghana.press("form[enctype] button", "#h-report")
    assert ghana.page.locator("button[value=make]").count() == 0


def test_a_number_of_the_picture_leads_to_so_many_practices(visitor):
    reader = visitor(width=360)
    reader.go("/practices")
    reader.follow("All practices in a picture")
    picture(reader, "exchange-picture-360")
    number = reader.page.locator("td a.pick").first
    shown = int(reader.read("td a.pick")[0])
    number.click()
    reader.sees("#practices .rows")
    assert reader.page.locator("#practices .rows > li").count() == shown
