"""The manual as data beyond chapters: redlines word by word, and one block by its lasting id."""

from hashlib import sha256

import pytest

from tests.manual.test_manual_translating import folder

__all__ = ["folder"]
pytestmark = pytest.mark.usefixtures("manual")
API = "/api/v1/manual"


@pytest.fixture
def second(browse, filled, publish):
    """Edition 2: one paragraph reworded, one removed, one new, another title."""
    form = filled()
    text = form["text"].replace("begins with a letter", "begins with two letters")
    text = text.replace("1. Write it.\n2. Send it.", "")
    browse("editor").post(
        "/manual/edit/beginning", {**form, "title": "The beginning", "text": f"{text}\n\nNew."}
    )
    publish()


@pytest.mark.usefixtures("second")
def test_a_redline_has_every_word_of_both_texts(browse):
    data = browse().get(f"{API}/compare/1/2").json()

    (chapter,) = data["chapters"]
    assert (data["old"], data["new"], data["reordered"]) == (1, 2, False)
    assert 0 < data["share"] < 1
    assert {k: chapter[k] for k in ("id", "slug", "number", "title", "state", "unchanged")} == {
        "id": "chapterone22",
        "slug": "beginning",
        "number": "1",
        "title": "The beginning",
        "state": "changed",
        "unchanged": 4,
    }
    assert [one["field"] for one in chapter["head"]] == ["title"]
    edited, gone, new = chapter["blocks"]
    assert (edited["id"], edited["kind"], edited["old_number"], edited["new_number"]) == (
        ("p2aaaaaa", "edited", "1.1", "1.1")
    )
    before, after = (
        "".join(s["text"] for s in edited["spans"] if s["op"] in {"keep", op})
        for op in ("delete", "insert")
    )
    source = "An office begins with {}.[^letter]\n\n[^letter]: A source, [page]({})."
    link = "https://example.org/letter"
    assert before == source.format("a letter", link)
    assert after == source.format("two letters", link)
    assert (gone["id"], gone["kind"], gone["old_number"], gone["new_number"]) == (
        ("l2aaaaaa", "deleted", "1.4", None)
    )
    assert (new["kind"], new["old_number"], new["new_number"]) == ("inserted", None, "1.4")
    one = browse().get(f"{API}/compare/1/2?chapter=beginning").json()
    assert one == {**data, "share": None, "reordered": None}
    assert browse().get(f"{API}/compare/2/2").json()["chapters"] == []


@pytest.mark.usefixtures("second")
def test_a_block_has_a_life_through_the_editions(browse):
    life = browse().get(f"{API}/blocks/p2aaaaaa").json()

    assert [(one["edition"], one["number"], one["chapter"]) for one in life["editions"]] == [
        (2, "1.1", "chapterone22"),
        (1, "1.1", "chapterone22"),
    ]
    assert life["editions"][1]["address"] == "/manual/1/en/beginning#p2aaaaaa"
    gone = browse().get(f"{API}/blocks/l2aaaaaa").json()
    assert [one["edition"] for one in gone["editions"]] == [1]
    block = browse().get(f"{API}/blocks/p2aaaaaa/1").json()["block"]
    assert block["hash"] == life["editions"][1]["hash"] != life["editions"][0]["hash"]
    assert sha256(block["text"].encode()).hexdigest() == block["hash"]


def test_a_block_is_given_in_a_language_of_the_edition(browse):
    french = browse().get(f"{API}/blocks/p2bbbbbb/1?language=fr").json()
    assert french["block"]["text"].startswith("Un [suppléant]")
    assert (french["block"]["language"], french["chapter"]["title"]) == ("fr", "Commencer")
    fallback = browse().get(f"{API}/blocks/p2aaaaaa/1?language=fr").json()["block"]
    assert (fallback["language"], fallback["stale"]) == ("en", False)
    browse().get(f"{API}/blocks/p2aaaaaa/1?language=es", status=404)


@pytest.mark.parametrize("path", ["compare/1/1", "blocks/p2aaaaaa", "blocks/p2aaaaaa/1"])
def test_whoever_has_it_already_is_told_so(browse, path):
    etag = browse().get(f"{API}/{path}").headers["etag"]

    browse().get(f"{API}/{path}", headers={"if-none-match": etag}, status=304)


def test_the_draft_and_what_is_missing_are_no_data(browse):
    editor = browse("editor")
    for path in ("compare/1/draft", "compare/draft/1", "compare/1/9", "compare/1/1?chapter=no"):
        assert editor.get(f"{API}/{path}", status=404).json()["status"] == 404
    for path in (
        "blocks/zzzzzz22",
        "blocks/p2aaaaaa/9",
        "blocks/p2aaaaaa/draft",
        f"blocks/{'a' * 99}",
    ):
        editor.get(f"{API}/{path}", status=404)
