"""A mission reads for a time what the network reads, until the administrator ends it."""

import pytest

pytestmark = pytest.mark.browser


def test_a_mission_reads_for_a_time_and_no_longer_once_the_administrator_ends_it(visitor):
    administrator = visitor("administrator")
    administrator.go("/directory/KEN/offices/new")
    administrator.tick("kind", "mission_contact")
    administrator.press("main form button", "a[href$='/reading']")
    reading = administrator.page.locator("a[href$='/reading']").get_attribute("href")
    invite = administrator.page.locator("a[href$='/invite']").get_attribute("href")
    administrator.go(reading)
    administrator.press(f"form[action='{reading}'] button", f"form[action='{reading}/end']")
    administrator.go(invite)
    administrator.fill(name="First Secretary", authority="The Ambassador", evidence="Note 3")
    administrator.press("main form button", "code.address")
    address = administrator.page.locator("code.address").inner_text()

    mission = visitor("uninvited", width=360)
    mission.complaints.clear()  # the page for the uninvited came with status 403
    mission.go(address.removeprefix(mission.base))
    mission.page.locator("main form button").first.click()
    mission.page.locator("[data-persona=uninvited]").click()
    mission.page.wait_for_url(address)
    mission.fill(member="Kenya")
    mission.press("main form button", ".note a[href='/practices']")
    mission.follow("Standing offers")
    mission.sees("h1:has-text('Standing offers')")
    with mission.refused(403):
        mission.go("/assistance")

    administrator.go(reading)
    administrator.press(f"form[action='{reading}/end'] button", f"form[action='{reading}'] button")
    with mission.refused(403):
        mission.go("/standing-offers")
    mission.go("/home")
    assert mission.page.locator(".note a[href='/practices']").count() == 0
