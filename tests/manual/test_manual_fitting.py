"""A chapter is checked as a whole before it is saved or submitted: each edition can be opened."""

import pytest

from app.core.errors import TooLarge
from app.manual.editing.saving import Typed, plan
from tests.manual.test_manual_desk import DESK, desk, rows
from tests.manual.test_manual_importing import told
from tests.manual.test_manual_translating import folder

__all__ = ["desk", "folder"]
pytestmark = pytest.mark.usefixtures("manual")
HALF = "x" + "*" * 1_500  # costs more than half of what a text of this length may


def test_paragraphs_that_cannot_be_shown_together_are_refused_and_stay_as_typed(
    browse, database, desk
):
    browse("editor").post(DESK, desk(t_p2aaaaaa=HALF))
    before = rows(database)
    page = browse("editor").post(DESK, desk(t_p2bbbbbb=HALF), status=422)
    assert page.words(".problem li")[0].startswith("Put together, the chapter is too long")
    assert page.soup.select_one("#f-t-p2bbbbbb").get_text().strip() == HALF
    assert rows(database) == before


def test_a_long_chapter_of_signs_that_a_form_writes_with_nine_letters_arrives(
    browse, database, desk
):
    long = "漢" * 75_000
    browse("editor").post(DESK, desk(t_p2aaaaaa=long, t_p2bbbbbb=long))
    assert rows(database)["p2aaaaaa"] == long


def test_source_and_translation_that_cannot_be_shown_together_are_not_submitted(
    browse, desk, rewrite, submit
):
    browse("editor").post(DESK, desk(t_p2bbbbbb=HALF))
    rewrite("An office begins", f"An office {HALF} begins")
    (said,) = submit(status=409).words(".problem li")
    assert said.startswith("Chapter 1 is too long in French, or has too many marks")


def test_an_import_of_what_cannot_be_shown_together_changes_nothing(manual, folder):
    before = rows(manual)
    source, french = folder / "en" / "01-beginning.md", folder / "fr" / "01-beginning.md"
    source.write_text(source.read_text().replace("An office begins", f"An office {HALF} begins"))
    french.write_text(french.read_text().replace("répond", HALF))
    said, ended = told(manual, folder)
    assert (said, ended) == (
        [], "fr: beginning is too long, or has too many marks. Shorten it. Nothing was changed.",
    )  # fmt: skip
    assert rows(manual) == before


def test_a_section_does_not_make_its_chapter_longer_than_a_chapter_may_be(database):
    with database.read() as conn, pytest.raises(TooLarge, match="at most"):
        plan(conn, "chapterone22", Typed("h2bbbbbb", 1, "## The letter\n\n" + "a " * 99_990))
