"""A letter is prepared, rewritten and sent by the Secretariat; an office sees whose turn it is."""

import pytest

from app.core.db import Database
from app.core.seal import Seal
from app.demonstration import settle_personas
from app.loading import load_demonstration

pytestmark = pytest.mark.browser


def furnish(live) -> None:
    """Load the requests and offers of the demonstration."""
    database = Database(live.database)
    with database.unit_of_work() as db:
        people = settle_personas(db, live)
    seal = Seal(live.seal_key.get_secret_value())
    load_demonstration(database, people, seal, lambda _line: None)
    database.close()


def test_letters_wait_until_they_are_sent_and_the_overview_says_whose_turn_it_is(visitor, live):
    furnish(live)
    office = visitor("focal-point-gha")
    office.go("/assistance/overview")
    page = office.page
    assert page.locator("h2").all_inner_texts()[1:] == [
        "Asked", "Offered", "Promised", "Received and given",
    ]  # fmt: skip
    page.locator("select[name=list]").select_option("asked")
    if office.script:
        page.wait_for_url("**list=asked*")
    else:
        office.press("form.tools button", "#h-asked")
    assert page.locator("#h-came").count() == 0

    editor = visitor("editor")
    editor.go("/desk/requests")
    desk = editor.page
    assert desk.locator("#keys").is_visible() is editor.script
    for box in desk.locator("input[name=item]").all():
        box.check()
    editor.press("button[value=asker]", "#outbox")
    editor.press("ul.rows h3 a >> nth=0", "textarea[name=words]")
    desk.locator("textarea[name=words]").fill("Please look at it this week.")
    editor.press("main form.stack button", ".note")
    assert desk.locator("textarea[name=words]").input_value() == "Please look at it this week."
    editor.press("form[action$='/send'] button", "#outbox .note")
    editor.go("/desk/letters?show=sent")
    assert desk.locator("ul.rows li").count() == 1

    editor.go("/desk/requests?stage=open")
    editor.press("td a[href$='/helpers'] >> nth=0", "h1")
    assert desk.locator("h1").inner_text() == "Ask likely helpers"
    assert editor.complaints == []
    assert office.complaints == []
