"""A request begins from a practice, and a closed request becomes one."""

import pytest

from app.assistance.rules import Stage
from tests.practices.conftest import written

__all__ = ["written"]


def test_a_practice_begins_a_request_with_its_themes(browse, written):
    about = written("ghana", factor=("1", "8"))
    page = browse("denmark").get(f"/practices/{about}")
    ask = page.soup.select_one("section[aria-labelledby=h-learn] a")["href"]
    form = browse("denmark").get(ask)
    chosen = {
        (box["name"], box["value"])
        for box in form.soup.select("main input[checked]")
        if box["name"] in {"practices", "themes", "risk_factors"}
    }
    assert chosen >= {
        ("themes", "early-warning"), ("risk_factors", "1"), ("risk_factors", "8"),
    }  # fmt: skip
    assert about in form.text
    assert not browse("ghana").get(f"/practices/{about}").words("#h-learn")


def test_of_what_is_not_read_nothing_begins(browse, written):
    about = written("ghana", audience="secretariat")
    form = browse("denmark").get(f"/assistance/new?practice={about}")
    assert form.soup.select("main input[name=themes][checked]") == []
    assert "A practice of Ghana" not in form.text


def test_a_closed_request_becomes_a_practice_with_links_both_ways(browse, asked):
    made = asked(Stage.CLOSED)
    ghana = browse("ghana")
    page = ghana.get(f"/assistance/{made}")
    title = page.words("h1")[0]
    draft = ghana.post(f"/assistance/{made}/practice").location
    place = draft.removesuffix("/edit/what")
    assert ghana.get(draft).soup.select_one("main input[name=title]")["value"] == title
    number = page.words(".crumb")[0].rpartition("/ ")[2]
    assert f"/assistance/{made}" in ghana.get(place).text
    assert number in ghana.get(place).text
    assert place in ghana.get(f"/assistance/{made}").text
    assert place not in browse("editor").get(f"/assistance/{made}").text
    browse("denmark").get(place, status=404)


@pytest.mark.parametrize("stage", [Stage.OPEN, Stage.UNDER_WAY, Stage.WITHDRAWN])
def test_only_a_closed_request_becomes_one(browse, asked, stage):
    browse("ghana").post(f"/assistance/{asked(stage)}/practice", status=409)


def test_only_who_asked_begins_it(browse, asked):
    made = asked(Stage.CLOSED)
    for who, status in (("denmark", 403), ("editor", 403), ("stranger", 404)):
        browse(who).post(f"/assistance/{made}/practice", status=status)
