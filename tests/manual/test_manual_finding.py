"""Searching inside an edition: paragraph by paragraph, marked, in the language that is read."""

import pytest

from app.manual.searching.passages import fits
from app.text.query import query_terms
from tests.manual.test_manual_translating import folder

__all__ = ["folder"]
pytestmark = pytest.mark.usefixtures("manual")
FIND = "/manual/1/find"


def hits(page):
    """Return place, chapter and text of what was found, and what is marked in it."""
    return [
        (row.a.get_text(), row.p.get_text(), [mark.get_text() for mark in row.select("mark")])
        for row in page.soup.select("#found .rows li")
    ]


def test_what_is_found_is_marked_and_leads_to_its_paragraph(browse):
    page = browse().get(f"{FIND}?q=letter&language=en")

    assert hits(page) == [
        ("1.1 1 Beginning", "An office begins with a letter.\n\nA source, page.", ["letter"]),
        ("Heading 1 Beginning", "The letter", ["letter"]),
    ]
    assert [a["href"] for a in page.soup.select("#found .rows a")] == [
        "/manual/1/en/beginning#p2aaaaaa:~:text=begins%20with%20a-,letter",
        "/manual/1/en/beginning#h2bbbbbb:~:text=The-,letter",
    ]
    assert page.words("#found > p")[0] == "2 places"


def test_notes_tables_and_titles_are_found_too(browse):
    asked = ("source", "Minister", "going")
    found = [hits(browse().get(f"{FIND}?q={q}&language=en")) for q in asked]

    assert [[one[0] for one in some] for some in found] == [
        ["1.1 1 Beginning"],
        ["1.3 1 Beginning"],
        ["1.2 1 Beginning", "Title 2 Going on"],
    ]


def test_each_language_is_searched_as_it_is_read(browse):
    french = browse().get(f"{FIND}?q=suppleant&language=fr")
    said = "Un suppléant répond en l’absence du titulaire. Voir La suite."
    assert hits(french) == [
        ("1.2 1 Commencer", said, ["suppléant"]),
        ("Heading A Glossaire", "Suppléant", ["Suppléant"]),
    ]
    assert french.soup.select_one("#found .rows a")["href"].startswith("/manual/1/fr/beginning#")
    fallback = browse().get(f"{FIND}?q=asking+others&language=fr")
    assert [row.p["lang"] for row in fallback.soup.select("#found .rows li")] == ["en"]
    assert [row["lang"] for row in french.soup.select("#found .rows p")] == ["fr", "fr"]
    arabic = browse().get(f"{FIND}?q=أحد&language=ar")
    assert [row[2] for row in hits(arabic)] == [["أحد"]]
    assert [o["value"] for o in arabic.soup.select("#look-language option")] == ["en", "ar", "fr"]
    assert hits(browse().get(f"{FIND}?q=suppleant&language=en")) == []


def test_every_edition_is_searched_as_it_was_published(browse, rewrite, publish):
    rewrite("An office begins", "A post begins")
    publish()

    first, second = (browse().get(f"/manual/{n}/find?q=office&language=en") for n in (1, 2))
    assert [row[0] for row in hits(first)] == ["1.1 1 Beginning"]
    assert hits(second) == []
    assert second.words("#found h3") == ["Nothing found"]
    assert second.soup.select_one("#found .btn")["href"] == "/search?q=office"


def test_what_fits_is_what_the_search_of_the_portal_would_find():
    words = " the states guard 国家 家保 保护 护 "
    fitting = ("guard states", "states guar", '"the states guard"', "国家保护")
    not_so = ("stat guards", '"states the"', "states -guard", "-guard", "ÉTATS", "保国")

    assert [q for q in (*fitting, *not_so) if fits(query_terms(q), words)] == list(fitting)


def test_nothing_typed_breaks_it(browse):
    for q in ("", "%22%22", "-a", "%00", "%EF%BF%BD", "x" * 300, "(((", "'; --"):
        browse().get(f"{FIND}?q={q}&page=9&language=xx")
    browse().get("/manual/9/find?q=a", status=404)
    browse("editor").get("/manual/draft/find?q=a", status=404)
    end = browse().get(f"{FIND}?q=letter&page=7&language=en")
    assert end.soup.select_one("#found .btn")["href"] == f"{FIND}?q=letter&language=en"
    assert "<mark>" not in browse().get(f"{FIND}?q=%3Cscript%3Ealert&language=en").text


def test_the_contents_and_a_chapter_lead_to_it(browse):
    form = browse().get("/manual").soup.select_one("main form[role=search]")
    assert (form["action"], form.input["name"]) == (FIND, "q")
    chapter = browse().get("/manual/1/fr/beginning").soup
    assert chapter.find("a", href=f"{FIND}?language=fr")
