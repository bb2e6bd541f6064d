"""Who reads a practice is chosen anew: more readers by the Secretariat's leave, fewer at once."""

import pytest

from tests.browser.test_practice_journey import found_by_search

pytestmark = pytest.mark.browser


def test_readers_come_when_the_secretariat_agrees_and_go_at_once(visitor):
    ghana, editor, denmark = (
        visitor("focal-point-gha"), visitor("editor"), visitor("focal-point-dnk")
    )  # fmt: skip
    place = publish_for_africa(ghana, editor)
    assert found_by_search(denmark, "okapi") == []

    ghana.go(place)
    ghana.follow("Change who reads it", within="aside")
    if ghana.script:
        ghana.page.locator("[name=audience][value=network]").check()
        ghana.sees("#preview p:has-text('can read it from then on')")
    ghana.tick("audience", "network")
    ghana.press("button[value=choose]", ".note.well")
    assert ghana.sees(".note.well").inner_text().startswith("Sent.")
    assert found_by_search(denmark, "okapi") == []

    editor.go("/desk")
    editor.follow("Okapi patrols")
    editor.sees("#wished")
    with editor.refused(422):
        editor.press(f"form[action='{place}/keep'] button", ".problem")
    editor.press(f"form[action='{place}/widen'] button", ".note.well")
    assert editor.sees(".note.well").inner_text().startswith("Opened.")
    assert found_by_search(denmark, "okapi") == [place]

    ghana.go(f"{place}/readers")
    ghana.tick("audience", "secretariat")
    ghana.press("button[value=choose]", ".note.well")
    assert found_by_search(denmark, "okapi") == []
    denmark.not_found(place)
    assert found_by_search(ghana, "okapi") == [place]


def publish_for_africa(ghana, editor) -> str:
    """Publish a practice of Ghana for its own group; return its address."""
    ghana.go("/practices/new")
    ghana.fill(title="Okapi patrols", summary="Okapis are safe.", description="On foot.")
    ghana.tick("themes", "other")
    ghana.press("main form button[type=submit]", "#f-responsible_body")
    place = ghana.path.removesuffix("/edit/how")
    ghana.go(f"{place}/edit/readers")
    ghana.tick("own_source", "yes")
    ghana.tick("audience", "chosen")
    ghana.add_reader("group:african")
    ghana.press("button[value=continue]", "#h-preview")
    ghana.press("main form button[type=submit]", ".note.well")
    editor.go(place)
    editor.press(f"form[action='{place}/publish'] button", ".note.well")
    return place
