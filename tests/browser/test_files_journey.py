"""Files of a practice: attached while written, refused with a reason, saved by its readers."""

from pathlib import Path

import pytest

from tests.files import corpus

pytestmark = pytest.mark.browser


def test_a_file_is_attached_submitted_and_saved_by_a_reader(visitor, tmp_path):
    ghana, editor, denmark = (
        visitor("focal-point-gha"), visitor("editor"), visitor("focal-point-dnk")
    )  # fmt: skip
    law, programme = tmp_path / "Law 3.pdf", tmp_path / "programme.exe"
    law.write_bytes(corpus.pdf())
    programme.write_bytes(b"MZ" + bytes(range(256)))
    ghana.go("/practices/new")
    ghana.fill(title="Okapi patrols", summary="Okapis are safe.", description="On foot.")
    ghana.tick("themes", "other")
    ghana.press("main form button[type=submit]", "#f-responsible_body")
    place = ghana.path.removesuffix("/edit/how")

    ghana.go(f"{place}/files")
    ghana.page.locator("[name=files]").set_input_files([law, programme])
    with ghana.refused(422):
        ghana.press("main form[enctype] button", ".note.stop")
    assert ghana.read(".note.stop strong") == ["programme.exe"]
    assert ghana.read("main li > a[download]") == ["Law 3.pdf"]
    ghana.go(f"{place}/edit/readers")
    ghana.tick("own_source", "yes")
    ghana.tick("audience", "network")
    ghana.press("button[value=continue]", "#h-preview")
    assert ghana.read("main li > a[download]") == ["Law 3.pdf"]
    ghana.press("main form button[type=submit]", ".note.well")

    editor.go(place)
    editor.press(f"form[action='{place}/publish'] button", ".note.well")
    denmark.go(place)
    with denmark.page.expect_download() as saving:
        denmark.page.locator("main li > a[download]").click()
    saved = tmp_path / "saved"
    saving.value.save_as(saved)
    assert saving.value.suggested_filename == "Law 3.pdf"
    assert Path(saved).read_bytes().startswith(b"%PDF-")
    with ghana.refused(403):
        ghana.go(f"{place}/files")
