"""The files of an edition: made by the job after a publication, public, and never half."""

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from app.core import clock
from app.core.db import table
from app.manual.exports import making, paper
from app.manual.exports.models import ManualFile
from app.press.printing import NOT_PRINTED, NotPrinted, Printed

pytestmark = pytest.mark.usefixtures("manual")
EVERY = 5 * 4
FILES = "/manual/1/files"
file = table(ManualFile)


@pytest.fixture(autouse=True)
def quick(monkeypatch) -> None:
    """A press that answers at once; the real one has tests of its own."""
    monkeypatch.setattr(paper, "write", lambda book: Printed(book.title.encode(), ["U+1F600"]))


def rows(database) -> list[tuple]:
    with database.read() as conn:
        columns = (file.c[name] for name in ("chapter", "kind", "content", "missing", "tries"))
        found = conn.execute(select(*columns).order_by(file.c.chapter, file.c.kind))
        return [tuple(row) for row in found]


def test_the_files_of_an_edition_come_one_by_one_and_anybody_saves_them(
    browse, portal, database, monkeypatch
):
    page = browse().get(FILES)
    assert page.words("#files .note p") == [
        "0 of 20 files are ready. The others are being made. Look again"
    ]
    assert page.soup.select("#files a[download]") == []
    monkeypatch.setattr(making, "PASS", -1.0)
    making.make_due(portal)
    part = browse().get(FILES, headers={"hx-request": "true", "hx-target": "files"})
    assert [a.text for a in part.soup.select("#files a[download]")] == ["PDF"]
    monkeypatch.undo()
    monkeypatch.setattr(paper, "write", lambda book: Printed(book.title.encode(), ["U+1F600"]))
    making.make_due(portal)
    page = browse().get(FILES)
    assert page.soup.select("[data-hx-trigger]") == []
    assert len(page.soup.select("#files a[download]")) == EVERY
    whole = page.words("#files dl dd")
    assert whole[0] == (
        "To print, and to keep as it is. 1 kB; one second at 50 kbit/s."
        " Signs that its fonts do not have, shown as �: U+1F600"
    )
    for link in page.soup.select("#files a[download]"):
        answer = browse().client.get(link["href"])
        name = link["href"].rpartition("/")[2].partition("?")[0]
        assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
        assert answer.headers["etag"] == f'"{hashlib.sha256(answer.content).hexdigest()[:32]}"'
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        known = {"if-none-match": answer.headers["etag"]}
        assert browse().get(link["href"], headers=known, status=304).raw.content == b""
    own = browse("ghana").client.get(link["href"])
    assert own.headers["cache-control"] == "private, max-age=31536000, immutable"
    for other in ("", "?sha256=", f"?sha256={'0' * 32}"):
        answer = browse().client.get(link["href"].partition("?")[0] + other)
        assert answer.headers["cache-control"] == "no-cache"
    before = rows(database)
    with database.unit_of_work() as db:
        db.execute(delete(file))
    making.make_due(portal)
    assert rows(database) == before


@pytest.mark.parametrize(
    "path",
    [
        "2/files", "draft/files", "x/files", "1/files/whole/manual-1.exe",
        "1/files/whole/manual-2.pdf", "1/files/beginning/manual-1.json",
        "1/files/none/manual-1-none.json", "draft/files/whole/manual-0.json",
        "1/files/whole/manual-1.json",
    ],
)  # fmt: skip
def test_what_is_not_there_is_missing(browse, path):
    browse("editor").get(f"/manual/{path}", status=404)


def test_one_that_cannot_be_made_stops_no_other_and_is_tried_again(
    browse, portal, database, monkeypatch
):
    def fail(_book: object) -> Printed:
        raise NotPrinted(NOT_PRINTED)

    monkeypatch.setattr(paper, "write", fail)
    making.make_due(portal)
    making.make_due(portal)
    assert [row[4] for row in rows(database)] == [1] * EVERY
    page = browse().get(FILES)
    assert "It could not be made; the portal tries again every hour." in page.words("dd")[0]
    assert len(page.soup.select("#files a[download]")) == EVERY - 4
    monkeypatch.setattr(paper, "write", lambda _book: Printed(b"%PDF", []))
    later = clock.now() + making.AGAIN + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    making.make_due(portal)
    assert sorted(row[4] for row in rows(database)) == [1] * (EVERY - 4) + [2] * 4
    assert all(row[2] for row in rows(database))


def test_files_of_an_early_edition_are_not_made_later(
    browse, portal, rewrite, publish, monkeypatch
):
    monkeypatch.setattr(making, "NEWEST", 1)
    monkeypatch.setattr("app.manual.pages.keeping.NEWEST", 1)
    rewrite("Send it.", "Send it today.")
    publish()
    making.make_due(portal)

    assert browse().get("/manual/1/files").words(".empty h2") == [
        "There are no files of this edition"
    ]
    assert len(browse().get("/manual/2/files").soup.select("#files a[download]")) == EVERY
    text = browse().client.get("/manual/2/files/beginning/manual-2-beginning.html").text
    assert "Send it today." in text
