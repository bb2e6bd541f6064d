"""Who reads a practice is chosen anew: more readers by the Secretariat's leave, fewer at once."""

import pytest

from tests.browser.test_practice_journey import found_by_search, publish_for_africa

pytestmark = pytest.mark.browser


def test_readers_come_when_the_secretariat_agrees_and_go_at_once(visitor):
    ghana, editor, denmark = (
        visitor("focal-point-gha"), visitor("editor"), visitor("focal-point-dnk")
    )  # fmt: skip
    place = publish_for_africa(ghana, editor, "Okapi")
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
