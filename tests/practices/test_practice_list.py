"""Filters, counts, order and pages, against a plain loop over the same data."""

import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from types import SimpleNamespace

import pytest
from sqlalchemy import delete

from app.access.viewer import ANYONE
from app.core import clock
from app.practices import facets, filters, journal, shelf
from app.practices.filters import Chosen
from app.practices.rules import Stage
from tests.practices import sample
from tests.support.databases import after
from tests.support.people import further, settled

AUDIENCES = ["public", "network", "group:african", "group:weog,grulac", "members:DNK,EU"]
AUTHORS = ["ghana", "denmark", "costa_rica", "timor", "eu"]
CHOICES = {
    "theme": ("early-warning", "treaties", "hate-speech"),
    "pillar": ("1", "2", "3"),
    "factor": ("1", "6", "14"),
    "step": ("1", "3", "5"),
    "status": ("running", "ended"),
}


SPANS = [(None, None), (2012, 2014), (2013, None), (None, 2015), (2014, 2014)]


def in_use(first, last, status):
    """Return the years of a practice, counted one by one."""
    if first and not last and status == "running":
        last = clock.today().year
    years = {year for year in (first, last) if year}
    return tuple(
        str(year) for year in range(1945, 2061) if years and min(years) <= year <= max(years)
    )


def furnish(portal, cast):
    """Write some sixty practices of five members with every kind of audience."""
    rnd, more = random.Random(7), random.Random(8)  # noqa: S311 - made-up data
    made = []
    for number in range(63):
        author = rnd.choice(AUTHORS)
        chosen = {
            code: tuple(rnd.sample(words, rnd.randint(0, 2))) for code, words in CHOICES.items()
        }
        audience = rnd.choice(AUDIENCES)
        title = f"{rnd.choice('äbcdÉfgh')} practice {number}"
        given = sample.changes(title, audience, **chosen)
        first, last = more.choice(SPANS)
        status = next(iter(chosen["status"]), None)
        columns = {**given.columns, "year_from": first, "year_to": last, "status": status}
        language = more.choice(("en", "fr", "ar"))
        given = replace(given, columns=columns, language=language)
        by, staff = cast[author].viewer, cast["editor"].viewer
        with portal.db.unit_of_work() as db:
            item_id = sample.write(db, by, Stage.PUBLISHED, staff=staff, portal=portal, given=given)
        words = {
            **chosen,
            "state": (by.office.member,),
            "group": (by.office.group or "organisation",),
            "language": (language,),
            "year": in_use(first, last, status),
        }
        made.append(SimpleNamespace(id=item_id, title=title, audience=audience, words=words))
    return made


@after(settled)
def with_library(url, held):
    return further(url, held, furnish)


@pytest.fixture
def template(engine_name, templates, request):
    return templates.of(engine_name, with_library if "library" in request.fixturenames else settled)


@pytest.fixture
def library(template, cast):  # noqa: ARG001 - whose sessions begin now
    """The practices that ``furnish`` wrote."""
    return template.held.made


def _sees(viewer, one) -> bool:
    if viewer.in_secretariat or one.audience == "public":
        return True
    if viewer.member in one.words["state"]:
        return True
    circle, _, codes = one.audience.partition(":")
    return {
        "network": viewer.in_network,
        "group": viewer.in_network and viewer.office.group in codes.split(","),
        "members": viewer.member in codes.split(","),
    }[circle]


def _fits(one, values, but="") -> bool:
    return all(set(one.words[c]) & set(v) for c, v in values.items() if c != but)


def test_filters_and_counts_agree_with_a_plain_loop(library, cast, database):
    rnd = random.Random(11)  # noqa: S311 - made-up data
    viewers = [ANYONE, *(somebody.viewer for somebody in cast.values())]
    words = {**CHOICES, "state": ("GHA", "DNK", "EU"), "group": ("african", "organisation")}
    words |= {"year": ("2012", "2014", str(clock.today().year)), "language": ("fr", "ar")}
    with database.read() as conn:
        for _ in range(150):
            viewer = rnd.choice(viewers)
            codes = rnd.sample(sorted(words), rnd.randint(0, 3))
            values = {code: tuple(rnd.sample(words[code], rnd.randint(1, 2))) for code in codes}
            found = shelf.find(conn, viewer, Chosen(values), most=100)
            visible = [one for one in library if _sees(viewer, one)]
            fitting = [one for one in visible if _fits(one, values)]
            assert {key[1] for key in found.window.keys} == {one.id for one in fitting}
            assert (found.total, found.everything) == (len(fitting), len(visible))
            for code in facets.CODES:
                others = [one for one in visible if _fits(one, values, but=code)]
                counts = {}
                for one in others:
                    for value in one.words.get(code, ()):
                        counts[value] = counts.get(value, 0) + 1
                assert found.counts[code] == counts


def test_what_goes_on_is_of_the_new_year_once_it_begins(library, cast, database):
    def of(year):
        with database.read() as conn:
            viewer, chosen = cast["editor"].viewer, Chosen({"year": (str(year),)})
            return shelf.find(conn, viewer, chosen, most=100).total

    this = clock.today().year
    goes_on = sum(str(this) in one.words["year"] for one in library)
    assert (goes_on > 0, of(this), of(this + 1)) == (True, goes_on, 0)
    with clock.moved(timedelta(days=366)):
        assert (of(this), of(this + 1)) == (goes_on, goes_on)


@pytest.mark.parametrize(
    ("first", "last", "goes_on", "years"),
    [
        (None, None, True, ()),
        (2020, None, False, ("2020",)),
        (2020, None, True, ("2020", "2021", "2022")),
        (None, 2021, False, ("2021",)),
        (2021, 2020, False, ("2020", "2021")),
        (1900, 1946, False, ("1945", "1946")),
        (2023, None, True, ("2023",)),
        (2200, None, False, ()),
    ],
)
def test_the_years_of_a_practice_are_those_that_are_known(first, last, goes_on, years):
    day = date(2022, 5, 1)
    assert tuple(facets.years_of(first, last, goes_on=goes_on, today=day)) == years


@pytest.mark.parametrize("sort", filters.SORTS)
def test_pages_lead_through_the_whole_list_and_back(library, browse, sort):
    client = browse("editor")
    address, pages, titles = f"/practices?sort={sort}", [], []
    while address:
        page = client.get(address)
        pages.append(page.words(".rows h3"))
        titles += pages[-1]
        following = page.soup.select_one(".pager a[rel=next]")
        back = page.soup.select_one(".pager a[rel=prev]")
        assert bool(back) == (len(pages) > 1)
        if back:
            assert client.get(back["href"]).words(".rows h3") == pages[-2]
        address = following["href"] if following else ""
    assert [len(page) for page in pages] == [20, 20, 20, 3]
    assert page.words(".pager p")[0] == "61 to 63 of 63"
    assert sorted(titles) == sorted(one.title for one in library)
    if sort == filters.NEWEST:
        assert titles == [one.title for one in reversed(library)]
    if sort == filters.TITLE:
        folded = [t.lower().replace("ä", "a").replace("é", "e") for t in titles]
        assert folded == sorted(folded)
    if sort == filters.STATE:
        order = ["Costa Rica", "Denmark", "European Union", "Ghana", "Timor-Leste"]
        names = {one.title: one.words["state"][0] for one in library}
        codes = dict(zip(("CRI", "DNK", "EU", "GHA", "TLS"), order, strict=True))
        places = [order.index(codes[names[t]]) for t in titles]
        assert all(a <= b for a, b in pairwise(places))


@pytest.mark.usefixtures("library")
def test_the_part_for_htmx_is_the_part_of_the_page(browse):
    address = "/practices?theme=treaties&theme=hate-speech&pillar=2&sort=title"
    client = browse("denmark")

    whole, part = client.get(address), client.block(address, "practices")

    assert part.text.strip() in whole.text
    assert part.soup.select_one("#practices")
    assert part.words(".chip") == [
        "Pillar II remove filter",
        "Treaty ratification remove filter",
        "Hate speech remove filter",
    ]


@pytest.mark.usefixtures("library")
def test_a_chip_takes_its_filter_away_and_boxes_stay_chosen(browse):
    client = browse("denmark")
    page = client.get("/practices?theme=treaties&pillar=2")
    chip = page.soup.select_one(".chip")

    assert [box["value"] for box in page.soup.select("input[checked]")] == ["2", "treaties"]
    assert chip["href"] == "/practices?theme=treaties"
    assert client.get(chip["href"]).words(".chip") == ["Treaty ratification remove filter"]


@pytest.mark.usefixtures("library")
def test_what_nobody_knows_is_left_out_and_said(browse):
    page = browse().get("/practices?theme=cheese&pillar=9&after=broken&sort=hottest")

    assert "was left out" in page.text
    assert page.words("[data-say]") == browse().get("/practices").words("[data-say]")


@pytest.mark.usefixtures("library")
def test_only_steps_whose_content_was_read_are_offered(browse):
    page = browse("editor").get("/practices")

    assert {box["value"] for box in page.soup.select("input[name=step]")} == {"1", "3", "5"}
    assert browse("editor").get("/practices?step=2").words(".chip") == []


def test_an_empty_answer_offers_a_way_out(browse, written):
    written("ghana", audience="public")
    page = browse().get("/practices?theme=treaties")

    assert page.words(".empty h3") == ["No practice fits all of this"]
    assert page.words("[data-say]") == ["0 of 1 practices"]
    assert browse().get("/practices?theme=early-warning").words("[data-say]") == ["1 practice"]


@pytest.mark.usefixtures("library")
def test_the_panel_is_made_of_the_component(browse, portal):
    page = browse("editor").get("/practices?theme=treaties")
    counts = {
        box["value"]: int(box.find_parent("label").select_one(".num").get_text())
        for box in page.soup.select("input[name=theme]")
    }
    labels = {
        "treaties": "Treaty ratification",
        "early-warning": "Early warning",
        "hate-speech": "Hate speech",
    }
    rows = [
        (v, labels[v], counts[v], v == "treaties")
        for v in ("early-warning", "treaties", "hate-speech")
    ]
    made = str(portal.renderer.env.globals["ui"].facet("theme", "Theme", rows))

    assert "".join(made.split()) in "".join(page.text.split())


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_and_the_page_cost_the_same_for_one_and_for_three(
    written, browse, queries, number
):
    ids = [written("ghana", audience="public", title=f"T{n}") for n in range(number)]
    signed_in, public = browse("denmark"), browse()
    for client in (signed_in, public):
        client.get("/practices")
        client.get(f"/practices/{ids[0]}")
    with queries(5):  # who asks, what waits, changes, cards, comments new to whoever asks
        signed_in.get("/practices")
    with queries(2):  # changes, cards
        public.get("/practices")
    others = int(number > 1)  # the titles of what is like it, where anything is
    # who asks, what waits, practice with view and whether it is followed, what was read, comments
    with queries(5 + others):
        signed_in.get(f"/practices/{ids[0]}")
    with queries(1 + others):  # the practice with its view and the number of the latest change
        public.get(f"/practices/{ids[0]}")


def test_a_shelf_that_lags_far_behind_reads_everything_anew(library, browse, database):
    client = browse()
    before = client.get("/practices").words("[data-say]")
    with database.unit_of_work() as db:
        journal.note(db, None)
    assert client.get("/practices").words("[data-say]") == before
    with database.unit_of_work() as db:
        journal.note(db, library[0].id)
        db.execute(delete(journal.change))
        journal.note(db, library[1].id)
    assert client.get("/practices").words("[data-say]") == before


def test_the_words_above_the_list_belong_to_the_form_of_the_filters(browse):
    soup = browse().get("/practices").soup
    field = soup.select_one("#look [type=search]")

    assert (field["name"], field["form"], field["value"]) == ("q", "filters", "")
    assert soup.select_one("#look button[type=submit]")["form"] == "filters"
    assert soup.select_one("form#filters")["action"] == "/practices"
