"""Helpers as a group, and what a request tells of the help that it was offered already."""

import pytest
from sqlalchemy import text

from app.assistance.rules import Act, Stage


def offers_of(database, item: str) -> dict[str, str]:
    asked = text("SELECT member, item_id FROM assistance_offer WHERE request_id = :id")
    with database.read() as conn:
        return {row.member: row.item_id for row in conn.execute(asked, {"id": item})}


@pytest.fixture
def two(making, database):
    """Return a request with two accepted offers, and the address of the talk about each."""
    with making() as maker:
        item = maker.request(Stage.OPEN)
        for offer_id in [maker.offer(item, who) for who in ("denmark", "costa_rica")]:
            maker.answer(item, offer_id, "ghana", Act.ACCEPT)
    found = offers_of(database, item)
    return item, {code: f"/assistance/{item}/offers/{one}/talk" for code, one in found.items()}


def group(answer) -> str:
    return answer.soup.select_one("section[aria-labelledby=h-group]").get_text(" ")


def test_each_helper_agrees_to_be_seen_and_sees_who_agreed(two, browse):
    _, talks = two
    for code, who in (("DNK", "denmark"), ("CRI", "costa_rica")):
        browse(who).post(f"{talks[code]}/join", {"yes": "yes"}, status=409)
        browse(who).post(f"{talks[code]}/group", {"yes": "yes"}, status=403)
        browse("ghana").post(f"{talks[code]}/group", {"yes": "yes"})
        browse("ghana").post(f"{talks[code]}/join", {"yes": "yes"}, status=403)
    browse("denmark").post(f"{talks['DNK']}/join", {"yes": "yes"})
    assert "Costa Rica" not in group(browse("denmark").get(talks["DNK"]))
    assert "Denmark" not in browse("costa_rica").get(talks["CRI"]).text
    browse("costa_rica").post(f"{talks['CRI']}/join", {"yes": "yes"})
    assert "Costa Rica" in group(browse("denmark").get(talks["DNK"]))
    assert "Denmark" in group(browse("costa_rica").get(talks["CRI"]))
    browse("costa_rica").get(talks["DNK"], status=404)
    browse("denmark").post(f"{talks['DNK']}/join", {"yes": "no"})
    assert "Denmark" not in browse("costa_rica").get(talks["CRI"]).text
    assert "Costa Rica" not in browse("denmark").get(talks["DNK"]).text


def test_who_stays_by_itself_or_is_taken_out_sees_nobody(two, browse):
    _, talks = two
    for code, who in (("DNK", "denmark"), ("CRI", "costa_rica")):
        browse("ghana").post(f"{talks[code]}/group", {"yes": "yes"})
        browse(who).post(f"{talks[code]}/join", {"yes": "yes"})
    browse("ghana").post(f"{talks['CRI']}/group", {"yes": "no"})
    assert "Denmark" not in browse("costa_rica").get(talks["CRI"]).text
    assert "Costa Rica" not in browse("denmark").get(talks["DNK"]).text
    browse("costa_rica").post(f"{talks['CRI']}/join", {"yes": "yes"}, status=409)
    browse("ghana").post(f"{talks['CRI']}/group", {"yes": "perhaps"}, status=400)


def test_who_takes_its_offer_back_sees_the_group_no_more(two, browse, making):
    item, talks = two
    for code, who in (("DNK", "denmark"), ("CRI", "costa_rica")):
        browse("ghana").post(f"{talks[code]}/group", {"yes": "yes"})
        browse(who).post(f"{talks[code]}/join", {"yes": "yes"})
    with making() as maker:
        maker.answer(item, talks["CRI"].split("/")[4], "costa_rica", Act.TAKE_BACK)
    assert "Denmark" not in browse("costa_rica").get(talks["CRI"]).text
    assert "Costa Rica" not in browse("denmark").get(talks["DNK"]).text


def test_only_accepted_help_is_in_a_group(making, browse):
    with making() as maker:
        item = maker.request(Stage.IN_TALKS)
        offer_id = maker.offer_id
    here = f"/assistance/{item}/offers/{offer_id}/talk"
    browse("ghana").post(f"{here}/group", {"yes": "yes"}, status=409)


def given(answer) -> str:
    found = answer.soup.select_one("section[aria-labelledby=h-given]")
    return found.get_text(" ") if found else ""


def test_what_was_offered_is_told_when_the_asker_agrees_and_who_when_the_helper_does(
    making, browse
):
    with making() as maker:
        item = maker.request(Stage.OPEN)
        offer_id = maker.offer(item, "denmark")
    here, talk = f"/assistance/{item}", f"/assistance/{item}/offers/{offer_id}/talk"
    browse("denmark").post(f"{talk}/named", {"yes": "yes"})
    assert given(browse("timor").get(here)) == ""
    for who, status in (("timor", 403), ("denmark", 403), ("editor", 403), ("stranger", 404)):
        browse(who).post(f"{here}/offered", {"yes": "yes"}, status=status)
    browse("ghana").post(f"{here}/offered", {"yes": "yes"})
    assert "Denmark: " in given(browse("timor").get(here))
    browse("denmark").post(f"{talk}/named", {"yes": "no"})
    told = given(browse("timor").get(here))
    assert told
    assert "Denmark" not in told
    assert given(browse("denmark").get(here)) == ""
    browse("ghana").post(f"{talk}/named", {"yes": "yes"}, status=403)
    browse("ghana").post(f"{here}/offered", {"yes": "no"})
    assert given(browse("timor").get(here)) == ""


def test_of_few_readers_nothing_tells_who_offered(making, browse):
    with making() as maker:
        item = maker.request(Stage.OPEN, "members:DNK,TLS")
        offer_id = maker.offer(item, "denmark")
    here = f"/assistance/{item}"
    browse("ghana").post(f"{here}/offered", {"yes": "yes"})
    assert given(browse("timor").get(here)) == ""
    browse("denmark").post(f"{here}/offers/{offer_id}/talk/named", {"yes": "yes"})
    assert "Denmark: " in given(browse("timor").get(here))


def test_nothing_is_told_of_what_is_not_out(making, browse):
    with making() as maker:
        item = maker.request(Stage.SUBMITTED)
    browse("ghana").post(f"/assistance/{item}/offered", {"yes": "yes"}, status=409)
