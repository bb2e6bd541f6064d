"""A contested office is put under review by two people, and taken out of it by two."""

import pytest

pytestmark = pytest.mark.browser

SAID = "This office is under review: it is contested who holds it."


def test_two_people_put_an_office_under_review_and_end_it(visitor):
    ghana, editor, administrator, denmark = (
        visitor("focal-point-gha"), visitor("editor"), visitor("administrator"),
        visitor("focal-point-dnk"),
    )  # fmt: skip
    ghana.go("/account")
    editor.go("/directory/GHA/offices")
    editor.follow("Review of the office")
    here = editor.path
    with editor.refused(422):
        editor.press("main form button[type=submit]", ".problem")
    editor.fill(reason="Two letters, of 3 and of 5 November, name different holders.")
    editor.press("main form button[type=submit]", "#h-second")
    assert editor.read("main .act button") == ["Withdraw the proposal"]
    ghana.go("/account")
    assert ghana.path == "/account", "what is proposed changes nothing"

    administrator.go("/desk")
    administrator.follow("Focal Point, Ghana")
    assert administrator.path == here
    administrator.press(f"form[action='{here}/confirm'] button", "main .note")
    assert administrator.read("main .note p") == [SAID]

    ghana.go("/account")
    assert ghana.path.startswith("/sign-in"), "the session of its holder has ended"
    denmark.go("/directory/GHA")
    assert SAID in denmark.read("main p")
    ghana.sign_in("focal-point-gha")
    with ghana.refused(403):
        ghana.go("/practices/new")

    administrator.tick("ground", "note-verbale")
    administrator.press("main form button[type=submit]", "#h-second")
    editor.go(here)
    editor.press(f"form[action='{here}/confirm'] button", "main textarea[name=reason]")
    denmark.go("/directory/GHA")
    assert SAID not in denmark.read("main p")
    ghana.go("/account")
    assert ghana.path.startswith("/sign-in"), "whoever holds it then signs in anew"
    ghana.sign_in("focal-point-gha")
    ghana.go("/practices/new")
    ghana.sees("main [name=title]")
