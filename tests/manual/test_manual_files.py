"""Files: there and back is the same, edited files keep the ids, loading never overwrites."""

import shutil
from pathlib import Path

import pytest

from app.core.config import ROOT
from app.manual import loading, naming
from app.manual import queries as manual_queries
from app.manual.values import DRAFT

REAL = ROOT / "manual"


def tree(folder: Path) -> dict[str, str]:
    found = (path for path in folder.rglob("*") if path.suffix in {".md", ".toml"})
    kept = (path for path in found if path.name != "README.md")
    return {str(p.relative_to(folder)): p.read_text(encoding="utf-8") for p in kept}


def state(database):
    """Return all that the draft says, and the current edition's hash."""
    with database.read() as conn:
        heads = manual_queries.heads(conn, DRAFT)
        texts = manual_queries.texts(conn, DRAFT, (head.chapter_id for head in heads))
        return heads, texts, manual_queries.current(conn)


def test_the_real_manual_goes_in_and_out_unchanged(database, tmp_path):
    with database.unit_of_work() as db:
        assert loading.load(db) == 19
    before = state(database)
    with database.unit_of_work() as db:
        loading.export(db, tmp_path / "out")
        assert loading.import_(db, tmp_path / "out").changed == 0
        assert loading.load(db) == 0

    assert tree(tmp_path / "out") == tree(REAL)
    assert state(database) == before


def test_an_edited_draft_goes_out_and_in_unchanged(manual, rewrite, tmp_path):
    rewrite("Send it.", 'Send "it" \\ today.')
    before = state(manual)
    with manual.unit_of_work() as db:
        loading.export(db, tmp_path / "out")
        assert loading.import_(db, tmp_path / "out").changed == 0
    assert state(manual) == before


def test_edited_files_keep_ids_by_text_by_likeness_and_by_place(manual, folder):
    file = folder / "en" / "01-beginning.md"
    text = "\n".join(li for li in file.read_text().split("\n") if not li.startswith("{#"))
    text = text.replace("begins with a letter", "begins with a good letter")
    file.write_text(text.replace("2. Send it.", "2. Send it.\n\nA new last line, all alone."))
    with manual.unit_of_work() as db:
        assert loading.import_(db, folder).changed == 1

    heads, texts, _ = state(manual)
    ids = [block.id for block in texts[heads[0].chapter_id].blocks]
    assert ids[:-1] == ["h2aaaaaa", "p2aaaaaa", "p2bbbbbb", "h2bbbbbb", "t2aaaaaa", "l2aaaaaa"]
    assert (heads[0].version, heads[1].version) == (2, 1)


def test_a_paragraph_moved_with_its_id_to_another_chapter_stays_itself(manual, folder):
    one, two = folder / "en" / "01-beginning.md", folder / "en" / "02-going-on.md"
    moved = "{#l2aaaaaa}\n1. Write it.\n2. Send it.\n"
    one.write_text(one.read_text().replace(moved, ""))
    two.write_text(two.read_text() + "\n" + moved)
    with manual.unit_of_work() as db:
        assert loading.import_(db, folder).changed == 2

    heads, texts, _ = state(manual)
    assert texts[heads[1].chapter_id].blocks[-1].id == "l2aaaaaa"
    assert "l2aaaaaa" not in [b.id for b in texts[heads[0].chapter_id].blocks]


def test_a_renamed_chapter_is_found_under_its_old_name(browse, manual, folder, publish):
    book = folder / "manual.toml"
    book.write_text(book.read_text().replace('slug = "beginning"', 'slug = "first-steps"'))
    with manual.unit_of_work() as db:
        assert loading.import_(db, folder).changed == 1
    publish("Renamed a chapter.")

    with manual.unit_of_work() as db:
        loading.export(db, folder)
    assert sorted(tree(folder)) == [
        "en/01-first-steps.md",
        "en/02-going-on.md",
        "en/03-glossary.md",
        "manual.toml",
    ]
    to_new = browse().get("/manual/2/en/beginning", status=308)
    assert to_new.location == "/manual/2/en/first-steps"
    assert browse().get("/manual/1/en/first-steps", status=308).location == "/manual/1/en/beginning"
    current = browse().get("/manual/current/en/beginning", status=307)
    assert current.location == "/manual/2/en/first-steps"
    page = browse().get("/manual/compare/1/2?chapter=beginning")
    assert page.words("#words li") == ["Address“beginning” became “first-steps”."]
    assert browse("editor").get("/manual/edit/beginning").words("h1") == ["Beginning"]


def test_a_chapter_can_be_added_and_removed(browse, manual, folder, publish):
    book = folder / "manual.toml"
    going_on = book.read_text().partition('[[chapters]]\nid = "chaptertwo22"')
    rest = going_on[2].partition("[[chapters]]")
    fresh = (
        '[[chapters]]\nslug = "ending"\nnumber = "2"\nkind = "chapter"\nfile = "en/02-ending.md"'
    )
    fresh += '\ntitle = "Ending"\naudience_line = "For all."\nquestions = []\n\n'
    book.write_text(going_on[0] + fresh + "[[chapters]]" + rest[2])
    (folder / "en" / "02-ending.md").write_text("One ends by handing over.\n")
    with manual.unit_of_work() as db:
        assert loading.import_(db, folder).changed == 1
    publish("A chapter for another.")

    page = browse().get("/manual/compare/1/2")
    assert page.words(".rows h3") == ["2 Ending", "2 Going on"]
    assert page.words(".rows .meta") == ["New chapter1 new", "Chapter removed3 removed"]
    for slug in ("ending", "going-on"):
        browse().get(f"/manual/compare/1/2?chapter={slug}")
    browse().get("/manual/2/en/going-on", status=404)
    browse().get("/manual/1/en/going-on")


def test_naming_writes_each_missing_id_once(tmp_path):
    folder = tmp_path / "manual"
    shutil.copytree(REAL, folder)
    file = folder / "en" / "01-what-a-focal-point-is.md"
    file.write_text(file.read_text() + "\nOne more paragraph.\n", encoding="utf-8")
    before = tree(folder)

    assert naming.name(folder) == (1, 0)
    after = tree(folder)
    assert naming.name(folder) == (0, 0)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"en/01-what-a-focal-point-is.md"}


@pytest.mark.parametrize("name", ["../outside.md", "/etc/hostname"])
def test_files_outside_the_folder_are_not_read(manual, folder, name):
    (folder.parent / "outside.md").write_text("Secret.")
    book = folder / "manual.toml"
    book.write_text(book.read_text().replace("en/01-beginning.md", name))
    before = state(manual)

    with pytest.raises(ValueError, match="outside"), manual.unit_of_work() as db:
        loading.import_(db, folder)
    assert state(manual) == before


def test_an_export_that_cannot_be_ended_leaves_all_as_it_was(manual, folder, rewrite, monkeypatch):
    (folder / "en" / "own.txt").write_text("Not the manual's.")
    rewrite("Send it.", "Send it today.")
    rewrite("by asking others", "by asking many", "going-on")
    before = tree(folder)
    moved: list[Path] = []
    replace = Path.replace

    def cut_off(start: Path, end: Path) -> Path:
        moved.append(end)
        if end == folder / "en" / "01-beginning.md" and len(moved) < 9:
            raise OSError(28, "No space left on device")
        return replace(start, end)

    with monkeypatch.context() as patched, manual.unit_of_work() as db:
        patched.setattr(Path, "replace", cut_off)
        with pytest.raises(OSError, match="No space"):
            loading.export(db, folder)
    assert len(moved) > 9
    assert tree(folder) == before
    with manual.unit_of_work() as db:
        loading.export(db, folder)
    assert [name for name, text in tree(folder).items() if text != before[name]] != []
    assert sorted(path.name for path in folder.iterdir()) == ["en", "manual.toml"]
    assert (folder / "en" / "own.txt").read_text() == "Not the manual's."
