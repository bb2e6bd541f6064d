"""A practice is translated by people, each translation of one version, read by whom it suits."""

import pytest
from sqlalchemy import select

from app.core.db import table
from app.mail.models import Letter
from app.notifications.models import Notice, Waiting
from app.practices.rules import Stage, What
from app.practices.translating.models import PracticeTranslating, PracticeTranslation
from app.text.counting import words_in
from tests.practices.sample import FIRST_PAGE
from tests.practices.test_practice_change import answer, change, hand_in, rows, stage_of

FRENCH = {
    "title": "Une page de deux ministères", "summary": "Le résultat.",
    "description": "Ce que **c’est**.",
}  # fmt: skip
ARABIC = {"title": "UN صفحة من وزارتين", "summary": "ما تحقق منها.", "description": "ما هي."}


def sent(words: dict[str, str], then: str = "keep", version: int = 0, **more: str):
    return {**words, "then": then, "version": str(version), "of": "1", **more}


def kept(database, model=PracticeTranslating):
    return rows(database, model, "language", "member", "stage", "version", "made_for")


def test_the_owner_shows_a_translation_and_each_reads_in_the_best_language(
    browse, written, database
):
    written("denmark", title="Another")
    item_id = written("ghana", audience="public")
    here = f"/practices/{item_id}"
    ghana = browse("ghana")
    form = ghana.get(f"{here}/translations/ar").soup
    assert [one["name"] for one in form.select(".pairs textarea")] == list(ARABIC)
    assert {(one["lang"], one["dir"]) for one in form.select(".pairs textarea")} == {("ar", "rtl")}

    ghana.post(f"{here}/translations/ar", sent({"title": "x"}, "show"), status=422)
    ghana.post(f"{here}/translations/ar", sent(ARABIC), status=303)
    assert kept(database) == [("ar", "GHA", "draft", 1, 1)]
    browse("denmark").get(here, headers={"accept-language": "ar"})
    assert "وزارتين" not in browse("denmark").get(f"{here}?in=ar").text
    done = ghana.post(f"{here}/translations/ar", sent(ARABIC, "show", 1), status=303)
    assert done.location == f"{here}?in=ar"
    assert kept(database) == []

    arabic = browse().get(here, headers={"accept-language": "ar, ru;q=0.8"})
    assert (arabic.soup.h1.text, arabic.soup.h1["lang"], arabic.soup.h1["dir"]) == (
        ARABIC["title"], "ar", "rtl",
    )  # fmt: skip
    assert "Translated from English by Ghana" in arabic.soup.select_one("header.head").text
    original = arabic.soup.select_one("nav a[hreflang=en]")
    assert browse().get(original["href"]).soup.h1.text == "A practice of Ghana"
    assert browse().get(here).soup.h1.text == "A practice of Ghana"
    chosen = {"accept-language": "ar", "cookie": "language=en"}
    assert browse().get(here, headers=chosen).soup.h1.text == "A practice of Ghana"
    both = {"accept-language": "zh, en, ar"}
    assert browse().get(here, headers=both).soup.h1.text == "A practice of Ghana"
    listed = browse().get("/practices", headers={"accept-language": "ar"}).soup
    link = listed.select_one(f'a[href="{here}"]')
    assert (link.text, link["lang"], link["dir"]) == (ARABIC["title"], "ar", "rtl")
    assert "Translated from English" in link.find_parent("li").select_one(".meta").text
    assert listed.select_one(".rows").text.count("A practice of Ghana") == 0


def test_search_finds_its_words_and_says_the_language_and_data_carry_both(browse, written):
    item_id = written("ghana")
    here = f"/practices/{item_id}"
    browse("ghana").post(f"{here}/translations/ar", sent(ARABIC, "show"), status=303)
    denmark = browse("denmark")
    found = denmark.get("/search?q=وزارتين").soup.select(".rows li")
    assert [one.a["href"] for one in found] == [f"{here}?in=ar"]
    assert "العربية" in found[0].text
    assert browse().get("/search?q=وزارتين").soup.select(".rows li") == []
    assert len(denmark.get("/practices?q=وزارتين").soup.select(".rows li")) == 1
    data = denmark.get(f"/api/v1{here}").json()
    assert (data["title"], data["languages"]) == ("A practice of Ghana", ["en", "ar"])
    assert data["translations"][0]["texts"] == ARABIC
    assert data["translations"][0]["is_current"]
    table_of = denmark.get("/practices/download/practices.csv").text
    assert "A practice of Ghana" in table_of
    assert ARABIC["title"] in table_of

    browse("ghana").post(f"{here}/translations/ar/remove", {}, status=303)
    assert denmark.get("/search?q=وزارتين").soup.select(".rows li") == []
    browse("ghana").post(f"{here}/translations/ar/remove", {}, status=409)


def test_another_member_offers_and_the_office_takes_it_up_or_says_why_not(
    browse, written, database
):
    item_id = written("ghana")
    here = f"/practices/{item_id}/translations"
    denmark, ghana = browse("denmark"), browse("ghana")
    denmark.post(f"{here}/fr", sent(FRENCH, "show"), status=403)
    denmark.post(f"{here}/fr", sent(FRENCH, "offer"), status=303)
    browse("timor").get(f"{here}/fr/of/DNK", status=403)
    browse("editor").get(f"{here}/fr/of/DNK", status=403)
    assert denmark.get(f"{here}/fr", status=303).location == f"{here}/fr/of/DNK"
    own = denmark.get(f"{here}/fr/of/DNK").soup
    assert FRENCH["title"] in own.select_one(".pairs").text
    assert own.select("main form") == []
    denmark.post(f"{here}/fr/of/DNK/take", {"version": "2"}, status=403)
    assert rows(database, Waiting, "label", "what") == [("member:GHA", What.OFFERED)]
    with database.read() as conn:
        letters = conn.execute(select(table(Letter))).all()
    assert any("A translation of your practice is offered" in str(one) for one in letters)
    denmark.post(f"{here}/fr", sent(FRENCH, "offer", 2), status=409)

    offer = ghana.get(f"{here}/fr/of/DNK").soup
    assert FRENCH["title"] in offer.select_one(".pairs").text
    ghana.post(f"{here}/fr/of/DNK/return", {"version": "2"}, status=422)
    ghana.post(f"{here}/fr/of/DNK/take", {"version": "1"}, status=409)
    reason = {"version": "2", "reason": "Two words are missing."}
    ghana.post(f"{here}/fr/of/DNK/return", reason, status=303)
    assert rows(database, Waiting, "label", "what") == []
    assert ("member:DNK", What.DECLINED) in rows(database, Notice, "label", "what")
    assert "Two words are missing." in denmark.get(f"{here}/fr").text
    assert "Two words are missing." not in browse("timor").get(f"{here}/fr").text

    denmark.post(f"{here}/fr", sent(FRENCH, "offer", 3), status=303)
    ghana.post(f"{here}/fr/of/DNK/take", {"version": "5"}, status=303)
    assert rows(database, PracticeTranslation, "language", "member", "agreed_by") == [
        ("fr", "DNK", "GHA")
    ]
    page = browse("timor").get(f"/practices/{item_id}?in=fr").soup
    assert "by Denmark and taken up by Ghana" in page.select_one("header.head").text
    ghana.post(f"{here}/fr/of/DNK/take", {"version": "5"}, status=404)


def test_what_is_offered_can_be_taken_back_once(browse, written, database):
    item_id = written("ghana")
    here = f"/practices/{item_id}/translations"
    denmark = browse("denmark")
    denmark.post(f"{here}/fr", sent(FRENCH, "offer"), status=303)
    denmark.post(f"{here}/fr/drop", {"version": "1"}, status=409)
    denmark.post(f"{here}/fr/drop", {"version": "2"}, status=303)
    assert (kept(database), rows(database, Waiting, "what")) == ([], [])
    browse("ghana").post(f"{here}/fr/of/DNK/take", {"version": "2"}, status=404)


def test_a_changed_entry_says_of_which_version_the_translation_is(browse, written, database):
    item_id = written("ghana")
    here = f"/practices/{item_id}"
    browse("ghana").post(f"{here}/translations/fr", sent(FRENCH, "show"), status=303)
    assert "translation of the version" not in browse("denmark").get(f"{here}?in=fr").text
    made = change(browse, item_id, description="It is otherwise.")
    hand_in(browse, database, made)
    answer(browse, database, made)

    page = browse("denmark").get(f"{here}?in=fr").soup
    note = page.select_one(".note")
    assert "This is a translation of the version of" in note.text
    redline = browse("denmark").get(note.a["href"]).soup
    assert "otherwise" in redline.select_one("main").text
    assert "translation of the version" not in browse("denmark").get(f"{here}?in=en").text
    form = browse("ghana").get(f"{here}/translations/fr").soup
    assert form.select_one("input[name=of]")["value"] == "2"
    assert form.select_one("details ins") is not None
    again = sent(FRENCH, "show", 0, of="2")
    browse("ghana").post(f"{here}/translations/fr", again, status=303)
    assert rows(database, PracticeTranslation, "made_for") == [(1,)]
    again |= {"brought_up": "yes"}
    browse("ghana").post(f"{here}/translations/fr", again, status=303)
    assert rows(database, PracticeTranslation, "made_for") == [(2,)]
    assert browse("denmark").get(f"{here}?in=fr").soup.select(".note") == []


def test_words_of_a_version_for_fewer_stay_with_them(browse, written, database):
    item_id = written("ghana", audience="network", title="Old words")
    here = f"/practices/{item_id}"
    browse("ghana").post(f"{here}/translations/fr", sent(FRENCH, "show"), status=303)
    hand_in(browse, database, made := change(browse, item_id, title="New words"))
    answer(browse, database, made)
    version = stage_of(database, item_id)[1]
    wish = {"audience": "public", "version": version}
    browse("ghana").post(f"{here}/readers", wish, status=303)
    version = stage_of(database, item_id)[1]
    browse("editor").post(f"{here}/widen", {"version": version}, status=303)

    page = browse().get(f"{here}?in=fr")
    assert page.soup.h1.text == "New words"
    assert FRENCH["title"] not in page.text
    assert FRENCH["title"] not in browse().get(f"/api/v1{here}").text
    assert browse().get("/search?q=ministères").soup.select(".rows li") == []
    assert "that version was for fewer people" in browse("ghana").get(f"{here}/translations").text


def test_what_is_typed_is_kept_by_itself_and_overwrites_nothing(browse, written):
    item_id = written("ghana")
    here = f"/practices/{item_id}/translations/fr"
    denmark = browse("denmark")
    first = denmark.post(f"{here}/keep", sent({"title": "Une"}), status=200).soup
    assert first.select_one("#kept input")["value"] == "1"
    assert "kept" in first.select_one("#kept p").text
    denmark.post(f"{here}/keep", sent({"title": "Deux"}), status=409)
    denmark.post(f"{here}/keep", sent({"title": "Trois"}, version=1), status=200)
    assert "Trois" in denmark.get(here).soup.select_one("#f-title").text
    long = sent({"title": "x" * 161}, version=2)
    assert "Shorten" in denmark.post(f"{here}/keep", long, status=422).soup.select_one("#kept").text
    assert denmark.get(f"/practices/{item_id}/translations/en", status=404)
    assert denmark.get(f"/practices/{item_id}/translations/xx", status=404)


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.SUBMITTED, Stage.RETIRED, Stage.HIDDEN])
def test_nothing_but_what_is_published_is_translated(browse, written, stage):
    item_id = written("ghana", stage)
    browse("ghana").get(f"/practices/{item_id}/translations", status=403)
    browse("ghana").post(f"/practices/{item_id}/translations/fr", sent(FRENCH), status=403)


def test_a_summary_in_a_second_language_is_asked_for_and_read_by_its_readers(
    browse, written, database
):
    item_id = written("ghana", Stage.DRAFT, audience="public")
    here = f"/practices/{item_id}"
    ghana = browse("ghana")
    check = f"{here}/edit/check"
    assert ghana.get(check).soup.select_one("#f-second_summary") is not None
    given = {"version": "1", "then": "submit", "second_summary": "两个部门每周一共同填写半页纸。"}
    ghana.post(check, given, status=422)
    ghana.post(check, {**given, "second_language": "en"}, status=422)
    long = ghana.post(
        check, {**given, "second_language": "zh", "second_summary": "字" * 300}, status=422
    )
    assert "about 188 words" in long.text
    ghana.post(check, {**given, "second_language": "zh"}, status=303)
    version = stage_of(database, item_id)[1]
    browse("editor").post(f"{here}/publish", {"version": version}, status=303)

    chinese = browse().get(here, headers={"accept-language": "zh-CN"}).soup
    lede = chinese.select(".lede")
    assert [(one.text, one["lang"]) for one in lede] == [
        (given["second_summary"], "zh"), ("What came of it.", "en"),
    ]  # fmt: skip
    assert [one.text for one in browse().get(here).soup.select(".lede")] == ["What came of it."]
    card = browse().get("/practices", headers={"accept-language": "zh"}).soup
    assert given["second_summary"] in card.select_one(".rows").text
    found = browse().get("/search?q=部门").soup.select(".rows li")
    assert [one.a["href"] for one in found] == [f"{here}?in=zh"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0), ("Eighty words, or so.", 4), ("l’État d’abord", 2), ("两个部门每周一", 4),
        ("2 个部门", 3), ("صفحة من وزارتين", 3), ("Ёлка и дом", 3),
    ],
)  # fmt: skip
def test_words_are_counted_in_every_script(text, words):
    assert words_in(text) == words


def test_the_first_page_has_all_it_had(browse):
    made = browse("ghana").post("/practices/new", {**FIRST_PAGE, "then": "leave"}, status=303)
    assert browse("ghana").get(made.location).soup.h1.text == FIRST_PAGE["title"]
