"""A slip of the typist is forgiven, by the words of public texts and no others."""

import pytest

from app.access.viewer import ANYONE
from app.search import spelling


@pytest.fixture
def meant(database, cast):
    def said(q: str, who: str = "nobody") -> str | None:
        viewer = ANYONE if who == "nobody" else cast[who].viewer
        with database.read() as conn:
            return spelling.meant(conn, viewer, q)

    return said


@pytest.mark.parametrize(
    "case",
    [
        ("Preventing atrocity crimes", "atrocty", "atrocity"),
        ("Preventing atrocity crimes", "atrocitty", "atrocity"),
        ("Preventing atrocity crimes", "artocity", "atrocity"),
        ("Preventing atrocity crimes", "atrosity", "atrocity"),
        ("Preventing atrocity crimes", "crims prevnting", "crimes preventing"),
        ("La prévention des atrocités", "prevenion", "prévention"),
        ("Prevención de la violencia", "violenca", "violencia"),
        ("Ёлка и защита населения", "насиления", "населения"),
        ("حماية المدنيين في المدرسة", "المدنين", "المدنيين"),
    ],
)
@pytest.mark.parametrize("place", ["title", "body"])
def test_one_slip_in_each_word_is_mended_in_every_alphabet(meant, put, place, case):
    text, typed, better = case
    put(**{"title": "Heading", "body": "", place: text})
    assert meant(typed) == better
    assert meant(better) is None


def test_signs_and_what_is_found_stay_as_they_were_typed(meant, put):
    put("Early warning by two ministries")
    assert meant('"early warnin" -Zebra 2027') == '"early warning" -Zebra 2027'
    assert meant("平民") is None
    assert meant("war") is None
    assert meant("x" * 300) is None
    assert meant("") is None
    assert meant("qzxwvk") is None


@pytest.mark.parametrize("labels", [("network",), ("secretariat",), ("member:GHA",)])
@pytest.mark.parametrize("who", ["nobody", "ghana", "editor"])
def test_no_word_that_is_not_public_is_ever_offered(meant, put, labels, who):
    put("Kakapophobia", "Words for a few.", labels=labels, kind="comment")
    assert meant("kakapophobi", who) is None
    assert meant("kakapophobai", who) is None
    put("Kakapophobia")
    assert meant("kakapophobai", who) == "kakapophobia"


def test_what_more_people_wrote_is_meant_rather(meant, put):
    put("A hundred marches")
    for number in range(3):
        put(f"A hundred matches {number}")
    assert meant("maches") == "matches"
    assert meant("marches") is None


def test_the_page_shows_what_was_meant_and_data_name_it(browse, put):
    put("Preventing atrocity crimes", address="/practices/wanted")
    page = browse().get("/search?q=atrocty").soup
    assert [one["href"] for one in page.select(".rows .title a")] == ["/practices/wanted"]
    assert page.select_one(".note a").text == "atrocity"
    assert page.select_one("#look-q")["value"] == "atrocty"
    data = browse().get("/api/v1/search?q=atrocty").json()
    assert (data["total"], data["meant"]) == (0, "atrocity")
    assert browse().get("/api/v1/search?q=atrocity").json()["meant"] is None
    assert browse().get("/practices?q=atrocty").soup.select_one(".note a").text == "atrocity"
