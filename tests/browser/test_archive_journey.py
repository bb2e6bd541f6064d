"""The file of an office is asked for, made, and saved; others are not offered it."""

from pathlib import Path

import pytest

from app.main import make_portal
from tests.support.ordering import done
from tests.support.paper import words_of

pytestmark = pytest.mark.browser


def test_a_focal_point_saves_the_file_of_the_own_office(visitor, live, tmp_path):
    ghana, denmark = visitor("focal-point-gha"), visitor("focal-point-dnk")
    ghana.go("/directory/GHA/offices")
    link = ghana.page.locator("a[href$='/archive']")
    assert link.count() == 1
    place = link.get_attribute("href")
    link.click()
    ghana.page.wait_for_selector("form[action$='/archive']")
    for width in (1280, 360):
        ghana.page.set_viewport_size({"width": width, "height": 900})
        ghana.page.screenshot(path=tmp_path / f"archive-{width}.png", full_page=True)
    ghana.page.locator("form[action$='/archive'] button").click()
    ghana.page.wait_for_selector("form[action$='/call-off']")
    portal = make_portal(live)
    done(portal)
    portal.db.close()
    if not ghana.script:
        ghana.page.get_by_role("link", name="Look again").click()
    with ghana.page.expect_download() as saving:
        ghana.page.locator("form[action$='/save'] button").click()
    saving.value.save_as(tmp_path / "saved.pdf")
    said = words_of(Path(tmp_path / "saved.pdf").read_bytes())
    assert saving.value.suggested_filename.startswith("office-GHA-focal_point-")
    assert "File of the office: Focal Point, Ghana" in said
    assert "This document contains confidential text." in said

    with denmark.refused(403):
        denmark.go(place)
