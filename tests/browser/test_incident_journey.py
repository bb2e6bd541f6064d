"""The hour of an incident: said on every page, frozen, nothing typed lost, thawed, ended."""

import time

import pytest

from app.incident import freezing
from app.web.state import EVERY
from tests.browser.test_every_page import measured

pytestmark = pytest.mark.browser

SAID = {"title_en": "We know of it", "text_en": "It began at 9 o'clock. We say more at 11."}
WHAT = {"title": "Typed in the hour", "summary": "Not lost.", "description": "All of it."}


def test_from_a_draft_to_every_page_and_a_form_that_waits_until_it_is_over(visitor, holdings):
    administrator, ghana, public = visitor("administrator"), visitor("focal-point-gha"), visitor()
    administrator.go("/desk")
    administrator.follow("The hour of an incident")
    administrator.follow("An account of the portal was used by somebody else")
    with administrator.refused(422):
        administrator.press("main button[value=publish]", ".problem")
    administrator.fill(**SAID, title_fr="", text_fr="")
    administrator.press("main button[value=preview]", "#preview")
    administrator.press("main button[value=publish]", "main h2")
    ghana.go("/practices/new")
    ghana.fill(**WHAT)
    ghana.tick("themes", "other")

    assert freezing.freeze(holdings, "")
    time.sleep(EVERY + 0.2)
    public.go("/directory")
    assert public.read(".said a") == [SAID["title_en"]]
    assert "Reading only, for now" in public.page.locator("aside.demo").all_inner_texts()[1]
    public.follow(SAID["title_en"], within=".said")
    assert public.path == "/incident"
    assert measured(public, "/incident") == {}
    with ghana.refused(503):
        ghana.press("main form button[type=submit]", "#refusal")
    kept = ghana.page.locator("#refusal textarea").evaluate_all("all => all.map(a => a.value)")
    assert WHAT["description"] in kept

    assert freezing.thaw(holdings)
    time.sleep(EVERY + 0.2)
    ghana.press("#refusal form button[type=submit]", "#f-responsible_body")
    administrator.go("/incident/edit")
    administrator.press("form[action='/incident/end'] button", "main h2")
    time.sleep(EVERY + 0.2)
    public.go("/directory")
    public.page.wait_for_selector("main")
    assert public.read(".said a") == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_where_it_is_written_fits(visitor, language):
    administrator = visitor("administrator")
    administrator.go(f"/language/{language}?next=/incident/edit?draft=stolen-account")

    assert measured(administrator, "/incident/edit", language) == {}
