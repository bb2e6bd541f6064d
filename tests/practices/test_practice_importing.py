"""Practices from a table: a report first, then drafts of all rows or of none, each row once."""

import csv
import io

import pytest
from sqlalchemy import func, select

from app.core.db import table
from app.items.models import Item, Kind
from app.practices.importing.columns import BY_NAME, TEMPLATE
from app.practices.models import Practice, PracticeSource
from app.practices.rules import Stage
from tests.practices.test_practice_change import rows

HERE = "/practices/import"
GOOD = {
    "title": "One page", "summary": "It is seen.", "description": "Half a page.\n\nEach Monday.",
    "themes": "Early warning; hate-speech", "language": "English", "year_from": "2019",
    "pillars": "1", "risk_factors": "1 Situations; 6", "sources": "Report https://example.org/r",
    "partners": "Justice; Peace Council", "second_language": "fr", "second_summary": "Une page.",
}  # fmt: skip


def written(*lines: dict[str, str], names=None, separator: str = ",", encoding="utf-8") -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, names or list(BY_NAME), delimiter=separator, restval="")
    writer.writeheader()
    writer.writerows(lines)
    return out.getvalue().encode(encoding)


def send(browser, content: bytes, status: int = 200):
    return browser.post(HERE, {}, files={"file": ("a.csv", content, "text/csv")}, status=status)


def act(browser, page, then: str, status: int):
    sent = {"table": page.soup.select_one("textarea[name=table]").text, "then": then}
    return browser.post(HERE, sent, status=status)


def states(page) -> list[str]:
    return [row.select("td")[1].text for row in page.soup.select("tbody tr")]


def number_of(database) -> int:
    item = table(Item)
    with database.read() as conn:
        found = select(func.count()).where(item.c.kind == Kind.PRACTICE)
        return conn.execute(found).scalar_one()


def test_a_table_is_reported_then_made_once(browse, database):
    ghana = browse("ghana")
    page = send(ghana, written(GOOD, {**GOOD, "title": "Two pages", "sources": ""}))
    assert states(page) == ["Becomes a draft"] * 2
    assert "Read as UTF-8, with commas between the cells." in page.text
    assert number_of(database) == 0
    assert act(ghana, page, "make", 303).location == f"{HERE}?made=2"
    assert number_of(database) == 2
    as_browsers_send = {"table": page.soup.select_one("textarea[name=table]").text, "then": "make"}
    as_browsers_send["table"] = as_browsers_send["table"].replace("\n", "\r\n")
    again = ghana.post(HERE, as_browsers_send, status=409)
    assert states(again) == ["Made from this row already"] * 2
    said = rows(database, Practice, "title", "year_from", "partners", "second_summary", "template")
    assert said == [
        ("One page", 2019, "Justice\nPeace Council", "Une page.", 2),
        ("Two pages", 2019, "Justice\nPeace Council", "Une page.", 2),
    ]
    assert rows(database, PracticeSource, "title", "url") == [("Report", "https://example.org/r")]
    assert set(rows(database, Item, "stage")) == {(Stage.DRAFT,)}

    again = send(ghana, written(GOOD, {**GOOD, "title": "Two pages", "sources": ""}))
    assert states(again) == ["Made from this row already"] * 2
    assert act(ghana, page, "make", 409).soup.select("button[value=make]") == []
    assert number_of(database) == 2
    assert states(send(browse("denmark"), written(GOOD))) == ["Becomes a draft"]
    link = again.soup.select_one("tbody a")["href"]
    browse("denmark").get(link, status=404)
    browse("editor").get(link, status=404)
    ghana.get(link)


def test_what_is_wrong_is_said_cell_by_cell_and_nothing_is_made(browse, database):
    ghana = browse("ghana")
    bad = {
        **GOOD, "title": "", "themes": "gardening", "year_from": "soon", "language": "Klingon",
        "second_language": "",
    }  # fmt: skip
    page = send(ghana, written(GOOD, bad, GOOD))
    assert states(page) == ["Becomes a draft", "Cannot be taken", "Cannot be taken"]
    wrong = page.soup.select("tbody tr")[1].select("li code")
    assert [one.text for one in wrong] == [
        "themes", "language", "title", "year_from", "second_language",
    ]  # fmt: skip
    assert "“gardening” is not known here." in page.text
    assert "Row 2 says the same" in page.text
    assert page.soup.select("button[value=make]") == []
    act(ghana, page, "make", 409)
    assert number_of(database) == 0
    report = act(ghana, page, "report", 200).raw.content.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(report)))
    assert [(one["row"], one["column"]) for one in lines] == [
        ("2", ""), *(("3", one.text) for one in wrong), ("4", "title"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("separator", "encoding", "said"),
    [
        (";", "utf-8-sig", "UTF-8, with semicolons"), ("\t", "utf-16", "UTF-16, with tabulators"),
        (";", "windows-1252", "windows-1252, with semicolons"),
    ],
)  # fmt: skip
def test_letters_and_separators_are_found_out_and_said(browse, separator, encoding, said):
    given = {**GOOD, "title": "Prévention à l’école"}
    page = send(browse("ghana"), written(given, separator=separator, encoding=encoding))
    assert "Prévention à l’école" in page.soup.select_one("tbody").text
    assert f"Read as {said} between the cells." in page.text
    assert ("does not say in which letters" in page.text) is (encoding == "windows-1252")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "are missing"), (b"\x00\x01", "no table in CSV"), (b"title\nA\n", "are missing"),
        (written(GOOD, names=[*BY_NAME, "colour"]), "are not known: colour"),
        (written(*[GOOD] * 201), "more than 200 rows"), (written(), "no line below"),
        (written({**GOOD, "description": "x" * 140_000}), "no table in CSV"),
    ],
)  # fmt: skip
def test_what_is_no_such_table_is_refused_with_a_sentence(browse, content, says):
    assert says in send(browse("ghana"), content, 422).text


def test_the_template_shows_one_example_which_is_refused(browse, database):
    given = browse("ghana").get(f"{HERE}/template.csv").raw.content
    assert given.decode("utf-8-sig").splitlines()[0] == ",".join(TEMPLATE.names)
    page = send(browse("ghana"), given)
    assert states(page) == ["Cannot be taken"]
    assert "delete the row" in page.soup.select_one("tbody").text
    mended = given.replace(b"EXAMPLE, delete this row: ", b"")
    assert states(send(browse("ghana"), mended)) == ["Becomes a draft"]
    assert number_of(database) == 0


def test_what_was_taken_along_can_be_read_back_and_no_formula_works(browse, database):
    hostile = {**GOOD, "title": "=HYPERLINK(1)", "cost": "@SUM(1)", "partners": "-1+1"}
    ghana = browse("ghana")
    act(ghana, send(ghana, written(hostile)), "make", 303)
    [(item_id,)] = rows(database, Item, "id")
    ghana.post(f"/practices/{item_id}/edit/check", {"version": "1"}, status=303)
    browse("editor").post(f"/practices/{item_id}/publish", {"version": "2"}, status=303)
    taken = browse("denmark").get("/practices/download/practices.csv").raw.content
    assert b"'=HYPERLINK(1)" in taken
    denmark = browse("denmark")
    page = send(denmark, taken)
    assert states(page) == ["Becomes a draft"]
    act(denmark, page, "make", 303)
    both = rows(
        database,
        Practice,
        "title",
        "cost",
        "partners",
        "year_from",
        "description",
        "second_summary",
    )
    assert both[0] == both[1]
    assert both[0][:3] == ("=HYPERLINK(1)", "@SUM(1)", "-1+1")


@pytest.mark.parametrize("who", ["editor", "stranger"])
def test_others_take_nothing_in(browse, who):
    browse(who).get(HERE, status=403)
    browse(who).post(HERE, {"table": "x"}, status=403)
