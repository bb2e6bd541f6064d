"""A request is written in steps: left, taken up again, seen as others would, then handed in."""

import io
import os
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

WHAT = {
    "title": "One warning page for three ministries",
    "outcome": "Have three ministries write one page together. Ask me: okapi@mfa.example.org",
}


def shot(visitor, name):
    """Keep a picture for whoever asks for one."""
    folder = os.environ.get("PICTURES", "")
    for width in (360, 1280) if folder else ():
        visitor.page.set_viewport_size({"width": width, "height": 900})
        visitor.page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


def test_a_request_is_written_in_steps_and_looked_at_before_it_goes(visitor):
    ghana = visitor("focal-point-gha")
    ghana.go("/assistance/new?factor=7&chapter=none")
    shot(ghana, "what")
    ghana.fill(**WHAT)
    ghana.tick("themes", "early-warning")
    ghana.press("button[value=leave]", "article h1")
    place = ghana.path

    ghana.go(f"{place}/how")  # another day, another step first
    assert "1 of 4 steps say what is needed." in ghana.page.locator("main").inner_text()
    shot(ghana, "how")
    with ghana.refused(422):
        ghana.press("button[value=continue]", ".problem")
    ghana.tick("modalities", "video-talk")
    ghana.tick("languages", "en")
    ghana.press("button[value=continue]", "#f-circle")

    ghana.go(f"{place}/audience")
    ghana.press(f"main a.btn[href='{place}/readers']", "#f-circle")
    ghana.tick("circle", "chosen")
    ghana.add_reader("members:DNK")
    shot(ghana, "readers")
    ghana.press("button[value=continue]", "#f-contact")
    shot(ghana, "contacts")
    ghana.press("button[value=continue]", "#f-harmless")
    assert "4 of 4 steps say what is needed." in ghana.page.locator("main").inner_text()
    assert "okapi@mfa.example.org" in ghana.page.locator("[aria-labelledby=h-harm]").inner_text()
    shot(ghana, "check")

    ghana.follow("See every reader, and what each sees")
    shot(ghana, "audience")
    assert "Denmark" in ghana.read("[aria-labelledby=h-all] h3")
    ghana.page.locator("[aria-labelledby=h-all] li li a").first.click()
    ghana.page.wait_for_selector("#h-outcome")
    assert ghana.page.locator("main form").count() == 0
    shot(ghana, "as")

    round_trip(ghana, place)

    ghana.go(f"{place}/check")
    ghana.tick("harmless", "yes")
    ghana.press(f"form[action='{place}/check'] button", "main:not(:has(#f-harmless))")
    with ghana.page.expect_download() as down:
        ghana.page.locator("a[href$='/note.pdf']").first.click()
    assert Path(down.value.path()).read_bytes().startswith(b"%PDF")
    shot(ghana, "submitted")


def round_trip(ghana, place):
    """Send the draft out, let a ministry change it, and take what came back."""
    ghana.go(f"{place}/clearance")
    shot(ghana, "clearance")
    ghana.fill(readers="The ministry of justice")
    ghana.press(f"form[action='{place}/clearance'] button", ".note.well")
    shot(ghana, "round")
    one = ghana.page.locator("a[href$='/file']").get_attribute("href").removesuffix("/file")
    with ghana.page.expect_download() as down:
        ghana.page.locator("a[href$='/file']").click()
    out = Path(down.value.path())
    back = {
        "name": "back.docx",
        "mimeType": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "buffer": rewritten(out.read_bytes(), b"write one page together.", b"write two pages."),
    }
    ghana.page.locator("[name=file]").set_input_files(back)
    ghana.press(f"form[action='{one}/back'] button", "#h-outcome")
    assert ghana.read("ins") != []
    shot(ghana, "back")
    ghana.tick("outcome", "came")
    ghana.press(f"form[action='{one}/take'] button", ".note.well")
    ghana.tick("came", "changed")
    ghana.press(f"form[action='{one}/close'] button", ".note.well")
    assert "Cleared with changes" in " ".join(ghana.read("dl.facts dd"))
    ghana.go(f"{place}/what")
    assert "write two pages." in ghana.typed("outcome")["outcome"]


def rewritten(content: bytes, old: bytes, new: bytes) -> bytes:
    """Return a document in which somebody wrote something else."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(made, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(old, new))
    return made.getvalue()
