"""An expert comes by a letter, another by a code without script: both are named as they choose."""

import pytest
from sqlalchemy import select

from app.core.db import table
from app.mail.models import Letter

pytestmark = pytest.mark.browser

ADDRESS = "uninvited@example.org"
WORDS = "Paragraph 1.1 forgets civil society."


def test_guests_of_a_consultation_come_say_what_they_think_and_are_answered(visitor, holdings):
    editor, guest, paper = visitor("editor"), visitor(width=360), visitor()
    place, code = invites(editor)
    number = comes_by_letter(guest, link(holdings, guest.base))
    comes_by_code(paper, code)

    editor.go(place)
    rows = editor.read("#h-sent ~ .rows h3, #h-sent ~ .rows a")
    assert "Institute of Machines" in rows
    assert "Guest 2, name withheld" in rows
    editor.page.locator("#h-sent ~ .rows a").first.click()
    editor.sees("#h-words")
    assert number in editor.page.locator("main").inner_text()
    editor.follow("Who this guest is")
    assert editor.read(".facts dd")[0] == "Ada Lovelace"
    paper.page.locator("details:has(form[action='/by-code/withdraw']) summary").click()
    paper.press("form[action='/by-code/withdraw'] button", "main .note.well")
    editor.go(place)
    assert editor.read("#h-sent ~ .rows h3 a") == ["Institute of Machines"]
    assert [one.complaints for one in (editor, guest, paper)] == [[], [], []]


def invites(editor) -> tuple[str, str]:
    """Open a consultation and invite two; return its address, and the code of the second."""
    editor.go("/manual/consult")
    editor.fill(title="How it begins", asked="Does it fit civil society?")
    editor.press("main form[method=post] button", "main .note.well")
    place = str(editor.path.partition("?")[0])
    editor.follow("Guests of this consultation")
    editor.sees("#h-invite")
    second = editor.page.locator("[name=second] option").nth(1).get_attribute("value")
    ada = {"name": "Ada Lovelace", "organisation": "Institute of Machines", "address": ADDRESS}
    editor.fill(**ada, second=second)
    editor.press("main form button:has-text('Invite')", "main .note.well")
    editor.fill(name="Grace Hopper", organisation="A navy", second=second)
    editor.tick("way", "code")
    editor.press("main form button:has-text('Invite')", "h1:has-text('A code for a guest')")
    return place, editor.read(".facts dd")[1]


def comes_by_letter(guest, path: str) -> str:
    """Accept the invitation, read, write and send; return the check number."""
    guest.go(path)
    guest.page.locator("main form button").first.click()
    guest.page.locator("[data-persona=uninvited]").click()
    guest.page.wait_for_url("**/guest/invitation/*")
    guest.fill(address=ADDRESS)
    guest.press("main form button", "#h-own")
    assert guest.read("h1") == ["How it begins"]
    guest.page.locator("#h-text ~ .rows a").first.click()
    guest.sees("#whole .read")
    guest.follow("Back to the consultation")
    guest.follow("Write a submission")
    guest.fill(words=WORDS, organisation="Institute of Machines")
    guest.tick("naming", "organisation")
    guest.press("button:has-text('Look at it before sending')", "#h-shown")
    guest.press("form[action$='/send'] button", "main .note.well")
    number = str(guest.read(".facts dd")[2])
    guest.go("/home")
    guest.follow("Consultation on the manual")
    guest.sees("#h-own")
    return number


def comes_by_code(paper, code: str) -> None:
    """Type a wrong code and the right one, write and send."""
    paper.go("/by-code")
    paper.fill(code="nothing")
    with paper.refused(422):
        paper.press("main form button", ".problem")
    paper.fill(code=code.lower())
    paper.press("main form button", "#h-own")
    paper.press("main form[action='/by-code/write'] button", "#f-words")
    paper.fill(words="Asking others is *right*.")
    paper.tick("naming", "withheld")
    paper.press("button:has-text('Look at it before sending')", "#h-shown")
    paper.press("form[action$='/send'] button", "main .note.well")


def link(holdings, base: str) -> str:
    """Return the path of the invitation, as its letter says it."""
    letter = table(Letter)
    with holdings.read() as conn:
        body = conn.execute(select(letter.c.body).where(letter.c.address == ADDRESS)).scalar_one()
    return str(body.partition(base)[2].split()[0])
