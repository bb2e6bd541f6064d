"""The front page says in one screen what this is, with figures that carry their sources."""

import pytest

from app.core import i18n
from app.directory.network import network
from app.home.chart import chart_of
from app.practices.readers import listed


def test_it_says_what_this_is_and_where_to_go(browse):
    page = browse().get("/")

    assert page.words("h1") == ["One manual, shared practice, and peers to ask"]
    assert page.words(".hero .aud") == ["Public"]
    assert [a["href"] for a in page.soup.select(".hero .act a")] == ["/manual", "/sign-in"]
    assert [a["href"] for a in page.soup.select(".three h3 a")] == [
        "/manual",
        "/practices",
        "/assistance",
    ]


def test_a_state_without_a_focal_point_finds_what_it_needs(browse):
    page = browse().get("/")

    assert [a["href"] for a in page.soup.select(".band a")] == [
        "/manual/current/en/appointing",
        "/manual/current/en/appointing",
        "/manual/current/en/model-terms-of-reference",
        "/manual/current/en/model-note-verbale",
    ]


def test_who_is_signed_in_goes_on_to_what_needs_them(browse):
    page = browse("ghana").get("/")

    assert [a["href"] for a in page.soup.select(".hero .act a")] == ["/manual", "/home"]


def test_the_chart_says_its_figures_in_words_and_leads_to_their_sources(browse):
    page = browse().get("/")

    (told,) = page.words(".chart title")
    parts = ["11 in 2010", "17 in 2012", "50 in 2015", "59 in 2017", "61 in 2021"]

    assert told == f"Number of states with a Focal Point: {listed(parts)}"
    assert page.words(".chart text:not(.t)") == ["11", "17", "50", "59", "61"]
    assert page.words(".chart text.t") == ["2010", "2012", "2015", "2017", "2021"]
    assert page.soup.select_one("figcaption a")["href"] == "/about/network"


def test_stems_stand_at_true_distances_and_heights():
    stems = chart_of(network().figures).stems

    assert [stem.x for stem in stems] == [52, 114, 207, 270, 394]
    assert [stem.y for stem in stems] == [167, 152, 67, 44, 39]
    assert [stem.over for stem in stems] == [stem.y - 13 for stem in stems]


def test_the_chart_is_mirrored_where_one_reads_from_the_right():
    plain, mirrored = (chart_of(network().figures, mirrored=m) for m in (False, True))

    assert [s.x for s in mirrored.stems] == [plain.width - s.x for s in plain.stems]
    assert [s.y for s in mirrored.stems] == [s.y for s in plain.stems]


def test_it_does_not_promise_what_is_not_built(browse):
    words = " ".join(browse().get("/").words("main"))

    assert "without your name" not in words
    assert "tanding offer" not in words


@pytest.mark.parametrize(("who", "cost"), [("nobody", 0), ("ghana", 2)])
def test_the_front_page_asks_the_database_nothing(browse, queries, who, cost):
    client = browse(who)
    with queries(cost):
        client.get("/")


def test_it_is_there_in_every_language(browse):
    for code in i18n.languages():
        page = browse().get("/", headers={"Accept-Language": code})
        assert page.soup.html["lang"] == code
