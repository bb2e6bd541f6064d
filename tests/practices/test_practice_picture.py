"""The picture of all practices: numbers of what the viewer sees, each leading to its list."""

from tests.house.test_every_query import counting

HERE = "/practices/picture"


def numbers(browser) -> tuple[list[str], list[str]]:
    """Return the numbers of the table that are not nought, and the states with theirs."""
    page = browser.get(HERE).soup
    return (
        [one.contents[0] for one in page.select("td a")],
        [one.text for one in page.select("section ul.links a")],
    )


def test_each_sees_the_numbers_of_what_each_may_see_and_they_lead_there(browse, written):
    written("ghana", audience="public")
    written("ghana", audience="network", title="Second")
    written("denmark", audience="members:GHA", title="Third")
    assert numbers(browse()) == (["1"], ["Ghana: 1"])
    assert numbers(browse("timor")) == (["2"], ["Ghana: 2"])
    assert numbers(browse("ghana")) == (["2", "1"], ["Ghana: 2", "Denmark: 1"])
    page = browse("ghana").get(HERE).soup
    for link in page.select("td a, section ul.links a"):
        shown = int("".join(c for c in link.text.split(",")[0] if c.isdigit()))
        assert len(browse("ghana").get(link["href"]).soup.select(".rows > li")) == shown
    picture = page.select_one("svg[role=img]")
    fields = [one for one in picture.select("text") if one["y"] != "20"]  # not the heads
    assert [one.text for one in fields if one.text.isdigit()] == ["2", "1"]
    assert picture.title.text
    assert "GHA" in page.select("svg[role=img]")[1].text


def test_it_costs_the_same_however_many_there_are(browse, written, database):
    written("ghana", audience="public")
    browse().get(HERE)
    with counting(database.engine) as few:
        browse().get(HERE)
    for number in range(5):
        written("denmark", audience="public", title=f"Number {number}")
    browse().get(HERE)
    with counting(database.engine) as many:
        browse().get(HERE)
    assert len(few) == len(many)


def test_an_empty_portal_says_what_would_be_here(browse):
    assert "No practice is published yet" in browse().get(HERE).text
