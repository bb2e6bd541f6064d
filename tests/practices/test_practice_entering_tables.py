"""Tables that the Secretariat takes in: from public sources, or for an office by its letter."""

import csv
import io

import pytest

from app.items.models import Item, ItemOwner
from app.practices.behalf.models import PracticeBehalf, PracticeLetter
from app.practices.importing.columns import BY_NAME
from app.practices.models import Practice
from app.practices.rules import Stage
from tests.practices.behalf import picture
from tests.practices.test_practice_change import rows, stage_of
from tests.practices.test_practice_importing import GOOD, number_of, states, written

HERE = "/practices/enter/import"
NAMES = ["owners", *BY_NAME]
PUBLIC = {"way": "sources"}
BECOMES = "Is published as from public sources, not confirmed by the state"
LETTER = ("Our letter.png", picture(), "image/png")


def table(*lines: dict[str, str]) -> bytes:
    return written(*lines, names=NAMES)


def send(browser, content: bytes, said: dict[str, str], status: int = 200):
    files = {"file": ("a.csv", content, "text/csv")}
    return browser.post(HERE, said, files=files, status=status)


def act(browser, page, said: dict[str, str], then: str, status: int, **more: object):
    sent = {"table": page.soup.select_one("textarea[name=table]").text, "then": then, **said}
    return browser.post(HERE, sent, status=status, **more)


@pytest.fixture
def asked(cast) -> dict[str, str]:
    return {"way": "office", "office": cast["ghana"].viewer.office.id, "asked_on": "2026-01-05"}


def test_from_public_sources_published_labelled_and_claimed_once(browse, database):
    editor = browse("editor")
    two = {**GOOD, "title": "Two pages", "owners": "GHA; Denmark"}
    page = send(editor, table({**GOOD, "owners": "Ghana"}, two), PUBLIC)
    assert states(page) == [BECOMES] * 2
    assert number_of(database) == 0

    assert act(editor, page, PUBLIC, "make", 303).location == f"{HERE}?made=2"

    assert rows(database, Practice, "title", "source_kind") == [
        ("One page", "public_sources"), ("Two pages", "public_sources"),
    ]  # fmt: skip
    assert set(rows(database, Item, "stage", "office_id")) == {(Stage.PUBLISHED, None)}
    assert sorted(rows(database, ItemOwner, "member")) == [("DNK",), ("GHA",), ("GHA",)]
    again = act(editor, page, PUBLIC, "make", 409)
    assert states(again) == ["Made from this row already"] * 2
    link = again.soup.select_one("tbody a")["href"]
    shown = browse("nobody").get(link)
    assert "Entered from public sources, not confirmed by the state." in shown.text
    item_id = link.rpartition("/")[2]
    form = {"version": str(stage_of(database, item_id)[1])}
    answer = browse("ghana").post(f"{link}/confirm", form)
    assert answer.location == f"{link}?said=claimed"
    assert "The state confirmed it on" in browse("nobody").get(link).text


def test_from_public_sources_a_source_and_a_state_are_needed(browse, database):
    page = send(
        browse("editor"),
        table({**GOOD, "sources": "", "owners": ""}, {**GOOD, "title": "B", "owners": "Atlantis"}),
        PUBLIC,
    )
    assert states(page) == ["Cannot be taken"] * 2
    wrong = [one.text for one in page.soup.select("tbody tr li code")]
    assert wrong == ["owners", "sources", "owners"]
    assert "“Atlantis” is no member here." in page.text
    act(browse("editor"), page, PUBLIC, "make", 409)
    assert number_of(database) == 0
    report = act(browse("editor"), page, PUBLIC, "report", 200).raw.content.decode("utf-8-sig")
    assert [one["column"] for one in csv.DictReader(io.StringIO(report))] == wrong


def test_for_an_office_each_row_has_its_letter_and_waits_for_a_press(browse, database, asked):
    editor = browse("editor")
    page = send(editor, table(GOOD, {**GOOD, "title": "Two pages"}), asked)
    says = "Becomes an entry for the office, with its letter, not yet published"
    assert states(page) == [says] * 2
    without = act(editor, page, asked, "make", 422)
    assert "Choose the letter of the office" in without.text
    assert number_of(database) == 0
    bad = {"letter": ("a.pdf", b"MZ nothing", "application/pdf")}
    act(editor, page, asked, "make", 422, files=bad)

    act(editor, page, asked, "make", 303, files={"letter": LETTER})

    assert {stage for (stage,) in rows(database, Item, "stage")} == {Stage.ON_BEHALF}
    assert len(rows(database, PracticeLetter, "item_id")) == 2
    assert set(rows(database, PracticeBehalf, "office_id")) == {(asked["office"],)}
    again = act(editor, page, asked, "make", 409, files={"letter": LETTER})
    assert states(again) == ["Made from this row already"] * 2
    link = again.soup.select_one("tbody a")["href"]
    assert "Our letter.png" in browse("ghana").get(link).text
    browse("denmark").get(link, status=404)
    form = {"own_source": "yes", "version": str(stage_of(database, link.rpartition("/")[2])[1])}
    assert editor.post(f"{link}/edit/check", form).location == f"{link}?said=entered"


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"way": ""}, "Say where these practices come from."),
        ({"office": ""}, "Choose the office that asked for it."),
        ({"asked_on": ""}, "Say of which day the letter is."),
        ({"asked_on": "2999-01-01"}, "The letter cannot be of a day that lies ahead."),
        ({"office": "nobodys12345"}, "Choose one of the answers offered."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_made(browse, database, asked, changed, says):
    page = send(browse("editor"), table(GOOD), {**asked, **changed}, 422)
    assert says in page.text
    assert number_of(database) == 0


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"title\nA\n", table(*[GOOD] * 201)])
def test_what_is_no_table_is_refused_with_a_sentence(browse, content):
    assert send(browse("editor"), content, PUBLIC, 422).soup.select(".err, .note.stop")


@pytest.mark.parametrize("who", ["ghana", "eu", "nobody"])
def test_nobody_else_takes_any_in(browse, database, who):
    status = 303 if who == "nobody" else 403
    browse(who).get(HERE, status=status)
    send(browse(who), table({**GOOD, "owners": "Ghana"}), {**PUBLIC, "then": "make"}, status)
    assert number_of(database) == 0


def test_the_template_and_a_formula_in_a_cell(browse):
    editor = browse("editor")
    given = editor.get(f"{HERE}/template.csv").raw.content
    assert given.decode("utf-8-sig").startswith("owners,title,")
    assert states(send(editor, given, PUBLIC)) == ["Cannot be taken"]
    page = send(editor, table({**GOOD, "title": "=1+1", "owners": "=cmd"}), PUBLIC)
    report = act(editor, page, PUBLIC, "report", 200).raw.content.decode("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(report))
    assert line["title"].startswith("'=")
    assert line["cell"].startswith("'=")
