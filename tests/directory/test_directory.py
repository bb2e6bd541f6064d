"""The directory shows everybody what is documented, and only members who holds an office."""

import csv
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, update
from sqlmodel import select

from app.core import clock
from app.core.config import ROOT
from app.core.db import table
from app.directory.loading import office_of
from app.directory.models import Appointment, Office
from app.vocabulary.member_kinds import MEMBER_KINDS

TRACE = "Hosted the sixth annual meeting in 2016. nwe-halabja.org"
VACANT = "Nobody holds this office at present."


@pytest.fixture
def nobody_appointed(database):
    """What public sources say, alone."""
    with database.unit_of_work() as db:
        db.execute(delete(table(Appointment)))


@pytest.mark.usefixtures("nobody_appointed")
def test_the_public_sees_every_member_and_what_is_documented(browse):
    page = browse().get("/directory")

    assert len(page.soup.select(".tiles a")) == 195
    assert len(page.soup.select(".map a")) == 204
    assert "Documented here: 7; the network reported 61 states in 2021." in page.text
    assert page.words("#g-african .num") == ["54"]
    assert page.words(".key li") == [
        "Documented, 7",
        "Traces, such as hosting a meeting, 21",
        "Not documented",
    ]


def test_the_map_shows_what_was_documented_by_the_end_of_a_year(browse):
    client = browse()
    assert [o["value"] for o in client.get("/directory").soup.select("#f-year option")] == [
        "", "2015", "2016", "2020",
    ]  # fmt: skip

    def marked(year: str) -> list[str]:
        page = client.get(f"/directory?year={year}")
        assert "Documented here: 7; the network reported 61 states in 2021." in page.text
        assert set(table_of(page)) == {
            a["href"] for a in page.soup.select(".tiles a.d, .tiles a.r, .tiles a.p")
        } | {item.a["href"] for item in page.soup.select(".map .links li") if item.span}
        return sorted(table_of(page))

    assert marked("2015") == ["/directory/RWA"]
    assert marked("2016") == ["/directory/EU", "/directory/RWA"]
    assert "/directory/TLS" in marked("2020")
    assert len(marked("")) == len(marked("1066")) == len(marked("x")) == 28


def test_an_appointment_recorded_here_counts_whoever_holds_the_office_now(browse, database):
    """It outweighs a trace, and a public source outweighs it; a vacancy changes nothing."""
    offices, terms = table(Office), table(Appointment)

    def of(code: str):
        return terms.c.office_id.in_(select(offices.c.id).where(offices.c.member == code))

    with database.unit_of_work() as db:
        db.execute(update(terms).where(of("TLS")).values(stage="ended", ends=date(2021, 1, 1)))
        db.execute(update(terms).where(of("CRI")).values(stage="revoked"))
        db.execute(update(offices).where(offices.c.member == "EU").values(member="CIV"))
        db.execute(update(terms).where(of("CIV")).values(starts=date(2022, 5, 1)))
    page = browse().get("/directory")

    assert [a["href"] for a in page.soup.select(".tiles a.r")] == [
        "/directory/CIV",
        "/directory/TLS",
    ]
    assert page.words(".key li")[:2] == ["Documented, 7", "Appointment recorded in this portal, 2"]
    row = table_of(page)["/directory/TLS"]
    assert row == ["Asia-Pacific Group", "Recorded here", "2020", TRACE]
    assert table_of(page)["/directory/DNK"][1] == "Documented"
    one = browse().get("/directory/CIV")
    assert one.words("#h-fp ~ .empty h3") == ["No public source"]
    listed = browse().client.get("/api/v1/directory").json()
    assert (listed["documented"], listed["recorded"]) == (7, 2)
    said = {m["code"]: (m["focal_point"], m["year"]) for m in listed["members"]}
    assert (said["TLS"], said["CIV"]) == (("recorded", 2020), ("recorded", 2022))
    with database.unit_of_work() as db:
        db.execute(update(terms).where(of("CIV")).values(starts=date(2999, 1, 1)))
    assert table_of(browse().get("/directory?q=ivoire"))["/directory/CIV"][1] == "Not documented"


def test_it_never_shows_a_share(browse):
    assert " of 193" not in " ".join(browse().get("/directory").words("body"))


def table_of(page) -> dict[str, list[str]]:
    return {
        row.th.a["href"]: [" ".join(cell.get_text().split()) for cell in row.select("td")]
        for row in page.soup.select("tbody tr")
    }


def test_the_table_says_what_the_map_says(browse):
    page = browse().get("/directory?table=all")
    rows = table_of(page)
    not_known = ["Not documented"] * 3

    assert rows.keys() == {a["href"] for a in page.soup.select(".map a")}
    assert rows["/directory/RWA"] == [
        "African Group",
        "Documented",
        "2015",
        "Announced on 27 August 2015 as the fiftieth state of the network. globalr2p.org",
    ]
    assert rows["/directory/KOR"] == [
        "Asia-Pacific Group",
        "Traces only",
        "Not documented",
        "Hosted the sixth annual meeting in 2016. nwe-halabja.org",
    ]
    assert rows["/directory/CIV"] == ["African Group", *not_known]
    assert rows["/directory/VAT"] == ["Observer state", *not_known]
    assert rows["/directory/EU"][:3] == ["Regional organisation", "Documented", "2016"]


@pytest.mark.usefixtures("nobody_appointed")
def test_the_table_begins_with_those_for_whom_there_is_evidence(browse):
    client = browse()
    page = client.get("/directory")
    rows = table_of(page)
    more = page.soup.select_one("#h-table ~ p a")

    assert len(rows) == 28
    assert {cells[1] for cells in rows.values()} == {"Documented", "Traces only"}
    assert more.get_text() == "All 204 members as a table"
    assert more["href"] == "/directory?table=all#h-table"
    part = client.block(more["data-hx-get"], "members")
    assert part.text.strip() in client.get("/directory?table=all").text


def test_organisations_and_observers_stand_on_their_own(browse):
    page = browse().get("/directory")

    assert page.words("#g-organisation") == ["Regional organisations 9"]
    assert page.words("#g-observer") == ["Observer states 2"]


def test_search_finds_by_part_of_the_name_in_place_and_as_a_page(browse):
    whole = browse().get("/directory?q=cote")
    part = browse().block("/directory?q=cote", "members")

    assert [a["href"] for a in whole.soup.select(".tiles a")] == ["/directory/CIV"]
    assert [a["href"] for a in whole.soup.select("tbody a")] == ["/directory/CIV"]
    assert whole.soup.select_one("#name")["value"] == "cote"
    assert part.text.strip() in whole.text
    assert part.soup.select_one("[data-say]").get_text() == "1 member"


def test_search_finds_by_code(browse):
    found = browse().get("/directory?q=gha")

    assert [a["href"] for a in found.soup.select(".tiles a")] == [
        "/directory/GHA",
        "/directory/AFG",
    ]


def test_an_unknown_name_says_what_to_do(browse):
    page = browse().get("/directory?q=atlantis")

    assert page.words(".empty h3") == ["No member has this name"]
    assert page.soup.select(".map, table") == []


@pytest.mark.parametrize("who", ["nobody", "stranger", "ghana", "editor"])
def test_an_unknown_code_is_missing_for_everybody(browse, who):
    browse(who).get("/directory/XXX", status=404)
    browse(who).get("/directory/SEC", status=404)


def test_a_member_page_gives_facts_with_their_sources(browse):
    page = browse().get("/directory/RWA")
    facts = {
        row.dt.get_text(): [line.get_text() for line in row.select("dd")]
        for row in page.soup.select(".side .facts > div")
    }

    assert facts == {
        "Kind": ["State"],
        "Regional group": ["Group of African States"],
        "Code": ["RWA"],
        "Read on": ["20 December 2025"],
        "Sources": ["github.com/datasets/country-codes", "github.com/datenoio/internacia-db"],
    }
    assert page.words("h3 a") == [
        "Announced on 27 August 2015 as the fiftieth state of the network."
    ]
    assert page.soup.select_one("h3 a")["href"] == "http://www.globalr2p.org/publications/5"
    assert page.words(".rows .meta span") == [
        "Documented",
        "2015",
        "globalr2p.org, read on 1 November 2026",
    ]


def test_what_is_not_documented_is_said_and_never_none(browse):
    page = browse().get("/directory/CIV")

    assert page.words(".empty h3") == ["Not documented"]
    assert "/directory/CIV/appoint" in [a["href"] for a in page.soup.select(".side a")]


def test_traces_are_called_traces(browse):
    assert "Traces only" in browse().get("/directory/KOR").words(".meta span")


def test_every_member_has_a_page(browse):
    client = browse()
    with (ROOT / "data" / "members.csv").open(encoding="utf-8", newline="") as file:
        listed = [(row["code"], row["name"]) for row in csv.DictReader(file)]
    sample = listed[::17] + [row for row in listed if row[0] in {"PSE", "VAT", "EU", "AU"}]

    assert [client.get(f"/directory/{code}").words("h1") for code, _ in sample] == [
        [name] for _, name in sample
    ]


SEES = [("nobody", 0), ("stranger", 0), ("denmark", 1), ("editor", 1), ("administrator", 1)]


@pytest.mark.parametrize(("who", "sees"), SEES)
def test_only_members_see_offices_and_names(browse, who, sees):
    page = browse(who).get("/directory/GHA")

    assert len(page.soup.select("#h-offices")) == sees
    assert page.text.count("ghana (test)") == sees
    assert page.text.count("ghana_alternate (test)") == sees
    assert page.words("h1") == ["Ghana"]


def test_everybody_sees_which_office_and_year_and_that_does_not_end_with_a_vacancy(
    browse, database, cast
):
    def told(who: str) -> list[str]:
        rows = browse(who).get("/directory/GHA").soup.select(".facts > div")
        return next(list(r.dd.parent.stripped_strings)[1:] for r in rows if "Recorded" in r.dt.text)

    seen = ["Focal Point, from 2020", "Alternate, from 2020"]
    assert told("nobody") == told("denmark") == seen
    office = cast["ghana"].viewer.office.id
    with database.unit_of_work() as db:
        for held in db.exec(select(Appointment).where(Appointment.office_id == office)):
            held.ends = clock.today() - timedelta(days=1)
    assert told("nobody") == seen
    assert "Recorded in this portal" not in browse().get("/directory/NOR").text
    data = browse().get("/api/v1/directory/GHA").json()
    assert data["recorded"] == [
        {"kind": "focal_point", "year": 2020}, {"kind": "alternate", "year": 2020},
    ]  # fmt: skip
    assert "ghana (test)" not in str(data)


def test_members_see_holders_since_when_and_vacancies(browse, database):
    with database.unit_of_work() as db:
        office_of(db, "GHA", "adviser").title = "Adviser on early warning"
        db.get(Office, office_of(db, "GHA", "focal_point").id).mailbox = "r2p@example.gh"
    page = browse("denmark").get("/directory/GHA")
    shown = {
        part.h3.get_text(): list(part.p.stripped_strings)
        for part in page.soup.select("#h-offices ~ section")
    }

    assert shown == {
        "Focal Point": ["ghana (test)", "Since 1 January 2020", "r2p@example.gh"],
        "Alternate": ["ghana_alternate (test)", "Since 1 January 2020"],
        "Adviser on early warning": [VACANT],
    }
    assert VACANT not in browse().get("/directory/GHA").text


def test_who_has_left_is_no_holder(browse, database, cast):
    office = cast["denmark"].viewer.office.id
    with database.unit_of_work() as db:
        for held in db.exec(select(Appointment).where(Appointment.office_id == office)):
            held.ends = clock.today() - timedelta(days=1)
    page = browse("ghana").get("/directory/DNK")

    assert page.words("#h-offices ~ section > p") == [VACANT]


def test_a_member_without_offices_says_who_records_them(browse):
    page = browse("ghana").get("/directory/CIV")

    assert page.words("#h-offices ~ .empty h3") == ["No office is recorded here yet"]


@pytest.mark.parametrize(("who", "more"), [("nobody", 1), ("ghana", 3)])
def test_the_directory_costs_the_same_for_one_found_as_for_all(browse, queries, who, more):
    client = browse(who)
    for address in (
        "/directory",
        "/directory?q=ghana",
        "/directory?q=atlantis",
        "/directory?table=all",
    ):
        with queries(2 + more):
            client.get(address)


@pytest.mark.parametrize(("who", "wanted"), [("nobody", 3), ("stranger", 5), ("ghana", 9)])
def test_a_member_page_costs_the_same_with_one_office_as_with_three(
    browse, database, queries, who, wanted
):
    with database.unit_of_work() as db:
        office_of(db, "GHA", "adviser")
    client = browse(who)
    for code in ("GHA", "DNK"):
        with queries(wanted):
            client.get(f"/directory/{code}")


def test_the_kinds_shown_are_those_of_the_fixed_list():
    assert MEMBER_KINDS.codes() == (
        "state", "observer", "organisation", "un_entity", "secretariat",
    )  # fmt: skip


def test_a_code_in_small_letters_leads_to_the_member(browse):
    answer = browse().get("/directory/gha", status=308)

    assert answer.headers["location"] == "/directory/GHA"
    browse().get("/directory/zzzz", status=404)
    browse().get("/directory/ZZZZ", status=404)
