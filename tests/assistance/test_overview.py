"""Asked, offered, promised, received: whose turn each row is, the cost, the table to take along."""

import csv
import io

import pytest

from app.assistance.rules import Act, Stage
from tests.assistance.sample import CANARY

HERE = "/assistance/overview"
DOORS = ("asked", "offered", "promised", "came")


def rows(page, key: str) -> list[list[str]]:
    """Return the cells of one table, words alone."""
    found = page.soup.select(f"section[aria-labelledby=h-{key}] tbody tr")
    return [
        [" ".join(cell.stripped_strings).replace(f" {CANARY}", "") for cell in row.select("th, td")]
        for row in found
    ]


@pytest.fixture
def board(making) -> dict[str, str]:
    """Requests at each stage of the way, between three members."""
    with making() as maker:
        return {
            title: maker.request(stage, audience, owner=owner, helper=helper, title=title)
            for title, stage, audience, owner, helper in (
                ("A draft", Stage.DRAFT, "network", "ghana", "denmark"),
                ("Sent back", Stage.RETURNED, "network", "ghana", "denmark"),
                ("Authenticated", Stage.AUTHENTICATED, "network", "ghana", "denmark"),
                ("Open", Stage.OPEN, "network", "ghana", "denmark"),
                ("In talks", Stage.IN_TALKS, "network", "ghana", "denmark"),
                ("Agreed", Stage.AGREED, "network", "timor", "ghana"),
                ("Under way", Stage.UNDER_WAY, "network", "ghana", "denmark"),
                ("Over", Stage.CLOSED, "network", "ghana", "denmark"),
            )
        }


@pytest.mark.usefixtures("board")
def test_each_row_says_what_it_waits_for_from_whom_and_what_comes_next(browse):
    page = browse("ghana").get(HERE)
    assert page.words("h2") == [
        "Needs your office first", "Asked", "Offered", "Promised", "Received and given",
    ]  # fmt: skip
    asked = {
        row[0].split(" R2P/")[0]: row[1:]
        for row in rows(browse("ghana").get(f"{HERE}?list=asked"), "asked")
    }
    assert asked["A draft"][1] == "To be finished and submitted From: Your office"
    assert asked["Sent back"][1] == "To be changed and submitted again From: Your office"
    assert asked["Authenticated"][1] == "A yes: may it go out? From: Your office"
    assert asked["Open"][1] == "An offer of help From: Members that were asked"
    assert asked["Under way"][1] == "The result From: Your office"
    assert asked["Over"][1] == "Nobody now"
    promised = rows(page, "promised")
    assert [row[0].split(" R2P/")[0] for row in promised] == [
        "Under way Denmark helps your office", "Agreed Your office helps Timor-Leste",
    ]  # fmt: skip
    assert promised[1][2] == "A yes to the terms From: Your office" or "From:" in promised[1][2]
    assert [row[0].split(" R2P/")[0] for row in rows(page, "came")] == [
        "Over Denmark helped your office"
    ]


@pytest.mark.usefixtures("board")
def test_both_sides_read_the_same_promise_and_nobody_else_does(browse):
    theirs = rows(browse("denmark").get(HERE), "promised")
    assert [row[0].split(" R2P/")[0] for row in theirs] == ["Under way Your office helps Ghana"]
    assert theirs[0][2] == "The result From: Ghana"
    offered = rows(browse("denmark").get(HERE), "offered")
    assert [row[0].split(" R2P/")[0] for row in offered] == ["In talks To Ghana"]
    assert rows(browse("costa_rica").get(HERE), "promised") == []
    assert CANARY not in browse("costa_rica").get(f"{HERE}?list=came").text
    browse("editor").get(HERE, status=404)
    browse("editor").get(f"{HERE}/table.csv", status=404)


def test_what_needs_the_office_stands_first_with_its_act(browse, making):
    with making() as maker:
        item = maker.request(Stage.OPEN)
        offer = maker.offer(item, "denmark")
    page = browse("ghana").get(HERE)
    first = page.soup.select("section[aria-labelledby=h-first] .act a")
    assert [one["href"] for one in first] == [f"/assistance/{item}#offer-{offer}"]
    assert first[0].get_text(" ").startswith("Answer the offer")
    assert page.words("section[aria-labelledby=h-first] p")[0] == "An offer waits for your answer."
    with making() as maker:
        maker.answer(item, offer, "ghana", Act.ACCEPT)
    first = browse("ghana").get(HERE).soup.select("section[aria-labelledby=h-first] .act a")
    assert [one["href"] for one in first] == [
        f"/assistance/{item}", f"/assistance/{item}/offers/{offer}/terms",
    ][: len(first)]  # fmt: skip


def test_it_costs_the_same_for_one_and_for_many(browse, making, queries):
    def make(number: int) -> None:
        with making() as maker:
            for stage in (Stage.OPEN, Stage.IN_TALKS, Stage.UNDER_WAY, Stage.CLOSED):
                for _ in range(number):
                    maker.request(stage)

    make(1)
    client = browse("ghana")
    client.get(HERE)
    with queries(9):
        client.get(HERE)
    make(7)
    with queries(9):
        page = client.get(HERE)
    assert [len(rows(page, key)) for key in DOORS] == [5, 0, 5, 5]
    more = page.soup.select("section[aria-labelledby=h-came] a[rel=next]")[0]["href"]
    part = client.get(more)
    assert [len(rows(part, key)) for key in DOORS] == [0, 0, 0, 3]


def test_filters_can_be_shared_and_what_is_empty_says_what_to_do(browse, asked):
    asked(Stage.OPEN)
    client = browse("ghana")
    page = client.get(f"{HERE}?theme=early-warning&modality=video-talk&list=asked")
    assert len(rows(page, "asked")) == 1
    assert page.soup.select("select[name=theme] option[selected]")[0]["value"] == "early-warning"
    page = client.get(f"{HERE}?theme=risk-assessment&list=asked")
    assert page.words(".empty h3") == ["Nothing fits these filters"]
    page = client.get(f"{HERE}?theme=no-such&list=no-such&below=x.y")
    assert len(rows(page, "asked")) == 1
    empty = browse("denmark").get(HERE).words(".empty h3")
    assert "Your office has asked for nothing yet" in empty


@pytest.mark.usefixtures("board")
def test_the_table_is_taken_along(browse):
    answer = browse("ghana").get(f"{HERE}/table.csv?list=promised")
    found = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert found[0]["from"] == "Your office"
    assert {one["table"] for one in found} == {"Promised"}
    assert all(one["address"].startswith("http") for one in found)
    whole = browse("ghana").get(f"{HERE}/table.csv")
    assert len(list(csv.DictReader(io.StringIO(whole.text)))) == 10
