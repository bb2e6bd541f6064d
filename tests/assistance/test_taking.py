"""What an office takes along of its requests, offers and seats: its own alone, safe in a table."""

import csv
import io
import json

import pytest

from app.assistance.rules import Stage
from app.assistance.taking import pages
from tests.seats.sample import Office

KINDS = ("csv", "json", "ndjson")
HERE = "/assistance/download"


@pytest.fixture
def made(making, portal, cast) -> dict[str, str]:
    """Return requests of Ghana by what they are, one of Denmark, and a seat of Denmark."""
    with making() as maker:
        found = {
            "agreed": maker.request(Stage.AGREED, title="=cmd|' /C calc'!A0"),
            "came": maker.request(Stage.CLOSED, title="Done"),
            "draft": maker.request(Stage.DRAFT, title="A draft"),
            "other": maker.request(Stage.OPEN, owner="denmark", helper="ghana", title="Of others"),
        }
        found["seat"] = Office(maker.db, portal.seal, cast["denmark"].viewer).offer()
    return found


def rows(answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.raw.content.decode("utf-8-sig"))))


def test_each_set_holds_what_the_office_asked_offers_promised_and_got(made, browse):
    ghana, denmark = browse("ghana"), browse("denmark")
    page = ghana.get(HERE)
    links = [one["href"] for one in page.soup.select("main a[download]")]
    assert links == [f"{HERE}/{name}.{kind}" for name in pages.SETS for kind in KINDS]
    for link in links:
        assert ghana.get(link).headers["cache-control"] == "private, no-store"
    asked = rows(ghana.get(f"{HERE}/requests.csv"))
    assert {one["id"] for one in asked} == {made["agreed"], made["came"], made["draft"]}
    (dangerous,) = [one for one in asked if one["id"] == made["agreed"]]
    assert dangerous["title"].startswith("'=cmd|' /C calc'!A0")
    (promised,) = rows(denmark.get(f"{HERE}/promised.csv"))
    assert (promised["request"], promised["member"], promised["gives"]) == (
        made["agreed"],
        "GHA",
        "yes",
    )
    (got,) = ghana.get(f"{HERE}/came.json").json()["came"]
    assert (got["request"], got["gives"]) == (made["came"], False)
    offers = [json.loads(one) for one in denmark.get(f"{HERE}/offers.ndjson").text.splitlines()]
    assert {one["request"] for one in offers} == {made["agreed"], made["came"]}
    (seat,) = denmark.get(f"{HERE}/seats.json").json()["seats"]
    assert seat["id"] == made["seat"]
    for kind in KINDS:
        assert "Of others" not in ghana.get(f"{HERE}/requests.{kind}").text
        assert "calc" not in browse("timor").get(f"{HERE}/promised.{kind}").text


def test_what_does_not_fit_one_file_is_named(made, browse, monkeypatch):
    monkeypatch.setattr(pages, "IN_ONE", 2)
    ghana, found, link = browse("ghana"), [], f"{HERE}/requests.ndjson"
    while link:
        answer = ghana.get(link)
        found += [json.loads(one)["id"] for one in answer.text.splitlines()]
        link = answer.headers.get("link", "").partition(">")[0].removeprefix("<http://testserver")
    assert sorted(found) == sorted(made[one] for one in ("agreed", "came", "draft"))


@pytest.mark.parametrize("name", ["requests", "requests.xlsx", "people.csv", ".csv", "requests."])
def test_there_is_no_other_file(browse, name):
    browse("ghana").get(f"{HERE}/{name}", status=404)


def test_who_acts_for_no_member_takes_nothing_along(browse):
    browse("editor").get(f"{HERE}/requests.csv", status=404)
    browse("editor").get(HERE, status=404)
    browse("nobody").get(f"{HERE}/requests.csv", status=303)
