"""Before a request goes out its office reads who would read it, and how: as it then comes true."""

from app.assistance.rules import Stage

AUDIENCE = "group:african;members:DNK"


def _listed(page) -> set[str]:
    return {one.text for one in page.soup.select("[aria-labelledby=h-all] h3")}


def _as(page, member: str) -> str:
    place = next(
        li for li in page.soup.select("[aria-labelledby=h-all] .stack > li") if li.h3.text == member
    )
    return place.select_one("a")["href"]


def test_exactly_those_who_are_listed_read_it_once_it_is_out(browse, asked, making, cast):
    item, other = asked(Stage.DRAFT, AUDIENCE), asked(Stage.DRAFT, "secretariat")
    page = browse("ghana").get(f"/assistance/{item}/audience")
    names = {
        name
        for span in page.soup.select("[aria-labelledby=h-all] li li span[dir]")
        for name in span.text.split(", ")
    }
    narrow = browse("ghana").get(f"/assistance/{other}/audience")
    assert "Of other members nobody reads it" in narrow.text
    assert _listed(narrow) == {"Ghana", "Secretariat"}

    with making() as maker:
        for step in ("submit", "authenticate", "open"):
            maker.step(step, item, "ghana", "denmark")

    reads = {
        one.viewer.name
        for who, one in cast.items()
        if one.viewer.office and browse(who).client.get(f"/assistance/{item}").status_code == 200
    }
    assert names & {one.viewer.name for one in cast.values()} == reads


def test_what_another_office_would_see_is_what_it_then_sees(browse, asked, making):
    item = asked(Stage.DRAFT, AUDIENCE)
    ghana = browse("ghana")
    place = _as(ghana.get(f"/assistance/{item}/audience"), "Denmark")
    before = ghana.get(place)
    assert not before.soup.select("main form")

    with making() as maker:
        for step in ("submit", "authenticate", "open"):
            maker.step(step, item, "ghana", "denmark")

    after = browse("denmark").get(f"/assistance/{item}")
    for part in ("h1", "#h-outcome ~ .read", ".head .seen", "aside .facts dd"):
        assert before.words(part) == after.words(part), part
    assert "you and others whom it chose" in " ".join(before.words(".head .seen"))
    assert "you and others whom it chose" not in ghana.get(f"/assistance/{item}").text


def test_only_the_office_that_asks_looks_and_only_at_those_who_would_read(browse, asked, cast):
    item, gone = asked(Stage.DRAFT, AUDIENCE), asked(Stage.WITHDRAWN, AUDIENCE)
    fresh = asked(Stage.OPEN, AUDIENCE)
    outsider = cast["costa_rica"].viewer.office.id
    insider = cast["denmark"].viewer.office.id
    ghana = browse("ghana")
    ghana.get(f"/assistance/{item}/audience?office={outsider}", status=404)
    ghana.get(f"/assistance/{item}/audience?office={cast['ghana'].viewer.office.id}", status=404)
    ghana.get(f"/assistance/{item}/audience?office=none", status=404)
    ghana.get(f"/assistance/{gone}/audience", status=404)
    ghana.get(f"/assistance/{fresh}/audience?office={insider}")
    for part in ("audience", f"audience?office={insider}"):
        browse("denmark").get(f"/assistance/{item}/{part}", status=404)
        browse("denmark").get(f"/assistance/{fresh}/{part}", status=403)
        browse("editor").get(f"/assistance/{fresh}/{part}", status=403)


def test_an_office_that_addressed_nobody_yet_is_led_to_where_it_does(browse):
    ghana = browse("ghana")
    place = ghana.post("/assistance/new", {"then": "leave", "language": "en"}).location
    page = ghana.get(f"{place}/audience")
    assert page.words(".empty h2") == ["You have not chosen yet whom you ask"]
    assert page.soup.select_one(f"main a.btn[href='{place}/readers']")
