"""Pressing twice, changing the language, leaving a shared computer."""

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from app.core.db import table
from app.items.models import Item, Kind

pytestmark = pytest.mark.browser

WHAT = {"title": "Sent twice", "summary": "Once is enough.", "description": "Press, press."}


def test_what_is_sent_twice_is_there_once(visitor, holdings):
    ghana = visitor("focal-point-gha")
    ghana.go("/practices/new")
    ghana.fill(**WHAT)
    ghana.tick("themes", "other")
    form = ghana.sent_as("main form")
    button = ghana.page.locator("main form button[type=submit]").first
    button.evaluate("button => { button.click(); button.click(); }")
    ghana.sees("#f-responsible_body")
    again = ghana.context.request.post(f"{ghana.base}/practices/new", form=form)
    assert (again.status, again.url) == (200, ghana.page.url)

    item = table(Item)
    mine = item.c.kind == Kind.PRACTICE, item.c.stage == "draft"
    with holdings.read() as conn:
        assert conn.execute(select(func.count()).select_from(item).where(*mine)).scalar_one() == 1


def test_what_is_saved_as_a_file_can_be_saved_again(visitor):
    keeper = visitor("administrator")
    keeper.go("/directory/offices/table")
    form = keeper.page.locator("main form[data-saves]")
    names = []
    for _ in range(2):
        with keeper.page.expect_download() as saved:
            form.locator("button").click()
        names.append(saved.value.suggested_filename)
        expect(form).not_to_have_attribute("aria-busy", "true")
    assert names == [names[0], names[0]]
    assert keeper.path == "/directory/offices/table"


def test_the_language_is_chosen_and_kept(visitor):
    reader = visitor()
    reader.go("/directory/GHA")
    assert reader.page.locator("html").get_attribute("lang") == "en"
    reader.page.locator("#languages a[hreflang=fr]").click()
    reader.sees("html[lang=fr]")
    assert reader.path == "/directory/GHA"
    reader.go("/practices")
    reader.sees("html[lang=fr]")
    reader.page.locator("#languages a[hreflang=en]").click()
    reader.sees("html[lang=en]")


def test_after_signing_out_going_back_shows_nothing_personal(visitor):
    ghana = visitor("focal-point-gha")
    personal = ("/home", "/account", "/practices/new")
    for path in personal:
        ghana.go(path)
    ghana.page.locator("footer form[action='/sign-out'] button").click()
    expect(ghana.page).to_have_url(ghana.base + "/")  # past the page that leads to the provider
    ghana.sees("header a[href^='/sign-in']")
    for path in reversed(personal):
        ghana.back_to(path)
        expect(ghana.page).to_have_url(re.compile(r"/sign-in\?next=" + quote(path, safe="")))
        expect(ghana.page.locator("h1")).to_have_text("Sign in")
        expect(ghana.page.locator(".acting")).to_have_count(0)
        expect(ghana.page.locator("main")).not_to_contain_text("Ghana")
    kept = ghana.page.evaluate("localStorage.length + sessionStorage.length")
    assert kept == 0


def test_readers_are_listed_when_they_are_chosen_and_a_practice_is_withdrawn(visitor):
    ghana = visitor("focal-point-gha")
    ghana.go("/practices/new")
    ghana.fill(**WHAT)
    ghana.tick("themes", "other")
    ghana.press("main form button[type=submit]", "#f-responsible_body")
    place = ghana.path.removesuffix("/edit/how")

    ghana.go(f"{place}/edit/readers")
    lists = ghana.page.locator("select[name=add]").first
    expect(lists).to_be_hidden()
    ghana.tick("audience", "chosen")
    expect(lists).to_be_visible()
    ghana.add_reader("members:DNK")
    assert ghana.read("label:has([name=readers]:checked)") == ["Denmark"]
    ghana.tick("audience", "public")
    expect(lists).to_be_hidden()

    ghana.go(place)
    assert ghana.read(".head .aud") == ["The office"]
    ghana.page.locator("aside summary").last.click()
    ghana.press(f"form[action='{place}/withdraw'] button", ".note.well")
    assert ghana.read(".note.well p") == ["Withdrawn. Its readers no longer see it."]
    assert ghana.path == (place if ghana.script else f"{place}?said=withdrawn")
    if ghana.script:
        expect(ghana.page.locator(".note.well")).to_be_focused()
