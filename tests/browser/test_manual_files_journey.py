"""A reader saves a chapter as a file as soon as the job has made it."""

import json
from pathlib import Path

import pytest

from app.main import create_app
from tests.support.kept import NAME, keep_chapter

pytestmark = pytest.mark.browser


def test_a_file_appears_and_is_saved(visitor, live):
    reader = visitor(width=360)
    reader.go("/manual/1")
    reader.follow("Files to keep: PDF, EPUB, Word, one web page, data")
    assert reader.path == "/manual/1/files"
    ready = reader.sees("#files .note p")
    assert ready.inner_text().startswith("0 of 100 files are ready.")
    app = create_app(live)
    keep_chapter(app.state.portal)
    app.state.portal.db.close()
    if not reader.script:
        reader.follow("Look again")
    reader.page.get_by_text("1 of 100 files are ready.").wait_for()
    with reader.page.expect_download() as saved:
        reader.page.locator("#files a[download]").click()

    assert saved.value.suggested_filename == NAME
    said = json.loads(Path(saved.value.path()).read_text(encoding="utf-8"))
    assert said["chapters"][0]["slug"] == "appointing"


def test_what_changed_is_seen_side_by_side(visitor):
    reader = visitor(width=360)
    reader.go("/manual/compare/1/1/sides/appointing")
    assert reader.page.locator(".pairs > li").count() > 1
    reader.go("/manual/compare/1/1/whole")
    assert reader.page.locator(".lede").inner_text() == "Nothing: both say the same."
