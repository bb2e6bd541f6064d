"""Declaring, reading, changing, confirming and withdrawing a standing offer."""

from datetime import timedelta

import pytest

from app.core import clock
from app.standing.reminding import ask_due
from tests.standing.sample import WORDS, form

NEW = "/standing-offers/new"
SHOWN = [WORDS["summary"]]
ROWS = "#offers .rows h3"
OF_MEMBER = "section[aria-labelledby=h-standing] .rows h3"
BIDI = "An offer \u202egnp.exe"
XSS = '<script>alert("x")</script><b>bold</b>'
DAY = timedelta(days=1)


def version(page) -> dict[str, str]:
    return {"version": page.soup.select_one('main input[name="version"]')["value"]}


def acts(page) -> set[str]:
    found = {one["action"] for one in page.soup.select("main form[method=post]")}
    found |= {one["href"] for one in page.soup.select("main a.btn")}
    return {one.rpartition("/")[2].partition("?")[0] for one in found}


def test_an_offer_is_declared_and_read_by_the_network_and_the_secretariat_alone(browse):
    denmark = browse("denmark")
    place = denmark.post(NEW, form()).location
    page = denmark.get(place)
    assert page.words("h1") == SHOWN
    assert "Declared. Every Focal Point and alternate" in page.text
    place = place.partition("?")[0]

    for who in ("ghana", "ghana_alternate", "editor", "administrator", "eu"):
        assert browse(who).get(place).words("h1") == SHOWN
        found = browse(who).get("/standing-offers").words(ROWS)
        assert found == SHOWN
    browse("stranger").get(place, status=404)
    browse("stranger").get("/standing-offers", status=403)
    assert browse().get(place, status=303).location.startswith("/sign-in")
    assert browse("denmark").get("/search?q=weekly").words("main .rows .title") == [
        WORDS["summary"]
    ]
    assert browse("stranger").get("/search?q=weekly").words("main .rows .title") == []
    assert WORDS["summary"] not in browse().get("/directory/DNK").text
    assert WORDS["summary"] in browse("ghana").get("/directory/DNK").words("main h3")


def test_a_form_keeps_every_word_and_says_what_is_missing(browse):
    page = browse("denmark").post(NEW, {"experience": "Since 2019."}, status=422)
    assert page.soup.select_one("textarea[name=experience]").get_text().strip() == "Since 2019."
    assert len(page.soup.select(".err")) >= 6
    late = form(valid_until=str(clock.today() - DAY))
    assert "still to come" in browse("denmark").post(NEW, late, status=422).text
    far = form(valid_until=str(clock.today() + DAY * 1096))
    assert "within three years" in browse("denmark").post(NEW, far, status=422).text
    many = form(themes=["early-warning", "treaties", "hate-speech", "other"])
    assert "three themes at most" in browse("denmark").post(NEW, many, status=422).text
    browse("denmark").post(NEW, form(themes=["nothing"]), status=422)


@pytest.mark.parametrize("field", ["summary", "capacity"])
def test_a_line_with_direction_characters_is_refused(browse, field):
    page = browse("denmark").post(NEW, form(**{field: BIDI}), status=422)
    assert page.soup.select_one(f"#e-{field}, [id$={field}] ~ .err, .err") is not None


@pytest.mark.parametrize("field", ["summary", "capacity", "experience"])
def test_marks_in_a_field_are_shown_as_they_were_typed(browse, field):
    denmark = browse("denmark")
    place = denmark.post(NEW, form(**{field: XSS})).location.partition("?")[0]
    for path in (
        place,
        "/standing-offers",
        "/directory/DNK",
        f"{place}/change",
        f"{place}/history",
    ):
        page = denmark.get(path)
        assert not page.soup.select("main b, main script")
    assert XSS in " ".join(denmark.get(place).soup.get_text().split())


def test_an_offer_is_changed_once_by_its_own_member(browse, offered):
    made = offered()
    place = f"/standing-offers/{made}"
    denmark = browse("denmark")
    page = denmark.get(f"{place}/change")
    assert page.soup.select_one("input[name=capacity]")["value"] == WORDS["capacity"]
    sent = {**form(capacity="One visit"), **version(page)}
    denmark.post(f"{place}/change", sent)
    late = denmark.post(f"{place}/change", {**sent, "capacity": "Three visits"}, status=409)
    assert late.soup.select_one("input[name=capacity]")["value"] == "Three visits"
    assert "One visit" in denmark.get(place).text

    for who, status in (("ghana", 403), ("editor", 403), ("stranger", 404)):
        browse(who).get(f"{place}/change", status=status)
        browse(who).post(f"{place}/change", sent, status=status)
        browse(who).post(f"{place}/withdraw", version(page), status=status)
        browse(who).post(f"{place}/confirm", version(page), status=status)


def test_the_same_form_sent_twice_declares_one_offer(browse):
    denmark = browse("denmark")
    once = denmark.get(NEW).soup.select_one("main input[name=once]")["value"]
    first = denmark.post(NEW, {**form(), "once": once})
    again = denmark.post(NEW, {**form(), "once": once})
    assert first.location == again.location
    assert len(denmark.get("/standing-offers").words(ROWS)) == 1


def test_a_withdrawn_offer_goes_back_to_its_member_and_the_secretariat(browse, offered):
    place = f"/standing-offers/{offered()}"
    denmark = browse("denmark")
    page = denmark.get(place)
    denmark.post(f"{place}/withdraw", version(page))
    assert (
        "Withdrawn. Other members no longer see it." in denmark.get(f"{place}?said=withdraw").text
    )
    browse("ghana").get(place, status=404)
    assert acts(browse("editor").get(place)) == set()
    assert browse("ghana").get("/standing-offers").words(ROWS) == []
    assert browse("ghana").get("/search?q=warning").words("main .rows .title") == []
    assert "No standing offer" in browse("ghana").get("/directory/DNK").text
    for act in ("withdraw", "confirm"):
        late = denmark.post(f"{place}/{act}", version(page), status=409)
        assert "This offer has been withdrawn." in late.text
    denmark.get(f"{place}/change", status=409)


def test_what_is_over_says_so_and_leaves_the_lists(browse, offered):
    place = f"/standing-offers/{offered(valid_until=clock.today() + DAY * 30)}"
    with clock.moved(DAY * 30):
        assert browse("ghana").get("/standing-offers").words(ROWS) == [WORDS["summary"]]
    with clock.moved(DAY * 31):
        assert browse("ghana").get("/standing-offers").words(ROWS) == []
        assert browse("denmark").get("/standing-offers").words("#h-mine") == [
            "Offers of your member"
        ]
        page = browse("ghana").get(place)
        assert "Over: it was valid until" in page.text
        assert "ask" not in str(acts(page))
        assert browse("ghana").get("/directory/DNK").words(OF_MEMBER) == []
        assert browse("ghana").get("/api/v1/standing-offers").json()["standing_offers"] == []
        own = browse("denmark").get(place)
        late = browse("denmark").post(f"{place}/confirm", version(own), status=409)
        assert "This offer is over." in late.text
        sent = {**form(valid_until=str(clock.today() + DAY * 9)), **version(own)}
        browse("denmark").post(f"{place}/change", sent)
        assert browse("ghana").get("/standing-offers").words(ROWS) == [WORDS["summary"]]


def test_once_a_year_one_press_confirms_and_more_change_nothing(browse, offered):
    place = f"/standing-offers/{offered(valid_until=clock.today() + DAY * 900)}"
    denmark = browse("denmark")
    page = denmark.get(place)
    assert "confirm" not in acts(page)
    refused = denmark.post(f"{place}/confirm", version(page), status=409)
    assert "confirmed less than a year ago" in refused.text
    with clock.moved(DAY * 366):
        assert "Not confirmed since" in browse("ghana").get(place).text
        page = denmark.get(place)
        assert "confirm" in acts(page)
        denmark.post(f"{place}/confirm", version(page))
        assert "Not confirmed since" not in browse("ghana").get(place).text
        denmark.post(f"{place}/confirm", version(page), status=409)


def test_a_change_confirms_nothing_and_moves_nothing(browse, offered, portal):
    places = {}
    for day, who in enumerate(("denmark", "costa_rica")):
        with clock.moved(DAY * day):
            last = clock.today() + DAY * (360 + day)
            places[who] = f"/standing-offers/{offered(who, summary=f'By {who}', valid_until=last)}"
    newest = ["By costa_rica", "By denmark"]
    own, place = browse("denmark"), places["denmark"]

    def change(**said: str) -> None:
        page = own.get(f"{place}/change")
        own.post(f"{place}/change", {**form(summary="By denmark"), **said, **version(page)})

    def order(path: str, rows: str) -> list[str]:
        return browse("ghana").get(path).words(rows)

    with clock.moved(DAY * 340):
        ask_due(portal)
        before = own.get(place).words("main .facts dd")[-3]
        change(capacity="One visit", valid_until=str(clock.today() + DAY * 20))
        assert order("/standing-offers", ROWS) == newest
        assert order("/search?q=ministries", "main .rows .title") == newest
        assert own.get(place).words("main .facts dd")[-3] == before
        assert "still stands by this offer" in own.get("/home").text
        assert "confirm" in acts(own.get(place))
    with clock.moved(DAY * 361):
        page = browse("ghana").get("/search?q=ministries")
        assert page.words("main .rows .title") == ["By costa_rica"]
        api = browse("ghana").get("/api/v1/search?q=ministries").json()
        assert api["total"] == 1
        assert "still stands by this offer" not in own.get("/home").text
        change(capacity="Two visits")
        assert order("/standing-offers", ROWS) == newest
        assert order("/search?q=ministries", "main .rows .title") == newest
        assert "still stands by this offer" not in own.get("/home").text
        ask_due(portal)
        assert "still stands by this offer" in own.get("/home").text
        own.post(f"{place}/confirm", version(own.get(place)))
        assert order("/standing-offers", ROWS) == newest[::-1]
        assert order("/search?q=ministries", "main .rows .title") == newest[::-1]


def test_the_newest_confirmed_stands_first_and_filters_narrow(browse, offered):
    offered("denmark", summary="Of Denmark", themes=("treaties",))
    with clock.moved(DAY):
        offered("ghana", summary="Of Ghana", languages=("es",))
        timor = browse("timor")
        assert timor.get("/standing-offers").words(ROWS) == ["Of Ghana", "Of Denmark"]
        for query, wanted in {
            "theme=treaties": ["Of Denmark"],
            "language=es": ["Of Ghana"],
            "modality=pairing": [],
            "modality=study-visit": ["Of Ghana", "Of Denmark"],
            "region=african": ["Of Ghana"],
            "region=weog&theme=treaties": ["Of Denmark"],
            "theme=%25": ["Of Ghana", "Of Denmark"],
        }.items():
            assert timor.get(f"/standing-offers?{query}").words(ROWS) == wanted, query
            found = timor.get(f"/api/v1/standing-offers?{query}").json()["standing_offers"]
            assert [one["summary"] for one in found] == (wanted if "%25" not in query else []), (
                query
            )


def test_a_long_list_goes_on(browse, offered):
    for n in range(12):
        offered("denmark", summary=f"Of Denmark {n}")
        offered("ghana", summary=f"Of Ghana {n}")
    timor, found, path = browse("timor"), [], "/standing-offers"
    while path:
        page = timor.get(path)
        found += page.words(ROWS)
        more = page.soup.select_one("#offers a[rel=next]")
        path = more["href"] if more else ""
    assert len(found) == len(set(found)) == 24


def test_a_member_has_room_for_so_many_offers(browse, offered):
    for n in range(20):
        offered("denmark", summary=f"Of Denmark {n}")
    page = browse("denmark").post(NEW, form(summary="One more"), status=409)
    assert "Withdraw one first." in page.text
    assert page.soup.select_one("input[name=summary]")["value"] == "One more"
