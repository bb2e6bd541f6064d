"""The translator's desk: beside the source, nothing lost, nothing tied to what nobody saw."""

import pytest

from app.core.db import table
from app.manual.translating import queries as said
from app.manual.translating.models import DraftTranslatedBlock
from tests.manual.test_manual_translating import folder

__all__ = ["folder"]
pytestmark = pytest.mark.usefixtures("manual")
DESK = "/manual/translate/fr/beginning"


@pytest.fixture
def desk(browse):
    """Return the form of a chapter as the editor finds it, with some fields written anew."""

    def as_found(path: str = DESK, **written: str) -> dict[str, str]:
        soup = browse("editor").get(path).soup
        form = soup.select_one("main form")
        sent = {i["name"]: i["value"] for i in form.select("input[type=hidden]") if i.get("value")}
        sent |= {t["name"]: t.get_text().removeprefix("\n") for t in form.select("textarea[name]")}
        sent |= {i["name"]: i.get("value", "") for i in form.select("input[type=text]")}
        sent["state"] = form.select_one("[name=state][checked]")["value"]
        return {**sent, **{name.replace("_", "-"): text for name, text in written.items()}}

    return as_found


def rows(database, language="fr"):
    with database.read() as conn:
        found = said.drafted(conn)[language]
    return {name: one.block.source for name, one in found.blocks.items()}


def ties(database):
    block = table(DraftTranslatedBlock)
    with database.read() as conn:
        return {row.block_id: row.source_hash for row in conn.execute(block.select())}


def test_the_desk_shows_how_complete_each_language_and_chapter_is(browse):
    every = browse("editor").get("/manual/translate")
    assert every.words(".rows h3") == ["Arabic", "Chinese", "French", "Russian", "Spanish"]
    assert every.words(".rows .meta")[1:3] == [
        "not begun",
        "8 of 15 paragraphs, draft, to be reviewed by a speaker",
    ]
    one = browse("editor").get("/manual/translate/fr")
    assert one.words(".rows .meta") == [
        "4 of 7 paragraphs, draft, to be reviewed by a speaker",
        "not begun",
        "whole",
    ]
    for path in ("/manual/translate/en", "/manual/translate/xx/beginning", f"{DESK}-no"):
        browse("editor").get(path, status=404)
    for who in ("ghana", "administrator"):
        browse(who).get(DESK, status=403)
        browse(who).post(DESK, {"title": "X"}, status=403)


def test_what_is_saved_is_tied_to_what_was_seen_and_terms_are_kept(browse, database, desk):
    text = "Un remplaçant répond en son absence."
    sent = desk(t_p2bbbbbb=text, t_p2aaaaaa="Un bureau commence par une lettre.", t_t2aaaaaa="")
    browse("editor").post(DESK, {**sent, "state": "reviewed"})
    page = browse("editor").get(f"{DESK}?saved=1")

    got = rows(database)
    assert (got["p2bbbbbb"], "t2aaaaaa" in got) == (text, False)
    assert page.words("li:has(#f-t-p2bbbbbb) p.small") == [
        "The link to the term “Alternate” is missing; its address is term:alternate.",
        "The agreed term for “Alternate” is “Suppléant”. It is not used here.",
    ]
    assert page.words("li:has(#f-t-p2bbbbbb) dl") == ["AlternateSuppléant"]
    assert page.soup.select_one("[name=state][checked]")["value"] == "reviewed"
    before = ties(database)
    browse("editor").post(DESK, desk())
    assert ties(database) == before


def test_a_changed_source_is_shown_as_a_redline_until_the_translation_fits(
    browse, database, desk, rewrite
):
    sent = desk(t_p2bbbbbb="Un suppléant [suppléant](term:alternate) répond.")
    rewrite("when the holder is away", "whenever the holder is away")
    page = browse("editor").get(DESK)
    assert [tag["id"] for tag in page.soup.select("[id^=f-k-]")] == ["f-k-p2bbbbbb"]
    assert "whenever" in page.words("li:has(#f-t-p2bbbbbb) details")[0]

    browse("editor").post(DESK, sent)  # of the source as it was seen: stale still
    assert len(browse("editor").get(DESK).soup.select("[id^=f-k-]")) == 1
    browse("editor").post(DESK, {**desk(), "k-p2bbbbbb": "yes"})
    assert browse("editor").get(DESK).soup.select("[id^=f-k-]") == []
    assert rows(database)["p2bbbbbb"] == "Un suppléant [suppléant](term:alternate) répond."


def test_two_who_translate_one_paragraph_both_keep_their_text(browse, database, desk):
    mine = desk(t_p2bbbbbb="Le mien.", t_h2bbbbbb="## La lettre")
    theirs = desk(t_p2bbbbbb="Le leur.", t_h2aaaaaa="## En somme", title="Débuter")
    browse("editor").post(DESK, theirs)
    page = browse("editor").post(DESK, mine, status=409)

    assert page.soup.select_one("#theirs-p2bbbbbb").get_text().strip() == "Le leur."
    assert page.soup.select_one("#f-t-p2bbbbbb").get_text().strip() == "Le mien."
    assert rows(database)["p2bbbbbb"] == "Le leur."
    seen = {i["name"]: i["value"] for i in page.soup.select("main input[type=hidden][name^=s-]")}
    browse("editor").post(DESK, {**mine, **seen})
    got = rows(database)
    assert (got["p2bbbbbb"], got["h2aaaaaa"], got["h2bbbbbb"]) == (
        "Le mien.",
        "## En somme",
        "## La lettre",
    )
    assert browse("editor").get(DESK).soup.select_one("#f-title")["value"] == "Débuter"


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ({"t_p2aaaaaa": "Un.\n\nDeux."}, "it reads as 2 paragraphs now"),
        ({"t_p2aaaaaa": "# Titre"}, "Keep what the source has here"),
        ({"t_p2aaaaaa": "[" * 9_000}, "too many nested marks"),
        ({"title": ""}, "Translate the title."),
        ({"state": "good"}, "Choose one of the answers offered."),
    ],
)
def test_what_cannot_be_kept_is_said_and_stays_as_typed(browse, database, desk, written, says):
    before = rows(database)
    page = browse("editor").post(DESK, desk(**written), status=422)

    assert says in page.words(".problem li")[0]
    if "t_p2aaaaaa" in written:
        typed = page.soup.select_one("#f-t-p2aaaaaa").get_text().removeprefix("\n")
        assert typed == written["t_p2aaaaaa"]
    assert rows(database) == before


def test_a_text_for_a_paragraph_that_is_gone_is_handed_back(browse, database, desk, rewrite):
    sent = desk(t_l2aaaaaa="1. Écrire.\n2. Envoyer.", t_p2aaaaaa="Un bureau.")
    rewrite("1. Write it.\n2. Send it.", "")
    page = browse("editor").post(DESK, sent, status=409)

    assert page.soup.select_one("#left-1").get_text().strip() == "1. Écrire.\n2. Envoyer."
    assert "p2aaaaaa" not in rows(database)
    del sent["t-l2aaaaaa"]
    browse("editor").post(DESK, sent)
    assert rows(database)["p2aaaaaa"] == "Un bureau."
