"""The list taken along: what the page shows this viewer, as a table and as data, part by part."""

import csv
import io
import json

import pytest

from app.practices import exporting, loading
from app.practices.exporting import NAMES
from tests.practices.sample import AUDIENCES, changes
from tests.practices.test_practice_visibility import EVERYBODY, READERS, STAGED

HERE = "/practices/download"
HOSTILE = '=HYPERLINK("http://evil.example")'


def table(answer) -> list[dict[str, str]]:
    """The lines of a table, by the names of its columns."""
    return list(csv.DictReader(io.StringIO(answer.raw.content.decode("utf-8-sig"), newline="")))


def titles(browser, query: str = "") -> list[list[str]]:
    """The titles in each form of the file."""
    lines = browser.get(f"{HERE}/practices.ndjson{query}").text.splitlines()
    return [
        [one["title"] for one in table(browser.get(f"{HERE}/practices.csv{query}"))],
        [one["title"] for one in browser.get(f"{HERE}/practices.json{query}").json()["practices"]],
        [json.loads(line)["title"] for line in lines],
    ]


def test_it_is_the_list_of_the_page_in_its_order_and_by_its_filters(browse, database):
    with database.unit_of_work() as db:
        loading.load(db)
    for query in ("", "?sort=title", "?group=organisation&sort=state", "?q=training"):
        shown = browse().get(f"/practices{query}")
        whole = shown.words(".rows h3")
        following = shown.soup.select_one("nav a[rel=next]")
        if following:
            whole += browse().get(following["href"]).words(".rows h3")
        assert titles(browse(), query) == [whole] * 3


@pytest.mark.parametrize("audience", AUDIENCES)
def test_its_readers_alone_take_it_along(browse, written, audience):
    written("denmark", audience="public", title="Somebody else's")
    written("ghana", audience=AUDIENCES[audience], title="Zebra crossing")
    for who in EVERYBODY:
        sees = who in READERS[audience]
        client = browse(who)
        assert (
            titles(client, "?sort=title") == [["Somebody else's", *["Zebra crossing"] * sees]] * 3
        )
        page = client.get(HERE)
        assert page.words(".lede")[0].split()[0] == str(1 + sees)
        assert (client.get(f"{HERE}?q=zebra").words("h2") == ["In one file"]) == sees


@pytest.mark.parametrize("stage", STAGED)
def test_what_is_not_published_is_in_no_file(browse, written, stage):
    written("ghana", stage, audience="public", title="Zebra crossing")
    for who in EVERYBODY:
        assert titles(browse(who)) == [[]] * 3
        assert browse(who).get(HERE).words("main h2") == ["There is nothing to take along"]


def test_the_table_says_what_the_page_says(browse, database):
    with database.unit_of_work() as db:
        loading.load(db)
    (one,) = [
        one
        for one in table(browse().get(f"{HERE}/practices.csv?state=GHA"))
        if one["legal_basis"] == "Act 818 of 2011"
    ]
    assert list(one) == list(NAMES)
    assert one["owners"] == "Ghana"
    assert one["confirmed"] == ""
    assert browse().get(one["address"]).words(".seen")[0].endswith(one["readers"])
    assert one["readers"].startswith("Anyone can read this entry")
    french = browse().get(f"{HERE}/practices.csv?state=GHA", headers={"accept-language": "fr"})
    (same,) = [line for line in table(french) if line["number"] == one["number"]]
    assert (same["title"], same["themes"] != one["themes"]) == (one["title"], True)


def test_no_cell_is_a_formula_and_nothing_is_lost(browse, written):
    given = changes(title=HOSTILE)
    given = given.__class__(
        columns={**given.columns, "description": "One,\n“two”;\tthree", "cost": "@SUM(1)"},
        facets=given.facets, sources=(), audience=given.audience, language="en",
    )  # fmt: skip
    written("ghana", given=given)
    (line,) = table(browse("ghana").get(f"{HERE}/practices.csv"))
    (data,) = browse("ghana").get(f"{HERE}/practices.json").json()["practices"]

    assert (line["title"], line["cost"]) == (f"'{HOSTILE}", "'@SUM(1)")
    assert line["description"] == "One,\n“two”;\tthree"
    assert (data["title"], data["cost"]) == (HOSTILE, "@SUM(1)")


def test_much_comes_in_parts_that_hold_each_practice_once(browse, written, monkeypatch):
    monkeypatch.setattr(exporting, "IN_ONE", 2)
    monkeypatch.setattr(exporting, "MOST_PARTS", 2)
    for number in range(5):
        written("ghana", title=f"Practice {number}", audience="public")
    page = browse().get(f"{HERE}?sort=title")

    assert page.words("main h2") == ["Practices 1 to 2", "Practices 3 to 4"]
    assert page.words(".note") == [
        "Further practices are left out here. Choose a filter to take them along."
    ]
    places = [a["href"] for a in page.soup.select(".links a") if ".csv" in a["href"]]
    found = [[one["title"] for one in table(browse().get(place))] for place in places]
    assert found == [["Practice 0", "Practice 1"], ["Practice 2", "Practice 3"]]

    place, walked = f"{HERE}/practices.json?sort=title", []
    while place:
        answer = browse().get(place)
        walked += [one["title"] for one in answer.json()["practices"]]
        link = answer.headers.get("link", "")
        assert link.endswith('>; rel="next"') or not link
        place = link.partition(">")[0].removeprefix("<http://testserver")
    assert walked == [f"Practice {number}" for number in range(5)]


def test_a_file_is_saved_and_kept_by_nobody_between(browse, written):
    written("ghana", title="One", audience="public")
    for name, media in (
        ("csv", "text/csv"),
        ("json", "application/json"),
        ("ndjson", "application/x-ndjson"),
    ):
        headers = browse("ghana").get(f"{HERE}/practices.{name}").headers
        assert headers["content-type"].startswith(media)
        assert headers["content-disposition"].endswith(f'.{name}"')
        assert headers["cache-control"] == "private, no-store"
    browse("ghana").get(f"{HERE}/practices.xls", status=404)


def test_the_list_leads_to_it_with_what_was_chosen(browse, written):
    written("ghana", title="One", audience="public", theme=("treaties",))
    listed = browse().get("/practices?theme=treaties&sort=title")
    (place,) = [a["href"] for a in listed.soup.select("a") if "download" in a["href"]]

    assert place == f"{HERE}?theme=treaties&sort=title"
    page = browse().get(place)
    assert page.soup.select_one("main header a")["href"] == "/practices?theme=treaties&sort=title"
    assert "Chosen:" in page.text
