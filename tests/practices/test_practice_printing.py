"""One practice as a PDF: what its page shows this reader, for whom it is, and how it is cited."""

import io
from datetime import timedelta

import pikepdf
import pytest
from sqlalchemy import delete

from app.access.audience import Audience
from app.core import clock
from app.core.db import table
from app.identity.models import PortalSession
from app.practices import loading
from app.practices.entry import OWN, Changes, Source
from app.practices.printing import pages, stock
from app.practices.printing.stock import Stock
from app.practices.rules import Stage
from tests.practices.sample import AUDIENCES
from tests.practices.test_practice_visibility import EVERYBODY, READERS, STAGED
from tests.support.paper import words_of

TEXT = """First **point**.

# A heading of people

- one
- two [address](https://example.org/a) and [page](/about/network)

1. first

> said

| a | b |
|---|---|
| c | d |
"""
ARABIC = "لجنة وطنية للوقاية"


def changes(audience: str, **said: str) -> Changes:
    columns = {
        "title": '#read("/etc/passwd") $x$',
        "summary": "What came of it.",
        "description": TEXT,
        "source_kind": OWN,
    }
    return Changes(
        columns={**columns, **said},
        facets={"theme": ("early-warning",)},
        sources=(Source("A law", "https://example.org/law"), Source("Words alone")),
        audience=Audience.parse(audience),
        language="en",
    )


def pdf_of(browser, made: str, **headers: str):
    return browser.client.get(
        f"/practices/{made}/practice.pdf", headers=headers, follow_redirects=False
    )


def test_it_says_what_the_page_says(browse, written):
    made = written("ghana", given=changes("public"))
    answer = pdf_of(browse(), made)
    page = browse().get(f"/practices/{made}")
    said = words_of(answer.content)

    assert answer.headers["content-type"] == "application/pdf"
    assert 'attachment; filename="practice-R2P-' in answer.headers["content-disposition"]
    for words in page.words("main h2"):
        if words not in {"Comments", "Follow this practice", "What others made of it", "Files"}:
            assert words in said
    for fact in page.words(".facts dt") + page.words(".facts dd"):
        assert fact in said
    for words in ('#read("/etc/passwd") $x$', "A heading of people", "A law", "Words alone", "c d"):
        assert words in said
    assert "Anyone can read this entry" in said
    assert "Made for" not in said
    assert f"/practices/{made}" in said
    assert "version 1, " in said.split("How to cite")[1]


def test_it_is_tagged_and_leads_where_the_text_leads(browse, written):
    made = written("ghana", given=changes("public"))
    with pikepdf.open(io.BytesIO(pdf_of(browse(), made).content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.Lang == "en"
        assert pdf.docinfo["/Title"] == '#read("/etc/passwd") $x$'
        links = {str(a.A.URI) for page in pdf.pages for a in page.get("/Annots", ()) if "/A" in a}
    base = next(one for one in links if one.endswith(made)).removesuffix(f"/practices/{made}")
    assert links == {
        f"{base}/practices/{made}", "https://example.org/a", f"{base}/about/network",
        "https://example.org/law",
    }  # fmt: skip


def test_what_is_public_is_the_same_for_everybody_and_asked_for_once(browse, written, monkeypatch):
    monkeypatch.setattr(pages, "STOCK", Stock())
    calls = []
    real = stock.printed
    monkeypatch.setattr(stock, "printed", lambda *given: calls.append(1) or real(*given))
    made = written("ghana", given=changes("public"))
    first = pdf_of(browse(), made)
    with clock.moved(timedelta(minutes=5)):
        others = [pdf_of(browse(who), made) for who in ("ghana", "denmark", "editor")]
    assert {one.content for one in others} == {first.content}
    assert {one.headers["etag"] for one in others} == {first.headers["etag"]}
    assert calls == [1]

    again = pdf_of(browse(), made, **{"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def missing(who: str) -> int:
    """What somebody hears of what is not there: who has not signed in is asked to."""
    return 303 if who == "nobody" else 404


@pytest.mark.parametrize("audience", AUDIENCES)
def test_its_readers_alone_get_it_marked_for_them(browse, written, cast, audience):
    made = written("ghana", given=changes(AUDIENCES[audience]))
    for who in EVERYBODY:
        answer = pdf_of(browse(who), made)
        assert (answer.status_code == 200) == (who in READERS[audience]), who
        if answer.status_code != 200:
            assert answer.status_code == missing(who)
        elif audience == "public":
            assert "Made for" not in words_of(answer.content)
        else:
            said = words_of(answer.content)
            assert f"only. Made for {cast[who].viewer.name} on " in said
            assert answer.headers["cache-control"] == "private, no-store"
            assert "etag" not in answer.headers
            page = browse(who).get(f"/practices/{made}").words(".seen")[0]
            at = max(page.find("Read by"), page.find("Chosen: "))
            assert page[at:] in said


@pytest.mark.parametrize("stage", [one for one in STAGED if one != Stage.RETIRED])
def test_what_is_not_out_is_not_printed(browse, written, stage):
    made = written("ghana", stage, audience="public")
    for who in EVERYBODY:
        assert pdf_of(browse(who), made).status_code == missing(who)


def test_what_is_no_longer_used_says_so(browse, written):
    made = written("ghana", Stage.RETIRED, audience="public")
    said = words_of(pdf_of(browse(), made).content)
    assert "No longer used since" in said
    assert "A law came." in said


def test_arabic_runs_from_the_right_and_keeps_its_words(browse, written):
    given = changes("public", title=ARABIC, description=ARABIC)
    made = written("ghana", given=given)
    said = words_of(pdf_of(browse(), made).content)
    assert said.count(ARABIC) >= 2
    assert "no shape" not in said


def test_what_was_taken_away_while_it_was_printed_is_not_handed_out(
    browse, written, database, monkeypatch
):
    made = written("ghana", given=changes("network"))
    browser = browse("denmark")
    real = stock.printed

    def slow(*given):
        with database.unit_of_work() as db:
            db.execute(delete(table(PortalSession)))
        return real(*given)

    monkeypatch.setattr(stock, "printed", slow)
    assert pdf_of(browser, made).status_code in {303, 404}


def test_entries_from_public_sources_say_so(browse, database):
    with database.unit_of_work() as db:
        loading.load(db)
    listed = browse().get("/api/v1/practices?state=GHA").json()["practices"][0]
    said = words_of(pdf_of(browse(), listed["id"]).content)
    assert "Entered from public sources, not confirmed by the state." in said
