"""What the browser accepts goes out to files and in again, and has the hash that was signed."""

import pytest

from app.manual import loading
from app.manual.actions.publishing import whole_draft
from app.manual.translating import queries as said
from app.manual.verifying import of_files
from tests.manual.test_manual_desk import DESK, desk, rows
from tests.manual.test_manual_importing import told
from tests.manual.test_manual_translating import folder

__all__ = ["desk", "folder"]
pytestmark = pytest.mark.usefixtures("manual")


def test_a_chapter_for_nobody_named_and_a_block_without_a_head_go_out_and_in(
    browse, database, desk, filled, tmp_path
):
    browse("editor").post(DESK, desk(readers=""))
    browse("editor").post("/manual/edit/going-on", filled("going-on", readers=""))
    with database.unit_of_work() as db:
        head = said.draft_head
        db.execute(head.delete().where(head.c.language == "ar"))
    out = tmp_path / "out"
    with database.unit_of_work() as db:
        loading.export(db, out)
        assert of_files(out) == whole_draft(db.connection()).hash
        assert loading.import_(db, out).changed == 0


def test_signs_that_turn_the_writing_are_refused_by_the_desk_and_in_files(
    browse, database, desk, folder
):
    before = rows(database)
    for name in ("t-p2bbbbbb", "questions"):
        page = browse("editor").post(DESK, {**desk(), name: "Un \u202etexte."}, status=422)
        assert "invisible sign that turns" in page.words(".problem li")[0]
    assert rows(database) == before
    book = folder / "fr" / "translation.toml"
    whole = book.read_text()
    for sign, says in (("\\u202e", "U+202E"), ("\\u0000", "no text")):
        book.write_text(whole.replace("Comment", f"Com{sign}ment"))
        assert says in told(database, folder)[1]
    book.write_text(whole.replace("Commencer", "Com\\u202emencer"))
    assert "U+202E" in told(database, folder)[1]
