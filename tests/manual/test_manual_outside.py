"""The proof with a manual from outside: what it fetches, how it cuts, and that it notices."""

import io
import tarfile
from dataclasses import replace

import pytest

from prove import outside, shaping
from prove.manual import measured
from prove.printing import printed
from prove.roots import CannotBuild

OLDER = {
    "guide/files": "---\nx: y\n---\n# The *first*\n\nOne paragraph.[^a]\n\n[^a]: A source.\n",
    "guide/table": "## Table\n\n| a | b |\n| --- | --- |\n| c | d |\n\n- one\n    - deeper\n",
}
NEWER = {
    **OLDER,
    "guide/files": OLDER["guide/files"].replace("One paragraph", "Another paragraph of words"),
    "more": "No title, and a paragraph that is long enough to be searched for here.\n",
}


def archive(folder, pages):
    file = folder / "sample-1.0.tgz"
    with tarfile.open(file, "w:gz") as packed:
        for name, text in pages.items():
            one = tarfile.TarInfo(f"package/{name}")
            one.size = len(text)
            packed.addfile(one, io.BytesIO(text))
    return file


def test_pages_are_read_from_the_archive_and_nothing_is_unpacked(tmp_path):
    made = {
        "docs/b.md": b"B",
        "docs/x/a.md": b"\xef\xbb\xbfA",
        "src/c.md": b"C",
        "docs/d.png": b"D",
    }
    file = archive(tmp_path, made)

    assert list(outside.pages(file)) == [("b", "B"), ("x/a", "A")]
    assert list(tmp_path.iterdir()) == [file]
    with pytest.raises(CannotBuild):
        list(outside.pages(archive(tmp_path, {"docs/a.md": b"a" * (2**20 + 1)})))


def test_what_cannot_be_fetched_is_one_line_that_is_not_reached(tmp_path):
    nowhere = outside.Package("sample", ("1.0", "2.0"), ("false", "{name}@{release}"))
    with pytest.raises(CannotBuild, match=r"sample 1\.0 cannot be fetched"):
        nowhere.fetch("1.0", tmp_path)
    missing = replace(nowhere, command=("/nowhere/client",))
    with pytest.raises(CannotBuild, match="/nowhere/client"):
        missing.fetch("1.0", tmp_path)


def test_pages_become_chapters_and_long_ones_several(monkeypatch):
    assert [(one.slug, one.title) for one in shaping.chapters(NEWER)] == [
        ("guide-files", "The first"), ("guide-table", "Table"), ("more", "more"),
    ]  # fmt: skip
    long = "# A\n\nText.\n\n```\n# no heading\n```\n\n## B\n\nMore.\n\n## C\n\nLast.\n"
    monkeypatch.setattr(shaping, "MOST_CHAPTER", 40)
    cut = list(shaping.chapters({"files": long}))
    assert "".join(one.text for one in cut) == long
    assert [one.slug for one in cut] == ["files-page", "files-page-2"]
    with pytest.raises(shaping.TooLarge):
        list(shaping.chapters({"x": "word " * 20}))


def test_two_releases_pass_and_a_text_that_is_not_theirs_is_noticed(tmp_path):
    manuals = [{one.slug: one for one in shaping.chapters(pages)} for pages in (OLDER, NEWER)]
    press = printed(f"sqlite:///{tmp_path}/a.sqlite3", tmp_path, manuals)

    found = [(row.figure, row.good) for row in measured(press, tmp_path, files=False)]
    assert [good for _, good in found] == [True] * 6
    assert found[-1][0] == "1 0 1 0"
    for n in (0, 1):
        lost = dict(manuals[n])
        lost["guide-files"] = lost["guide-files"]._replace(text="Not this.\n")
        others = [lost if n == place else one for place, one in enumerate(manuals)]
        rows = list(measured(replace(press, manuals=others), tmp_path, files=False))
        assert [row.good for row in rows] == [False, True, True, False, True, True]
    press.portal.db.close()
