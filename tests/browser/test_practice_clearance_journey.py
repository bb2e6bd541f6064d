"""A draft goes out to ministries as a Word document, comes back, and is taken field by field."""

from pathlib import Path

import pytest

from tests.browser.test_clearance_journey import DOCX, shot
from tests.support.clearing import rewritten

pytestmark = pytest.mark.browser

SUMMARY, LATER = "Warnings are answered within a week.", "Warnings are answered within three days."


def test_a_practice_goes_out_comes_back_and_is_taken_field_by_field(visitor):
    ghana, denmark = visitor("focal-point-gha"), visitor("focal-point-dnk")
    ghana.go("/practices/new")
    ghana.fill(title="A council of ministries", summary=SUMMARY, description="Four of them meet.")
    ghana.page.locator("[name=themes]").first.check()
    ghana.press("main form button[value=leave]", "#standing")
    made = ghana.path.partition("?")[0]
    ghana.follow("Clearance in your government")
    with ghana.refused(422):
        ghana.press("main form[method=post] button", ".problem")
    ghana.fill(readers="Ministry of Justice")
    ghana.press("main form[method=post] button", "main .note.well")
    place = ghana.path.partition("?")[0]
    with ghana.page.expect_download() as saving:
        ghana.page.locator(f"a[href='{place}/file']").click()
    out = Path(saving.value.path()).read_bytes()

    ghana.go(f"{made}/edit/what")
    ghana.fill(summary=LATER)
    ghana.press("main form button[value=leave]", "#standing")
    back = rewritten(
        out,
        lambda text: text.replace("within a week", "within ten days").replace("Four of", "Five of"),
    )
    ghana.go(place)
    ghana.page.locator("#f-file").set_input_files(
        [{"name": "back.docx", "mimeType": DOCX, "buffer": back}]
    )
    ghana.press("main form[enctype] button", f"form[action='{place}/take']")
    assert ghana.read("#h-summary ~ .beside h4") == [
        "What was changed here meanwhile", "What came back",
    ]  # fmt: skip
    shot(ghana, "practice-back")
    ghana.press("button[value=all]", "main .note.well")
    ghana.go(made)
    assert LATER in ghana.page.content()
    assert "Five of them meet." in ghana.page.content()
    ghana.go(f"{made}/clearances")
    assert "Came back" in ghana.page.locator(f"li:has(a[href='{place}'])").inner_text()
    shot(ghana, "practice-rounds")
    with denmark.refused(404):
        denmark.go(place)
    assert ghana.complaints == denmark.complaints == []
