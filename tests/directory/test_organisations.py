"""Members of organisations: dated lists from a table, and who reads by them on which day."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.access.viewer import OfficeKind
from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import table
from app.directory import belonging
from app.directory.models import OrganisationMember
from app.items.queries import MOST_LABELS, MOST_ORGANISATIONS
from app.practices.rules import Stage
from tests.practices.conftest import written
from tests.support.people import settle_as

__all__ = ["written"]

HERE = "/directory/organisations"
ENDS = "GHA belongs to it until {}, and its offices read no longer after that day."
HEAD = "organisation,member,from,to,source"
SOURCE = "https://example.org/treaty"


def day(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def sheet(*lines: str) -> str:
    return "\n".join((HEAD, *lines))


def take_in(admin, *lines: str, status: int = 303):
    return admin.post(f"{HERE}/table", {"table": sheet(*lines), "agreed": "yes"}, status=status)


def report(page) -> list[list[str]]:
    return [[cell.get_text(strip=True) for cell in row.find_all(["th", "td"])]
            for row in page.soup.select("tbody tr")]  # fmt: skip


def lines(database) -> set[tuple]:
    with database.read() as conn:
        return {(o.organisation, o.member, o.starts.isoformat(), o.ends and o.ends.isoformat())
                for o in belonging.lines(conn)}  # fmt: skip


# the table -----------------------------------------------------------------------------------


def test_a_table_is_reported_first_and_then_taken_in_as_a_whole(browse, database):
    admin = browse("administrator")
    two = (f"EU,DNK,1973-01-01,,{SOURCE}", f"AU,GHA,1963-05-25,{day(9)},{SOURCE}")
    page = admin.post(f"{HERE}/table", {"table": sheet(*two)}, status=200)
    assert [row[2] for row in report(page)] == [
        "DNK belongs to it from 1973-01-01.",
        f"GHA belongs to it from 1963-05-25. {ENDS.format(day(9))}",
    ]
    assert lines(database) == set()

    take_in(admin, *two)

    assert lines(database) == {
        ("EU", "DNK", "1973-01-01", None),
        ("AU", "GHA", "1963-05-25", day(9)),
    }
    with database.read() as conn:
        record = table(AuditRecord)
        asked = select(record.c.event, record.c.subject).order_by(record.c.id)
        rows = conn.execute(asked).all()
    assert [tuple(row) for row in rows if "membership" in row.event] == [
        ("directory:membership:recorded", "EU"),
        ("directory:membership:recorded", "AU"),
    ]
    assert "Member of the organisation recorded" in admin.get("/directory/EU/history").text


def test_what_goes_out_comes_in_and_changes_nothing(browse, database):
    admin = browse("administrator")
    take_in(admin, f"EU,DNK,1973-01-01,,{SOURCE}", f"EU,GBR,1973-01-01,2020-01-31,{SOURCE}")
    before = lines(database)
    out = browse().client.get(f"{HERE}/table.csv")
    assert out.status_code == 200

    page = admin.post(f"{HERE}/table", {"table": out.content.decode("utf-8-sig")}, status=200)
    assert [row[2] for row in report(page)] == ["Changes nothing."] * 2
    admin.post(f"{HERE}/table", {"table": out.content.decode("utf-8-sig"), "agreed": "yes"})
    assert lines(database) == before
    with database.read() as conn:
        rows = conn.execute(select(table(AuditRecord).c.event)).scalars()
        assert sum("membership" in event for event in rows) == 2


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("GHA,DNK,2020-01-01,,x", "No organisation has the code GHA."),
        ("EU,XXX,2020-01-01,,x", "No member has the code XXX."),
        ("EU,SEC,2020-01-01,,x", "No member has the code SEC."),
        ("EU,EU,2020-01-01,,x", "An organisation is no member of itself."),
        ("EU,DNK,,,x", "Write the first day in from."),
        ("EU,DNK,1.1.2020,,x", "1.1.2020 is not a date; write year-month-day, such as 2027-03-31."),
        ("EU,DNK,2020-01-01,2019-12-31,x", "The last day lies before the first."),
        ("EU,DNK,2020-01-01,,", "Write the source: an address, or a document with its date."),
        ("EU,GHA,2020-01-01,,x", "This stands in two lines."),
        ("EU,GHA,2021-01-01,,x", "GHA belongs to it in these days already."),
        ("EU,GBR,1973-01-01,2021-01-31,x",
         "This ended on 2020-01-31 already. What is recorded stays; write a new line."),
        ("EU,GBR,1990-01-01,,x", "GBR belongs to it in these days already."),
    ],
)  # fmt: skip
def test_one_bad_line_keeps_the_whole_table_out(browse, database, line, sentence):
    admin = browse("administrator")
    take_in(admin, f"EU,GBR,1973-01-01,2020-01-31,{SOURCE}")
    before = lines(database)

    page = take_in(admin, f"EU,GHA,2020-01-01,,{SOURCE}", line, status=409)

    assert report(page)[-1][2:] == [sentence, "Cannot be taken"]
    assert lines(database) == before


def test_a_member_that_comes_back_is_a_new_line_and_an_open_one_can_end(browse, database):
    admin = browse("administrator")
    take_in(admin, f"AU,MAR,1963-05-25,1984-11-12,{SOURCE}", f"ECOWAS,MLI,1975-05-28,,{SOURCE}")

    take_in(admin, f"AU,MAR,2017-01-30,,{SOURCE}", f"ECOWAS,MLI,1975-05-28,2025-01-29,{SOURCE}")

    assert lines(database) == {
        ("AU", "MAR", "1963-05-25", "1984-11-12"), ("AU", "MAR", "2017-01-30", None),
        ("ECOWAS", "MLI", "1975-05-28", "2025-01-29"),
    }  # fmt: skip


def test_nobody_belongs_to_more_organisations_than_a_statement_has_places(browse, database):
    admin = browse("administrator")
    with database.read() as conn:
        codes = [code for code, _ in belonging.organisations(conn)]
    assert len(codes) > MOST_ORGANISATIONS
    every = [f"{code},GHA,2020-01-01,,{SOURCE}" for code in codes]

    page = take_in(admin, *every, status=409)
    refused = [row[3] for row in report(page)].count("Cannot be taken")
    assert refused == len(codes) - MOST_ORGANISATIONS
    take_in(admin, *every[:MOST_ORGANISATIONS])
    browse("ghana").get("/practices")
    assert MOST_LABELS == 6 + MOST_ORGANISATIONS


@pytest.mark.parametrize("who", ["ghana", "editor", "eu", "stranger"])
def test_only_the_administrator_keeps_the_lists_and_everybody_reads_them(browse, database, who):
    take_in(browse("administrator"), f"EU,DNK,1973-01-01,,{SOURCE}")
    client = browse(who)

    take_in(client, f"EU,GHA,2020-01-01,,{SOURCE}", status=403)
    client.get(f"{HERE}/table", status=403)
    assert len(lines(database)) == 1
    for reader in (client, browse()):
        page = reader.get(HERE)
        assert report(page) == [["Denmark", "1 January 1973", "Still a member", SOURCE]]
        assert page.words("#h-EU + p") == ["1 member today"]


# who reads -----------------------------------------------------------------------------------

MORE = {
    "senegal": ("SEN", OfficeKind.ALTERNATE),
    "togo": ("TGO", OfficeKind.FOCAL_POINT),
    "mali": ("MLI", OfficeKind.FOCAL_POINT),
    "kenya": ("KEN", OfficeKind.FOCAL_POINT),
    "senegal_adviser": ("SEN", OfficeKind.ADVISER),
}
DAYS = {"SEN": (-9, 0), "TGO": (0, 9), "MLI": (-9, -1), "KEN": (1, None), "GBR": (-9, None)}
"""Member → first and last day in the list, counted from today."""

READS = {"senegal", "togo"}
OWN_AND_STAFF = {"ghana", "ghana_alternate", "editor", "administrator"}


def member_of(organisation: str, member: str, first: int = 0, last: int | None = None):
    today = clock.today()
    return OrganisationMember(
        organisation=organisation,
        member=member,
        starts=today + timedelta(days=first),
        ends=None if last is None else today + timedelta(days=last),
        source=SOURCE,
        as_of=today,
    )


@pytest.fixture
def people(cast, portal):
    with portal.db.unit_of_work() as db:
        for name, seat in MORE.items():
            cast[name] = settle_as(db, portal.settings, name, seat)
        for member, (first, last) in DAYS.items():
            db.add(member_of("AU", member, first, last))
        db.add(member_of("EU", "KEN"))
    return cast


def test_members_read_on_the_days_they_belong_to_it_on_every_way(browse, people, written):
    written("denmark", audience="organisation:EU", title="For others")
    item = written("ghana", audience="organisation:AU", title="Zebra crossing")
    for who in sorted(people):
        sees = who in READS | OWN_AND_STAFF
        client = browse(who)
        client.get(f"/practices/{item}", status=200 if sees else 404)
        client.get(f"/api/v1/practices/{item}", status=200 if sees else 404)
        assert ("Zebra" in client.get("/practices").text) is sees, who
        assert client.get("/api/v1/practices?q=zebra").json()["total"] == sees, who
        hits = client.get("/api/v1/search?q=zebra").json()["hits"]
        assert len(hits) == sees, who


@pytest.mark.usefixtures("people")
def test_as_many_are_told_before_as_belong_to_it_today(browse, written):
    item = written("ghana", Stage.DRAFT)
    chosen = {"audience": "chosen", "readers": "organisation:AU"}
    address = f"/practices/{item}/edit/readers"
    part = browse("ghana").block(address, "preview", params=chosen)

    said = " ".join(part.words("#preview p"))
    assert "Chosen: African Union (its members)." in said
    assert "2 people of 2 members will read it today" in said


@pytest.mark.usefixtures("people")
def test_only_organisations_that_have_members_here_can_be_chosen(browse):
    ghana = browse("ghana")
    first = ghana.post("/assistance/new", {**ASKED, "then": "continue"}).location
    item = first.split("/")[2]
    page = ghana.get(f"/assistance/{item}/readers")
    offered = {option["value"] for option in page.soup.select("select[name=add] option")}

    assert {one for one in offered if one.startswith("organisation:")} == {
        "organisation:AU", "organisation:EU",
    }  # fmt: skip


ASKED = {
    "title": "A request",
    "outcome": "To be able to do it.",
    "themes": "early-warning",
    "language": "en",
}


@pytest.mark.parametrize("many", [0, MOST_ORGANISATIONS])
def test_belonging_costs_no_statement(browse, written, queries, portal, many):
    item = written("denmark", audience="network")
    with portal.db.unit_of_work() as db:
        for code, _name in belonging.organisations(db.connection())[:many]:
            db.add(member_of(code, "GHA"))
    ghana = browse("ghana")
    for address, sent in (("/practices", 5), (f"/practices/{item}", 5), ("/assistance", 5)):
        for _ in range(2):
            ghana.get(address)
        with queries(sent):
            ghana.get(address)
