"""Whom colleagues ask about a practice: an office of its own member, never a person."""

from tests.practices.sample import FIRST_PAGE

FACT = "Contact office"


def _facts(page) -> dict[str, str]:
    return {row.dt.text: row.dd.text for row in page.soup.select(".facts > div")}


def test_the_office_that_begins_is_the_contact_until_another_is_chosen(browse):
    ghana = browse("ghana")
    place = ghana.post("/practices/new", FIRST_PAGE).location.removesuffix("/edit/how")
    assert _facts(ghana.get(place))[FACT] == "Focal Point, Ghana"
    form = ghana.get(f"{place}/edit/how").soup.select("#f-contact_office option")
    offices = {option.text: option["value"] for option in form}
    assert list(offices) == ["None", "Focal Point", "Alternate"]

    ghana.post(f"{place}/edit/how", {"version": "1", "contact_office": offices["Alternate"]})
    assert _facts(ghana.get(place))[FACT] == "Alternate, Ghana"

    ghana.post(f"{place}/edit/how", {"version": "2", "contact_office": ""})
    assert _facts(ghana.get(place))[FACT] == "Not documented"


def test_an_office_of_another_member_is_refused_and_nothing_is_saved(browse, written):
    foreign = written("denmark")
    ghana, denmark = browse("ghana"), browse("denmark")
    theirs = denmark.post("/practices/new", FIRST_PAGE).location.removesuffix("/edit/how")
    chosen = denmark.get(f"{theirs}/edit/how").soup.select("#f-contact_office option[selected]")
    place = ghana.post("/practices/new", FIRST_PAGE).location.removesuffix("/edit/how")

    page = ghana.post(
        f"{place}/edit/how",
        {"version": "1", "contact_office": chosen[0]["value"], "cost": "Two people"},
        status=422,
    )

    assert page.words(".err") == ["Choose one of the answers offered."]
    assert page.soup.select_one("#f-cost").text.strip() == "Two people"
    assert _facts(ghana.get(place))[FACT] == "Focal Point, Ghana"
    browse("nobody").get(f"/practices/{foreign}", status=303)
