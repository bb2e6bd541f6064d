"""Who reads a figure before an edition has it; figures that are suggested, and translated."""

from datetime import timedelta

import pytest

from app.core import clock
from app.manual.consulting import actions as consulting
from app.manual.figures.checking import FiguresWrong
from app.manual.voices.forms import Invitee
from app.notifications.post import Post
from app.text.figures import ADDRESS_OF, written
from tests.manual.sample import By, Words, consultation, suggestion, voice
from tests.manual.test_manual_consulting import later
from tests.manual.test_manual_desk import DESK, desk
from tests.manual.test_manual_figures import added, figure_of, keep
from tests.manual.test_manual_translating import folder
from tests.support.pictures import drawn

__all__ = ["added", "desk", "folder"]
pytestmark = pytest.mark.usefixtures("manual")


@pytest.fixture
def by(cast, portal):
    """Who leads, and how people are told."""
    return By(cast["editor"].viewer, Post.of(portal))


@pytest.fixture
def suggest(by, cast, database):
    """Return how Ghana proposes other words for a paragraph."""

    def made(block: str, wording: str) -> str:
        with database.unit_of_work() as db:
            return suggestion(db, cast["ghana"].viewer, block, Words(wording), by)

    return made


def test_whoever_is_consulted_sees_the_figures_of_that_text_and_no_others(
    browse, database, added, by
):
    there = f"{ADDRESS_OF}{added()}"
    later = keep(database, drawn("blue"))
    browse("ghana").get(there, status=404)
    with database.unit_of_work() as db:
        made = consultation(db, by)
    assert browse("ghana").get(there).headers["cache-control"] == "private, no-cache"
    page = browse("ghana").get(f"/manual/consultations/{made}/chapters/beginning")
    assert page.soup.select_one("#whole figure img")["src"] == there
    browse("ghana").get(f"{ADDRESS_OF}{later}", status=404)
    for person in ("nobody", "stranger"):
        browse(person).get(there, status=404)
    with database.unit_of_work() as db:
        consulting.withdraw(db, by.staff, made, by.post)
    browse("ghana").get(there, status=404)
    browse("editor").get(there)


def test_a_guest_of_a_consultation_sees_its_figures_until_its_last_day(
    browse, database, cast, added, by
):
    there = f"{ADDRESS_OF}{added()}"
    with database.unit_of_work() as db:
        made = consultation(db, by)
        second, until = cast["administrator"].viewer, clock.today() + timedelta(days=60)
        asked = Invitee("Ada", "Institute", "stranger@example.org", until, second.person_id)
        seat = voice(db, by.staff, second, cast["stranger"].viewer, made, asked)
    stranger = browse("stranger")
    page = stranger.get(f"/guest/consultation/{seat}/chapters/beginning")
    assert page.soup.select_one("figure img")["src"] == there
    stranger.get(there)
    browse("nobody").get(there, status=404)
    with later(90):
        stranger.get(there, status=404)
    with database.unit_of_work() as db:
        consulting.withdraw(db, by.staff, made, by.post)
    stranger.get(there, status=404)


def test_a_suggestion_shows_what_readers_see_and_nothing_of_the_draft(
    browse, database, added, publish, suggest
):
    hidden = keep(database, drawn("blue"))
    name = added()
    publish()
    block = figure_of(database).id
    other = written(name, "A better map", "UN Photo")
    made = suggest(block, other)
    page = browse("ghana").get(f"/manual/suggestions/{made}")
    assert page.soup.select_one("main figure img")["src"] == f"{ADDRESS_OF}{name}"
    assert "Alternative text: “A map of the office” became “A better map”." in page.text
    for wording in (written(hidden, "A map", "UN"), written(name, "", "UN")):
        with pytest.raises(FiguresWrong):
            suggest(block, wording)
    editor = browse("editor")
    seen = editor.get(f"/manual/suggestions/{made}").soup.select_one("[name=seen]")["value"]
    editor.post(f"/manual/suggestions/{made}/accept", {"seen": seen})
    assert figure_of(database).source == other


def test_a_translation_has_its_own_words_and_may_have_its_own_picture(
    browse, database, added, publish, desk
):
    added()
    other = keep(database, drawn("blue", (30, 10)))
    block = figure_of(database).id
    editor = browse("editor")
    form = desk()
    page = editor.post(DESK, {**form, f"t-{block}": written(other, "", "Photo ONU")}, status=422)
    assert "has no alternative text" in page.words(".problem li")[0]
    page = editor.post(DESK, {**form, f"t-{block}": "Des mots."}, status=422)
    assert page.words(".problem li")
    editor.post(DESK, {**form, f"t-{block}": written(other, "Un plan", "Photo ONU", "Ici.")})
    publish()
    image = browse().get("/manual/2/fr/beginning").soup.select_one("figure img")
    assert (image["src"], image["alt"]) == (f"{ADDRESS_OF}{other}", "Un plan")
    browse().get(image["src"])
    assert browse().get("/manual/2/en/beginning").soup.select_one("figure img")["alt"] != "Un plan"


def test_very_many_uploads_wait(browse, settings):
    editor = browse("editor")
    where = "/manual/edit/beginning/sections/h2bbbbbb/figures"
    answers = [
        editor.client.post(where, data={"csrf": editor.token}, follow_redirects=False).status_code
        for _ in range(30 * settings.patience)
    ]
    assert answers[0] == 422
    assert answers[-1] == 429
