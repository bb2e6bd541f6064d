"""The table of offices: what goes out comes in again unchanged, and all of a table or nothing."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.core import clock
from app.core.db import table
from app.directory import sheet, sheet_queries
from app.directory.models import Appointment, Office
from app.directory.sheet import COLUMNS, BadSheet
from tests.support.rows import rows_hash

HERE = "/directory/offices/table"
HEAD = ",".join(COLUMNS)
TODAY = clock.today().isoformat()
KENYA = (
    f",KEN,focal_point,Director,r2p@mfa.example,A. Official,a@mfa.example,{TODAY},,Minister,NV 1"
)


def count(database, model) -> int:
    with database.read() as conn:
        return conn.execute(select(func.count()).select_from(table(model))).scalar_one()


def holders(database) -> set[tuple]:
    with database.read() as conn:
        return {
            (row["member"], row["kind"], row["holder"], row["to"])
            for row in sheet_queries.exported(conn, clock.today())
        }


def report(page) -> list[list[str]]:
    return [[cell.get_text(strip=True) for cell in row.find_all(["th", "td"])]
            for row in page.soup.select("tbody tr")]  # fmt: skip


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00\r\n"), max_size=30),
                min_size=len(COLUMNS), max_size=len(COLUMNS)))  # fmt: skip
def test_what_is_written_is_read_again_and_never_a_formula(cells):
    cells[1], cells[2] = "GHA", "focal_point"
    row = dict(zip(COLUMNS, cells, strict=True))

    text = sheet.write([row])

    (line,) = sheet.read(text)
    assert dict(line.cells) == {k: v.strip() for k, v in row.items()}
    written = text.split("\r\n", 1)[1]
    for start in ("=", "+", "-", "@"):
        assert not written.startswith(start)
        assert f",{start}" not in written.replace('"', "") or start in "".join(cells)[1:]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_spreadsheets_of_every_country_are_read(separator):
    (line,) = sheet.read(f"\ufeffmember{separator}Kind\r\nKEN{separator}adviser\r\n"[1:])
    assert (line.number, line["member"], line["kind"], line["holder"]) == (2, "KEN", "adviser", "")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", sheet.COLUMNS_MISSING), (HEAD, sheet.EMPTY), ("member,kind,colour\nKEN,adviser,red",
     sheet.UNKNOWN_COLUMNS), ("member\nKEN", sheet.COLUMNS_MISSING),
     ("member,kind\n" + "KEN,adviser\n" * 2001, sheet.TOO_MANY)],
)  # fmt: skip
def test_a_table_that_makes_no_sense_is_refused(text, sentence):
    with pytest.raises(BadSheet) as refused:
        sheet.read(text)
    assert refused.value.sentence == sentence


def test_what_goes_out_comes_in_and_changes_nothing(browse, database):
    admin = browse("administrator")
    out = admin.post(f"{HERE}.csv", status=200)
    assert out.headers["content-disposition"].startswith('attachment; filename="offices-')
    text = out.raw.content.decode("utf-8-sig")
    assert len(text.splitlines()) == 7

    page = admin.post(HERE, {"table": text}, status=200)
    assert {row[2] for row in report(page)} == {"Changes nothing."}
    before = holders(database), count(database, Office), count(database, Appointment)
    admin.post(HERE, {"table": text, "agreed": "yes"})
    assert (holders(database), count(database, Office), count(database, Appointment)) == before


def test_a_dry_run_changes_nothing_and_says_what_each_line_does(browse, database, cast):
    office = cast["denmark"].viewer.office.id
    text = "\n".join((
        HEAD, KENYA, f"{office},DNK,focal_point,,,B. Next,,{TODAY},,Minister,NV 2",
    ))  # fmt: skip
    before = rows_hash(database, but=("session",))

    page = browse("administrator").post(HERE, {"table": text}, status=200)

    succeeds = "Records B. Next as holder; the appointment of denmark (test) ends."
    assert report(page) == [
        ["2", "KEN focal_point", "Records the office. Records A. Official as holder.", "Good"],
        ["3", "DNK focal_point", succeeds, "Good"],
    ]  # fmt: skip
    assert rows_hash(database, but=("session",)) == before


def test_a_table_is_taken_in(browse, database, cast):
    office = cast["denmark"].viewer.office.id
    timor = cast["timor"].viewer.office.id
    later = (clock.today() + timedelta(days=9)).isoformat()
    text = "\n".join((
        HEAD, KENYA, f"{office},DNK,focal_point,,,B. Next,,{TODAY},,Minister,NV 2",
        f"{timor},TLS,focal_point,,,timor (test),,,{later},,",
    ))  # fmt: skip

    browse("administrator").post(HERE, {"table": text, "agreed": "yes"})

    found = holders(database)
    assert ("KEN", "focal_point", "A. Official", "") in found
    assert ("DNK", "focal_point", "B. Next", "") in found
    assert ("TLS", "focal_point", "timor (test)", later) in found
    assert not any(name == "denmark (test)" for _, _, name, _ in found)
    browse("denmark").get("/home", status=303)


BAD = {
    f",ZZZ,focal_point,,,A,,{TODAY},,M,N": "No member has the code ZZZ.",
    ",KEN,minister,,,,,,,,": "minister is no kind of office; write one of focal_point, alternate,"
    " adviser, mission_contact.",
    ",KEN,adviser,,nowhere,,,,,,": "nowhere is not an e-mail address.",
    ",KEN,adviser,,,A,,31.3.2027,,M,N": "31.3.2027 is not a date; write year-month-day, such as"
    " 2027-03-31. A new holder needs the day from which the office is held.",
    f",KEN,adviser,,,A,,{TODAY},,,": "A new holder needs authority and evidence.",
    ",KEN,adviser,,,A,,2027-03-31,2027-03-30,M,N": "The last day lies before the first.",
    "none,KEN,adviser,,,,,,,,": "KEN has no office none of this kind.",
    f",KEN,adviser,{'x' * 201},,,,,,,": "A cell is longer than 200 characters.",
}


@pytest.mark.parametrize("line", BAD)
def test_one_bad_line_and_nothing_is_done(browse, database, line):
    text = f"{HEAD}\n{KENYA}\n{line}"
    before = rows_hash(database, but=("session",))
    admin = browse("administrator")

    told = report(admin.post(HERE, {"table": text}, status=200))
    assert [row[3] for row in told] == ["Good", "Cannot be taken"]
    assert told[1][2] == BAD[line]
    page = admin.post(HERE, {"table": text, "agreed": "yes"}, status=409)

    assert page.soup.select_one("#f-table").get_text().strip() == text
    assert rows_hash(database, but=("session",)) == before


def test_more_offices_than_a_member_may_have_are_refused(browse):
    text = "\n".join(("member,kind", *["KEN,adviser"] * 5))
    told = report(browse("administrator").post(HERE, {"table": text}, status=200))
    assert [row[3] for row in told] == ["Good"] * 4 + ["Cannot be taken"]


def test_a_file_is_taken_like_a_pasted_table(browse):
    admin = browse("administrator")
    files = {"file": ("offices.csv", f"{HEAD}\n{KENYA}".encode("utf-8-sig"), "text/csv")}
    page = admin.post(HERE, {"table": ""}, status=200, files=files)
    assert len(report(page)) == 1

    latin = {"file": ("offices.csv", f"{HEAD}\n{KENYA}é".encode("latin-1"), "text/csv")}
    page = admin.post(HERE, {"table": "typed"}, status=422, files=latin)
    assert page.words(".err") == [sheet.NOT_UTF8]
    assert page.soup.select_one("#f-table").get_text().strip() == "typed"
    admin.post(HERE, {"table": " "}, status=422)


def test_files_are_refused_everywhere_else(browse):
    files = {"file": ("a.csv", b"x", "text/csv")}
    browse("administrator").post("/account/language", {"language": "en"}, status=400, files=files)


@pytest.mark.parametrize("who", ["editor", "ghana", "stranger"])
def test_only_the_administrator_has_the_table(browse, who):
    browse(who).get(HERE, status=403)
    browse(who).post(f"{HERE}.csv", status=403)
    browse(who).post(HERE, {"table": KENYA}, status=403)
