"""Files of practices, requests and offers: attached, refused with a reason, saved by readers."""

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


def test_files_of_a_request_and_its_offer_reach_those_who_read_them(visitor, tmp_path):
    ghana, editor, denmark, stranger = (
        visitor("focal-point-gha"), visitor("editor"), visitor("focal-point-dnk"),
        visitor("focal-point-cri"),
    )  # fmt: skip
    plan, programme, terms = (
        tmp_path / "Plan.pdf", tmp_path / "programme.exe", tmp_path / "Terms.txt"
    )  # fmt: skip
    plan.write_bytes(corpus.pdf())
    programme.write_bytes(b"MZ" + bytes(range(256)))
    terms.write_text("Two talks in January.")
    place = _asked(ghana, plan, programme)
    editor.go(place)
    assert editor.read("#h-files + .stack a[download]") == ["Plan.pdf"]
    editor.press(f"form[action='{place}/authenticate'] button", ".note.well")
    ghana.go(place)
    ghana.press(f"form[action='{place}/open'] button", ".note.well")

    denmark.go(place)
    assert denmark.read("#h-files + .stack a[download]") == ["Plan.pdf"]
    denmark.fill(message="Two talks by video.")
    denmark.tick("modalities", "video-talk")
    denmark.tick("languages", "en")
    denmark.press(f"form[action='{place}/offers'] button", "a[href$='/files']")
    denmark.go(denmark.page.locator("li a.btn[href$='/files']").get_attribute("href"))
    denmark.page.locator("[name=files]").set_input_files([terms])
    denmark.press("main form[enctype] button", ".note.well")
    assert denmark.read("#h-files + .stack .meta") == ["Plain text · 1 kB · Denmark"]

    ghana.go(place)
    with ghana.page.expect_download() as saving:
        ghana.page.locator("#h-offers ~ ul a[download]").click()
    saved = tmp_path / "saved"
    saving.value.save_as(saved)
    assert (saving.value.suggested_filename, saved.read_text()) == (
        "Terms.txt", "Two talks in January.",
    )  # fmt: skip
    file = ghana.page.locator("#h-offers ~ ul a[download]").get_attribute("href")
    stranger.not_found(file)
    assert stranger.api(f"/api/v1{file}") == 404


def _asked(ghana, plan: Path, programme: Path) -> str:
    """Ask Denmark, with one good file and one that is refused; return the request's address."""
    ghana.go("/assistance/new")
    ghana.fill(title="Read the signs together", outcome="Three ministries read the same signs.")
    ghana.tick("themes", "early-warning")
    ghana.press("button[value=continue]", "#f-modalities")
    place = ghana.path.removesuffix("/how")
    ghana.tick("modalities", "video-talk")
    ghana.tick("languages", "en")
    ghana.press("button[value=continue]", "#f-circle")
    ghana.tick("circle", "chosen")
    ghana.add_reader("members:DNK")
    ghana.press("button[value=continue]", "#f-contact")
    ghana.press("button[value=files]", "main form[enctype]")
    ghana.page.locator("[name=files]").set_input_files([plan, programme])
    with ghana.refused(422):
        ghana.press("main form[enctype] button", ".note.stop")
    assert ghana.read(".note.stop strong") == ["programme.exe"]
    ghana.go(f"{place}/check")
    assert ghana.read("#h-files + .stack a[download]") == ["Plan.pdf"]
    ghana.tick("harmless", "yes")
    ghana.press(f"form[action='{place}/check'] button", "main:not(:has(#f-harmless))")
    return place
