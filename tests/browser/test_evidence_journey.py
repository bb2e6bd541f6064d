"""The note verbale of an appointment: attached by the administrator, saved by the own member."""

from pathlib import Path

import pytest

from tests.files import corpus

pytestmark = pytest.mark.browser


def test_the_administrator_attaches_and_only_the_own_member_reads(visitor, tmp_path):
    admin, ghana, denmark = (
        visitor(who) for who in ("administrator", "focal-point-gha", "focal-point-dnk")
    )
    note = tmp_path / "Note verbale 12.pdf"
    note.write_bytes(corpus.pdf())
    admin.go("/directory/GHA/offices")
    admin.page.locator("a[href$='/evidence']").first.click()
    admin.page.wait_for_selector("main form[enctype]")
    place = admin.path
    admin.page.locator("[name=files]").set_input_files([note])
    admin.press("main form[enctype] button", ".note.well")
    assert admin.read("main li > a[download]") == ["Note verbale 12.pdf"]

    ghana.go("/directory/GHA/offices")
    link = ghana.page.locator("main a[download]")
    with ghana.page.expect_download() as saving:
        link.click()
    saving.value.save_as(tmp_path / "saved")
    assert Path(tmp_path / "saved").read_bytes().startswith(b"%PDF-")
    address = link.get_attribute("href")
    assert address.startswith(place)
    with denmark.refused(404):
        denmark.go(address)
    with denmark.refused(404):
        denmark.go(place)
