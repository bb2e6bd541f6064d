"""A chapter is checked as a whole before it is saved or submitted: each edition can be opened."""

import pytest

from app.core.errors import TooLarge
from app.manual import queries
from app.manual.editing.saving import Typed, plan
from app.manual.values import DRAFT
from app.text.blocks import split
from tests.manual.test_manual_desk import DESK, desk, rows
from tests.manual.test_manual_importing import told
from tests.manual.test_manual_sections import LIST, opened
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


ROW = f"| {'1 | ' * 40}\n"
DENSE = f"{ROW}|{'-|' * 40}\n{ROW * 150}".strip()  # costs more than its own length allows
AROUND = "\n\nPlain words around it.\n\n" + "plain words " * 8_000
LONG = "\n\n{#p2aaaaaa}\n" + "plain words " * 8_000
SAYS = "The paragraph or table that begins with “| 1 | 1 |"


def test_the_marks_of_one_table_are_not_paid_for_by_the_words_around_it(browse, filled, database):
    assert split(f"{DENSE}{AROUND}"), "as a whole the text costs no more than its length allows"
    before, editor = rows_of(database), browse("editor")
    form = {**filled("beginning"), "text": f"{DENSE}{AROUND}"}
    page = editor.post("/manual/edit/beginning", form, status=422)
    assert page.words(".problem li")[0].startswith(SAYS)
    section = f"{LIST}/h2bbbbbb"
    sent = {**opened(editor, section), "text": f"## The letter\n\n{DENSE}{AROUND}"}
    page = editor.post(section, sent, status=422)
    assert page.words(".problem li")[0].startswith(SAYS)
    assert rows_of(database) == before


def rows_of(database):
    with database.read() as conn:
        return queries.chapter_text(conn, DRAFT, "chapterone22")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_import_of_such_a_table_says_where_it_stands_and_changes_nothing(
    manual, folder, language
):
    before, file = rows_of(manual), folder / language / "01-beginning.md"
    name = "t2aaaaaa" if language == "en" else "p2bbbbbb"
    start = file.read_text().partition("{#")[0]
    file.write_text(f"{start}{{#{name}}}\n{DENSE}{AROUND if language == 'en' else LONG}\n")
    said, ended = told(manual, folder)
    assert said == []
    assert ended.startswith(f"{language}/01-beginning.md: {SAYS}")
    assert rows_of(manual) == before
