"""Words and filters together: each narrows what the other leaves, for what the viewer may see."""

import pytest

from app.practices.filters import LONGEST_WORDS, Chosen


@pytest.fixture(autouse=True)
def shelf(written):
    """Write practices whose titles share words, of two states and with two audiences."""
    return [
        written("ghana", title="Council of elders", pillar=("1",)),
        written("ghana", title="School of elders", pillar=("2",)),
        written("denmark", title="Border elders", pillar=("1",)),
        written("denmark", title="Hidden elders", audience="secretariat", pillar=("1",)),
        written("ghana", title="Radio for villages", pillar=("1",)),
    ]


def _titles(page) -> list[str]:
    return sorted(a.text for a in page.soup.select(".rows h3 a"))


def _numbers(page, facet: str) -> dict[str, int]:
    boxes = page.soup.select(f"#filters input[name={facet}]")
    return {b["value"]: int(b.find_parent("label").select_one(".num").text) for b in boxes}


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("q=elders", ["Border elders", "Council of elders", "School of elders"]),
        ("q=elders&pillar=1", ["Border elders", "Council of elders"]),
        ("q=ELDERS&pillar=1&state=GHA", ["Council of elders"]),
        ("q=elders+-school", ["Border elders", "Council of elders"]),
        ("q=elders&pillar=3", []),
        ("q=nowhere", []),
    ],
)
def test_words_and_filters_narrow_each_other(browse, query, titles):
    page = browse("ghana").get(f"/practices?{query}")

    assert _titles(page) == titles
    assert page.words("#practices [data-say]") == [f"{len(titles)} of 4 practices"]


def test_counts_follow_the_words_and_what_may_be_seen(browse):
    assert _numbers(browse("ghana").get("/practices?q=elders"), "pillar") == {"1": 2, "2": 1}
    assert _numbers(browse("editor").get("/practices?q=elders"), "pillar") == {"1": 3, "2": 1}
    page = browse("ghana").get("/practices?q=elders&pillar=2")
    assert _numbers(page, "state") == {"GHA": 1}


def test_the_words_stay_in_every_address_of_the_list(browse):
    page = browse("ghana").get("/practices?q=elders&pillar=1")

    assert page.soup.select_one("#look-q")["value"] == "elders"
    chips = {" ".join(a.text.split()): a["href"] for a in page.soup.select(".chips .chip")}
    assert sorted(chips.values()) == ["/practices?pillar=1", "/practices?q=elders"]
    sorts = [a["href"] for a in page.soup.select("#practices .tools .small a[href*=sort]")]
    assert sorts == [
        "/practices?q=elders&pillar=1&sort=confirmed",
        "/practices?q=elders&pillar=1&sort=title",
        "/practices?q=elders&pillar=1&sort=state",
    ]


def test_nothing_found_says_what_to_do(browse):
    page = browse("ghana").get("/practices?q=nowhere")

    assert page.words(".empty h3") == ["No practice fits all of this"]
    assert page.soup.select_one(".empty a")["href"] == "/practices"


def test_words_that_hold_nothing_to_look_for_are_left_out_and_it_says_so(browse):
    page = browse("ghana").get("/practices?q=%3F%21")

    assert len(_titles(page)) == 4
    assert page.soup.select_one("#look-q")["value"] == ""
    assert page.words(".note p") == ["A filter in this address is not known here. It was left out."]


def test_in_place_it_is_the_same(browse):
    part = browse("ghana").block("/practices?q=elders&pillar=1", "practices")

    assert _titles(part) == ["Border elders", "Council of elders"]


def test_the_interface_narrows_alike(browse):
    found = browse("ghana").get("/api/v1/practices?q=elders&pillar=1").json()

    assert sorted(p["title"] for p in found["practices"]) == ["Border elders", "Council of elders"]
    assert found["total"] == 2
    assert found["counts"]["pillar"] == {"1": 2, "2": 1}
    assert browse().get("/api/v1/practices?q=elders").json()["total"] == 0


def test_words_are_kept_short_and_clean():
    assert Chosen.parse([("q", "  two\x00 \n words ")]).q == "two words"
    assert Chosen.parse([("q", "x" * 500)]).q == "x" * LONGEST_WORDS
