"""A standing offer is declared, found by its theme, asked about, changed and withdrawn."""

from datetime import date, timedelta

import pytest

pytestmark = pytest.mark.browser


def test_what_a_member_could_give_is_declared_found_and_asked_about(visitor):
    denmark, ghana, public = visitor("focal-point-dnk"), visitor("focal-point-gha"), visitor()
    denmark.go("/standing-offers")
    denmark.follow("Declare a standing offer")
    with denmark.refused(422):
        denmark.press("main form[method=post] button[type=submit]", ".problem")
    denmark.fill(
        summary="Two talks on weekly warning", capacity="Two talks a year",
        valid_until=str(date.today() + timedelta(days=400)),  # noqa: DTZ011 - as people type it
    )  # fmt: skip
    denmark.tick("themes", "early-warning")
    denmark.tick("modalities", "video-talk")
    denmark.tick("languages", "en")
    denmark.press("main form[method=post] button[type=submit]", "main .head h1")
    place = denmark.path.partition("?")[0]
    assert denmark.read("h1") == ["Two talks on weekly warning"]

    ghana.go("/standing-offers?theme=early-warning")
    assert ghana.page.locator(f"#offers a[href='{place}']").count() == 1
    ghana.go("/standing-offers?theme=other")
    assert ghana.page.locator(f"#offers a[href='{place}']").count() == 0
    ghana.go("/directory/DNK")
    ghana.page.locator(f"main a[href='{place}']").first.click()
    ghana.page.wait_for_url(f"**{place}")
    ghana.follow("Ask this member")
    ghana.sees("main [name=title]")
    assert ghana.page.locator("[name=themes][value=early-warning]").is_checked()

    public.go(place)
    assert public.path.startswith("/sign-in"), "never public"
    with ghana.refused(403):
        ghana.go(f"{place}/change")
