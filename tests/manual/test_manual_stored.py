"""Pages of the manual are rendered once in an epoch, stored compressed, sent by every process."""

import gzip
from datetime import timedelta

import brotli
import pytest
import zstandard
from sqlalchemy import delete, select, update
from starlette.testclient import TestClient

from app.core import clock
from app.core.db import table
from app.main import create_app
from app.manual.stored import build, pages
from app.manual.stored.models import ManualPage

pytestmark = pytest.mark.usefixtures("manual")
PAGE = "/manual/1/en/beginning"
UNPACK = {
    "br": brotli.decompress,
    "zstd": lambda body: zstandard.ZstdDecompressor().decompress(body),
    "gzip": gzip.decompress,
    "identity": bytes,
}
page = table(ManualPage)


@pytest.fixture
def rows(database):
    def held() -> dict[tuple[int, str, str], tuple[str, int, bytes]]:
        with database.read() as conn:
            return {tuple(row[:3]): tuple(row[3:6]) for row in conn.execute(select(page))}

    return held


@pytest.fixture
def rendered(monkeypatch) -> list[str]:
    """Note which pages are rendered."""
    seen: list[str] = []
    real = pages.rendering.page

    def noted(portal, conn, opened, language):
        seen.append(f"{language}/{opened.head.slug}")
        return real(portal, conn, opened, language)

    monkeypatch.setattr(pages.rendering, "page", noted)
    return seen


def bodies(app) -> dict[str, bytes]:
    found = {}
    with TestClient(app, base_url="https://testserver") as client:
        for encoding in UNPACK:
            with client.stream("GET", PAGE, headers={"accept-encoding": encoding}) as answer:
                assert answer.headers.get("content-encoding", "identity") == encoding
                found[encoding] = b"".join(answer.iter_raw())
                assert int(answer.headers["content-length"]) == len(found[encoding])
    return found


def test_every_page_of_the_current_edition_is_stored_and_sent_without_rendering(
    app, settings, portal, rows, rendered
):
    fresh = bodies(app)
    assert rendered == ["en/beginning"]
    pages.make_due(portal)
    assert rows().keys() == {
        (1, language, slug)
        for language in ("en", "fr")
        for slug in ("beginning", "going-on", "glossary")
    }
    assert len(rendered) == 7
    pages.make_due(portal)
    stored = bodies(create_app(settings))
    assert len(rendered) == 7, "nothing is rendered twice"
    plain = {code: UNPACK[code](body) for code, body in stored.items()}
    assert set(plain.values()) == {fresh["identity"]}
    assert len(stored["br"]) <= len(fresh["br"])


def test_a_new_edition_is_stored_anew_and_the_old_one_goes(portal, rows, rewrite, publish):
    pages.make_due(portal)
    before = rows()
    rewrite("Send it.", "Send it today.")
    publish()
    with portal.db.unit_of_work() as db:
        db.execute(update(page).where(page.c.slug == "glossary").values(build="another"))
    pages.make_due(portal)

    after = rows()
    assert {(edition, slug) for edition, _, slug in after} == {
        (1, "glossary"), (2, "beginning"), (2, "going-on"), (2, "glossary"),
    }  # fmt: skip
    assert after[2, "en", "beginning"][1] > before[1, "en", "beginning"][1]
    assert b"today" in brotli.decompress(after[2, "en", "beginning"][2])


def test_what_another_build_left_goes_after_a_week(portal, rows):
    pages.make_due(portal)
    old = clock.now() - pages.KEPT - timedelta(minutes=1)
    with portal.db.unit_of_work() as db:
        db.execute(update(page).values(build="another"))
        db.execute(update(page).where(page.c.language == "fr").values(made_at=old))
    pages.make_due(portal)
    with portal.db.read() as conn:
        found = conn.execute(select(page.c.language).where(page.c.build == "another")).scalars()
        assert set(found) == {"en"}
    assert {one[0] for one in rows().values()} >= {build.build_of(portal.settings)}


def test_no_build_and_no_epoch_sends_the_pages_of_another(app, portal, database):
    pages.make_due(portal)
    mine, key = build.build_of(portal.settings), (1, "en", "beginning")
    with database.unit_of_work() as db:
        db.execute(delete(page).where(page.c.slug == "glossary"))
    with database.read() as conn:
        (epoch,) = set(conn.execute(select(page.c.epoch)).scalars())
        assert pages.find(conn, mine, epoch, key) is not None
        assert pages.find(conn, mine, epoch + 1, key) is None
        assert pages.find(conn, "another", epoch, key) is None
        assert pages.find(conn, mine, epoch, (1, "en", "glossary")) is None
    other = portal.settings.model_copy(update={"base_url": "https://other.example"})
    assert build.build_of(other) != mine
    with TestClient(app, base_url="https://testserver") as client:
        assert client.get("/manual/1/en/glossary").status_code == 200


def test_before_the_first_edition_nothing_is_stored(portal, rows, monkeypatch):
    monkeypatch.setattr(pages.queries, "current", lambda _conn: None)
    pages.make_due(portal)
    assert rows() == {}


def test_a_pass_ends_in_time_and_the_next_goes_on(portal, rows, monkeypatch):
    monkeypatch.setattr(pages, "PASS", -1)
    pages.make_due(portal)
    assert len(rows()) == 1
    pages.make_due(portal)
    assert len(rows()) == 2
