"""Signing in and out, as a person does it."""

import pytest

pytestmark = pytest.mark.browser


def test_a_focal_point_signs_in_and_out(visitor):
    ghana = visitor("focal-point-gha")
    ghana.go("/directory/DNK")
    assert ghana.page.locator(".acting").inner_text().split()[-1] == "Ghana"

    ghana.page.get_by_role("button", name="Sign out").click()
    ghana.page.get_by_role("link", name="Sign in").first.wait_for()


def test_someone_without_invitation_is_told_how_a_state_appoints(visitor):
    stranger = visitor("uninvited")

    assert stranger.page.locator("h1").inner_text() == "You are not invited yet"
    stranger.complaints.clear()  # the browser notes that the page came with status 403
