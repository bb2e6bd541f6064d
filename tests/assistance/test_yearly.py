"""The figures of a year: what is counted, what is not said, and that nothing can be worked out."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import update

from app.assistance.queries import request
from app.assistance.rules import Act, Stage
from app.assistance.yearly import AGREED, COUNTS, FEWEST, Opened, by_region, by_theme, total
from app.core import clock

DAY = datetime(2026, 3, 2, tzinfo=UTC)
REGIONS = ("african", "asia-pacific", "weog")
HERE = "/assistance/figures"


def opened(region="african", *, themes=("treaties",), offer=None, became=(Stage.OPEN, None)):
    """Return a request: ``became`` its stage and result, ``offer`` the days until one came."""
    first = None if offer is None else DAY + timedelta(days=offer)
    stage, result = became
    return Opened(region, themes, DAY, first, stage in AGREED, stage, result)


MET, PARTLY, LAPSED = (Stage.CLOSED, "met"), (Stage.CLOSED, "partly"), (Stage.LAPSED, "no_offer")
UNANSWERED = (Stage.LAPSED, "no_answer")


def test_requests_are_counted_by_theme_region_and_what_became_of_them():
    found = [
        opened(offer=2, became=MET),
        opened(offer=4, became=PARTLY),
        opened(offer=9, became=MET, themes=("treaties", "other")),
        opened("weog", became=LAPSED),
        opened("weog", became=LAPSED),
        opened("weog", became=LAPSED),
    ]
    all_of = total(found)
    assert (all_of.number, all_of.days_to_offer, all_of.unanswered) == (6, 4, 3)
    assert (all_of.agreed, all_of.met, all_of.lapsed) == (3, 3, 3)
    treaties, other = by_theme(found, ("treaties", "other"))
    assert treaties.number == 6
    assert (other.number, other.days_to_offer, other.met) == (None, None, None)
    african, asian, western = by_region(found, REGIONS)
    assert [row.number for row in (african, asian, western)] == [3, 0, 3]
    assert [row.lapsed for row in (african, asian, western)] == [0, 0, 3]


@pytest.mark.parametrize("number", [1, 2])
def test_a_number_under_three_is_not_said(number):
    found = [opened(offer=1, became=MET)] * number
    row = total(found)
    assert [row.number, row.days_to_offer, *(getattr(row, name) for name in COUNTS)] == [None] * 8
    assert total([*found, *[opened()] * 3]).agreed is None


def test_one_region_that_is_not_said_takes_a_second_with_it():
    found = [opened()] * 5 + [opened("weog")] * 4 + [opened("asia-pacific")]
    rows = by_region(found, REGIONS)
    assert [row.number for row in rows] == [5, None, None]
    assert total(found).number == 10


_one = some.builds(
    opened,
    some.sampled_from(REGIONS),
    offer=some.sampled_from([None, 1, 5]),
    became=some.sampled_from([(Stage.OPEN, None), MET, LAPSED, UNANSWERED]),
)


@given(some.lists(_one, max_size=12))
def test_what_is_not_said_of_a_region_cannot_be_worked_out_from_the_rest(found):
    """Whoever adds up what is said finds more than one number for each that is not."""
    rows, all_of = by_region(found, REGIONS), total(found)
    for name in ("number", *COUNTS):
        said = [getattr(row, name) for row in rows]
        whole = getattr(all_of, name)
        unsaid = [n for n, value in enumerate(said) if value is None]
        if whole is None or not unsaid:
            continue
        rest = whole - sum(value for value in said if value is not None)
        possible = [one for one in product(range(rest + 1), repeat=len(unsaid)) if sum(one) == rest]
        for place in range(len(unsaid)):
            assert len({one[place] for one in possible}) > 1 or rest == 0, (name, said, whole)


@given(some.lists(_one, max_size=12))
def test_no_number_is_of_fewer_than_three(found):
    for row in (*by_region(found, REGIONS), total(found)):
        for name in ("number", *COUNTS):
            value = getattr(row, name)
            assert value is None or value == 0 or value >= FEWEST


@given(some.lists(_one, max_size=12))
def test_a_cause_that_is_not_said_cannot_be_worked_out_in_its_row(found):
    for row in (*by_region(found, REGIONS), total(found), *by_theme(found, ("treaties",))):
        three = (row.lapsed, row.no_offer, row.no_answer)
        assert three.count(None) != 1
        if None not in three:
            assert row.lapsed == row.no_offer + row.no_answer


def test_how_many_of_a_hundred_were_agreed_and_why_others_lapsed():
    found = [opened(offer=2, became=MET)] * 6 + [opened(became=LAPSED)] * 3
    found += [opened(offer=1, became=UNANSWERED)] * 3
    row = total(found)
    assert (row.agreed_share, row.lapsed, row.no_offer, row.no_answer) == (50, 6, 3, 3)
    assert total([opened()] * 4).agreed_share == 0
    assert total([opened()] * 2).agreed_share is None


@pytest.fixture
def a_year(making):
    """Let five requests of Ghana be opened this year, three of them agreed; return the year."""
    with making() as maker:
        for _ in range(2):
            maker.request(Stage.OPEN)
        for _ in range(3):
            made = maker.request(Stage.OPEN)
            maker.answer(made, maker.offer(made, "denmark"), "ghana", Act.ACCEPT)
        maker.request(Stage.SUBMITTED)
    return clock.wall().year


def test_members_and_the_secretariat_read_the_figures_of_a_year(browse, a_year):
    for who in ("timor", "ghana", "editor"):
        page = browse(who).get(HERE)
        [row] = page.soup.select("section[aria-labelledby=h-all] tbody tr")
        assert [" ".join(cell.get_text().split()) for cell in row.select("th, td")] == [
            "All requests", "5", "0", "Not said", "Not said", "0", "0", "0", "0",
        ]  # fmt: skip
        assert "Ghana" not in page.text.partition("<main")[2].partition("</main>")[0]
    browse("timor").get(f"{HERE}?year={a_year - 1}", status=404)
    browse("timor").get(f"{HERE}?year=x", status=404)
    browse("stranger").get(HERE, status=403)
    browse().get(HERE, status=303)


def test_the_tables_are_taken_along_with_empty_cells_for_what_is_not_said(browse, a_year):
    text = browse("timor").get(f"{HERE}/{a_year}/table.csv").raw.content.decode("utf-8-sig")
    lines = text.splitlines()
    assert lines[:2] == [
        (
            "year,by,of,opened,days_to_first_offer,unanswered,agreed,met,lapsed,"
            "no_offer,no_answer,agreed_percent"
        ),
        f"{a_year},all,,5,0,,,0,0,0,0,",
    ]
    assert f"{a_year},theme,early-warning,5,0,,,0,0,0,0," in lines
    assert f"{a_year},region,african,5,0,,,0,0,0,0," in lines
    browse("timor").get(f"{HERE}/{a_year + 1}/table.csv", status=404)


def test_before_the_first_request_the_page_says_what_will_stand_there(browse):
    assert "No request has been opened so far" in browse("timor").get(HERE).text
    browse("timor").get(f"{HERE}/2026/table.csv", status=404)


def test_each_year_has_its_own_figures(browse, a_year, database):
    with database.unit_of_work() as db:
        before = datetime(a_year - 1, 6, 1, tzinfo=UTC)
        db.execute(update(request).where(request.c.opened_at.is_not(None)).values(opened_at=before))
    page = browse("timor").get(HERE)
    assert page.words("#h-all") == [str(a_year - 1)]
    browse("timor").get(f"{HERE}?year={a_year}", status=404)
