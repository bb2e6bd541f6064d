"""No language changes unseen: each is measured, counted and shown to the second person."""

import pytest

from app.manual.publishing import due
from tests.manual.test_manual_desk import desk
from tests.manual.test_manual_translating import folder

__all__ = ["desk", "folder"]
pytestmark = pytest.mark.usefixtures("manual")
DESK = "/manual/translate/fr/beginning"


def test_what_is_translated_anew_is_measured_and_shown_to_the_second_person(browse, desk, submit):
    sent = desk(t_p2bbbbbb="<b>Tout autre chose", title="Débuter", questions="Quand ?")
    browse("editor").post(DESK, sent)
    page = browse("editor").get("/manual/publish")
    assert page.words("#tongues-changed li") == [
        "French: 2 paragraphs change. Share of words changed: 40.0 %."
    ]
    assert "Measured by the share of changed words: major." in page.text
    made = submit("Wording.", "minor")
    page = browse("administrator").get(made.location)
    assert "Called minor, measured as major." in page.words("dd")
    assert page.words("#tongues-changed a") == ["French"]
    shown = browse("administrator").get(page.soup.select_one("#tongues-changed a")["href"])
    assert shown.words("main h2") == ["1 Beginning"]
    assert shown.words("main li > p:first-child") == [
        "Title", "Questions the chapter answers", "Paragraph",
    ]  # fmt: skip
    assert "Débuter" in shown.words("main li ins")
    assert "Tout autre chose" in shown.text
    assert "<b>Tout" not in shown.text
    browse("ghana").get(f"{made.location}/languages/fr", status=403)
    browse("administrator").get(f"{made.location}/languages/xx", status=404)
    untouched = browse("administrator").get(f"{made.location}/languages/ar")
    assert untouched.words("main h2") == ["Nothing changes in this language"]


def test_silence_publishes_no_rewritten_language_and_no_rewritten_titles(
    browse, app, desk, filled, submit
):
    from datetime import timedelta  # noqa: PLC0415

    from app.core import clock  # noqa: PLC0415

    browse("editor").post(DESK, desk(t_p2bbbbbb="Tout autre chose."))
    made = submit("Wording.", "minor")
    with clock.moved(timedelta(days=5)):
        assert due.take_effect_due(app.state.portal) == 0
    browse("editor").post(f"{made.location}/take-back")
    before = browse("editor").get("/manual/publish").words("#tongues-changed li")
    browse("editor").post(
        "/manual/edit/beginning", filled(title="Another beginning", questions="Why at all?")
    )
    page = browse("editor").get("/manual/publish")
    assert page.words("#tongues-changed li") == before
    assert "Share of words changed: 0.0" not in page.text


def test_a_draft_changed_since_is_not_shown_to_who_may_not_read_it(browse, rewrite, submit):
    rewrite("Send it.", "Send it today.")
    made = submit("Said when.", "minor")
    second = browse("administrator")
    second.get(f"{made.location}/beginning")
    rewrite("Send it today.", "A secret of tomorrow.")
    page = second.get(made.location)
    assert "What changes" not in page.words("h2")
    second.get(f"{made.location}/beginning", status=404)
    second.get(f"{made.location}/languages/fr", status=404)
