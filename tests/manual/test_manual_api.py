"""The manual as data: editions, chapters, blocks."""

import pytest

pytestmark = pytest.mark.usefixtures("manual")


def test_editions_and_chapters_are_listed(browse):
    data = browse().get("/api/v1/manual").json()

    assert [(e["number"], e["weight"], e["note"]) for e in data["editions"]] == [
        (1, "major", "First edition.")
    ]
    assert [(c["id"], c["slug"], c["address"]) for c in data["chapters"]] == [
        ("chapterone22", "beginning", "/manual/1/en/beginning"),
        ("chaptertwo22", "going-on", "/manual/1/en/going-on"),
        ("glossarry222", "glossary", "/manual/1/en/glossary"),
    ]


def test_a_chapter_comes_block_by_block(browse):
    answer = browse().get("/api/v1/manual/1/en/beginning")
    blocks = answer.json()["blocks"]

    assert [(b["id"], b["number"], b["kind"]) for b in blocks] == [
        ("h2aaaaaa", None, "heading"),
        ("p2aaaaaa", "1.1", "paragraph"),
        ("p2bbbbbb", "1.2", "paragraph"),
        ("h2bbbbbb", None, "heading"),
        ("t2aaaaaa", "1.3", "table"),
        ("l2aaaaaa", "1.4", "list"),
    ]
    assert blocks[2]["html"] == (
        '<p>An <a class="term" href="/manual/1/en/glossary#h2eeeeee">alternate</a> answers when the'
        ' holder is away. See <a href="/manual/1/en/going-on">Going on</a>.</p>\n'
    )
    etag = answer.headers["etag"]
    headers = {"if-none-match": etag}
    browse().get("/api/v1/manual/1/en/beginning", headers=headers, status=304)


@pytest.mark.parametrize(
    "path", ["2/en/beginning", "1/fr/beginning", "1/en/no", "draft/en/beginning"]
)
def test_what_does_not_exist_is_missing_as_data(browse, path):
    answer = browse("editor").get(f"/api/v1/manual/{path}", status=404)

    assert answer.json()["status"] == 404


def test_the_data_is_documented(browse):
    paths = browse().get("/api/v1/openapi.json").json()["paths"]

    assert {p for p in paths if p.startswith("/api/v1/manual")} == {
        "/api/v1/manual",
        "/api/v1/manual/{edition}/{language}/{chapter}",
        "/api/v1/manual/blocks/{block}",
        "/api/v1/manual/blocks/{block}/{edition}",
        "/api/v1/manual/compare/{a}/{b}",
    }
