"""A paragraph by its short address: led to, cited, checked; and the manual of a day."""

import json

import pytest

from app.core.i18n import gettext
from app.manual.pages.checking import NO_DAY, TooEarly
from app.text.blocks import content_hash

pytestmark = pytest.mark.usefixtures("manual")
TEXT = (
    "An office begins with a letter.[^letter]\n\n[^letter]: A source,"
    " [page](https://example.org/letter)."
)


def test_a_short_address_leads_to_the_paragraph(browse):
    led = browse().get("/m/1/p2aaaaaa", status=307)
    assert led.headers["location"] == "/manual/1/en/beginning#p2aaaaaa"
    for path in ("/m/2/p2aaaaaa", "/m/draft/p2aaaaaa", "/m/1/zzzzzzz2", "/m/1/zzzzzzz2/check"):
        browse("editor").get(path, status=404)


def test_what_became_of_a_passage(browse, rewrite, filled, publish):
    assert browse().get("/m/1/p2aaaaaa/check").words(".lede") == ["Edition 1 is the current one."]
    rewrite("An office begins with a letter.", "An office begins with a short letter.")
    form = filled("going-on")
    browse("editor").post(
        "/manual/edit/going-on",
        {**form, "text": form["text"].replace("One goes on by asking others.\n\n", "")},
    )
    publish()

    fates = {
        block: browse().get(f"/m/1/{block}/check").words(".lede")[0]
        for block in ("p2aaaaaa", "p2bbbbbb", "p2cccccc")
    }
    assert fates == {
        "p2aaaaaa": "Reworded: edition 2 says it otherwise than edition 1. What changed",
        "p2bbbbbb": "Unchanged: edition 2 says the same as edition 1.",
        "p2cccccc": "Removed: edition 2 does not have this passage of edition 1.",
    }
    page = browse().get("/m/1/p2aaaaaa/check")
    redline = browse().get(page.soup.select_one(".lede a")["href"])
    assert redline.words(".change .small") == ["Inserted: “short”."]


def test_a_passage_is_cited_with_its_hash(browse, portal):
    chapter = browse().get("/manual/1/en/beginning")
    listed = browse().get(
        next(a["href"] for a in chapter.soup.select("aside a") if "check one" in a.text)
    )
    href = next(a["href"] for a in listed.soup.select(".list a") if a.text == "1.1")
    page = browse().get(href)
    links = {a.text: a["href"] for a in page.soup.select("main .links a")}
    short = f"{portal.settings.base_url}/m/1/p2aaaaaa"
    check = f"sha256:{content_hash(TEXT)}"

    assert page.words("dd.code") == [short, content_hash(TEXT)]
    assert f"edition 1 (2026), chapter 1, para 1.1, “Beginning”, {short}" in page.soup.get_text()
    bibtex = browse().client.get(links["BibTeX"]).text
    assert f"note = {{{check}}}" in bibtex
    assert "pages = {chapter 1, para 1.1}," in bibtex
    ris = browse().client.get(links["RIS"]).text.split("\r\n")
    assert {f"N1  - {check}", f"UR  - {short}", "SE  - chapter 1, para 1.1"} <= set(ris)
    (csl,) = json.loads(browse().client.get(links["CSL-JSON"]).content)
    assert (csl["URL"], csl["note"], csl["locator"]) == (short, check, "chapter 1, para 1.1")
    browse().get("/manual/1/xx/beginning/paragraphs", status=404)


def test_the_manual_of_a_day(browse, rewrite, publish):
    rewrite("Send it.", "Send it today.")
    publish()

    assert browse().get("/manual/on?day=2026-11-23", status=303).location == "/manual/1"
    assert browse().get("/manual/on?day=2999-01-01", status=303).location == "/manual/2"
    early = browse().get("/manual/on?day=2026-11-22", status=404)
    assert gettext(TooEarly.message) in early.soup.get_text()
    wrong = browse().get("/manual/on?day=yesterday", status=400)
    assert NO_DAY in wrong.soup.get_text()


@pytest.mark.parametrize("place", ["1/none", "1/zzzzzzz2", "9/p2aaaaaa", "draft/p2aaaaaa"])
@pytest.mark.parametrize("who", ["nobody", "ghana", "editor"])
def test_a_paragraph_that_never_was_is_missing_with_a_sentence(browse, place, who):
    for way in ("", "/check", "/cite.bib", "/cite.ris", "/cite.json"):
        said = browse(who).get(f"/m/{place}{way}", status=404).text
        assert "No edition of this number has such a paragraph." in said
