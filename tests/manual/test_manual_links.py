"""Before publication: what in the draft leads nowhere, each with its reason and the way to it."""

import pytest

from app.manual import loading
from app.manual.proofing import proof
from app.manual.proofing.judging import Why
from tests.manual.conftest import BOOK
from tests.manual.test_manual_translating import folder

__all__ = ["folder"]
pytestmark = pytest.mark.usefixtures("manual")
LINKS = "/manual/links"
BROKEN = """
[Word](term:nowhere) [New](chapter:never) [Kind](note:letter) **[far *away*](#p2cccccc)**
[Gone](#zzzzzz22) [In](#p2bbbbbb) [Script](ftp:example) [User](https://a@example.org/)
[Now](/manual/current/en/going-on#p2cccccc) [Then](/manual/1/en/going-on)
[Not](/manual/9/en/going-on) [None](/manual/1/en/never) [Was](/manual/current/fr/never)
[Short](/m/1/p2cccccc) [Wrong](/m/1/p2zzzzzz) [All](/manual/compare/1/draft)
[Out](https://example.org/b) [Mail](mailto:a@example.org) [Here](/practices).[^none] [^letter]

[^twice]: One.[^letter]

[^twice]: Two.
"""
HOLDER = "when the holder is away"


def wrong(database):
    """Return what is wrong in each language: the block's number, the name, the reason."""
    with database.read() as conn:
        found = proof.proof(conn)
    return {
        code: [(one.number, one.use.name, one.verdict.why, one.verdict.now) for one in all_]
        for code, all_ in found.wrong.items()
    }


@pytest.fixture
def broken(browse, filled, database):
    """The draft with every kind of fault, and with one link that its translation does not have."""
    form = filled()
    text = form["text"].replace(HOLDER, "when the [holder](chapter:glossary) is away")
    browse("editor").post("/manual/edit/beginning", {**form, "text": text + "\n" + BROKEN})
    return database


def test_every_fault_is_found_with_its_reason_and_nothing_else(broken):
    said = wrong(broken)

    assert said["en"] == [
        ("1.5", "term:nowhere", Why.TERM, ""),
        ("1.5", "chapter:never", Why.CHAPTER, ""),
        ("1.5", "note:letter", Why.ADDRESS, ""),
        ("1.5", "#p2cccccc", Why.ELSEWHERE, "2 Going on"),
        ("1.5", "#zzzzzz22", Why.PARAGRAPH, ""),
        ("1.5", "ftp:example", Why.ADDRESS, ""),
        ("1.5", "https://a@example.org/", Why.ADDRESS, ""),
        ("1.5", "/manual/9/en/going-on", Why.EDITION, ""),
        ("1.5", "/manual/1/en/never", Why.CHAPTER, ""),
        ("1.5", "/manual/current/fr/never", Why.CHAPTER, ""),
        ("1.5", "/m/1/p2zzzzzz", Why.EDITION, ""),
        ("1.5", "none", Why.UNWRITTEN, ""),
        ("1.5", "twice", Why.UNMARKED, ""),
        ("1.5", "letter", Why.NESTED, ""),
        ("1.5", "twice", Why.TWICE, ""),
    ]
    assert said["fr"] == [("1.2", "chapter:glossary", Why.LEFT_OUT, "")]
    assert set(said) == {"en", "fr"}


def test_names_that_were_retired_are_said_with_the_new_one(database, folder):
    assert wrong(database) == {}
    without, _, _ = BOOK.replace('"going-on"', '"further"').partition('[[chapters]]\nid = "gloss')
    (folder / "manual.toml").write_text(without, encoding="utf-8")
    with database.unit_of_work() as db:
        loading.import_(db, folder)

    assert wrong(database) == {
        "en": [
            ("1.2", "term:alternate", Why.TERM, ""),
            ("1.2", "chapter:going-on", Why.RENAMED, "further"),
        ]
    }


@pytest.mark.usefixtures("broken")
def test_the_page_leads_to_each_place_and_lists_what_lies_outside(browse):
    page = browse("editor").get("/manual/links")

    assert page.words("section h2")[:2] == [
        "English: 15 things lead nowhere",
        "French: one thing leads nowhere",
    ]
    assert [a["href"] for a in page.soup.select(".rows h3 a")] == [
        *["/manual/edit/beginning/sections/h2bbbbbb"] * 15,
        "/manual/translate/fr/beginning#f-t-p2bbbbbb",
    ]
    assert page.words(".rows p:not(.meta)")[3] == (
        "This paragraph stands in another chapter: 2 Going on. Lead to that one."
    )
    assert page.words(".rows .meta")[3] == "“far away”#p2cccccc"
    assert page.words("[aria-labelledby=h-outside] li") == [
        "/manual/compare/1/draft once",
        "/practices once",
        "https://example.org/b once",
        "https://example.org/letter once",
        "mailto:a@example.org once",
    ]
    for who in ("ghana", "administrator"):
        browse(who).get("/manual/links", status=403)


def test_whoever_submits_an_edition_is_told_first(browse, rewrite):
    rewrite("One goes on", "One [goes](chapter:never) on", "going-on")
    page = browse("editor").get("/manual/publish")
    assert page.words(".note")[0] == "One link or reference leads nowhere. Look at them first"
    rewrite("One [goes](chapter:never) on", "One goes ahead", "going-on")
    page = browse("editor").get("/manual/publish")
    assert page.soup.select(".note") == []
    assert page.soup.select_one("#h-what").parent.find("a", href="/manual/links")
