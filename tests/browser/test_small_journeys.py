"""Pressing twice, changing the language, leaving a shared computer."""

import pytest
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
    for path in ("/home", "/account", "/practices/new"):
        ghana.go(path)
    ghana.page.locator("footer form[action='/sign-out'] button").click()
    ghana.sees("header a[href^='/sign-in']")
    for _step in range(3):
        ghana.back()
        assert ghana.page.locator(".acting").count() == 0
        assert "Ghana" not in ghana.page.locator("main").inner_text()
        assert ghana.page.locator("h1").inner_text() == "Sign in"
    kept = ghana.page.evaluate("localStorage.length + sessionStorage.length")
    assert kept == 0
