"""The page on which the Secretariat takes a table in: from public sources, or for an office."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.core import clock
from app.core.i18n import N_, gettext, ngettext
from app.directory import sheet
from app.directory.office_showing import in_full
from app.directory.sheet import BadSheet, Columns, Line
from app.directory.still_acting import ensure_still_acts
from app.files.readying import Ready
from app.files.rules import MOST_BODY
from app.practices.behalf import queries
from app.practices.behalf.pages import DAY_AHEAD, MISSING_DAY, MISSING_OFFICE
from app.practices.importing import entering
from app.practices.importing.answers import ImportPage, as_file, report, reported, table_sent
from app.practices.importing.columns import COLUMNS, EXAMPLE, LEFT_OUT, TEMPLATE
from app.practices.importing.entering import OWNERS, Asked
from app.practices.importing.letters import letters_of
from app.practices.importing.reading import Decoded, lines_of
from app.practices.importing.rows import Row
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.guard import Room
from app.web.throttle import UPLOADING

room = Room("practices.importing.entering")
HERE = "/practices/enter/import"
SOURCES, OFFICE = "sources", "office"
WAYS: Mapping[str, str] = {
    SOURCES: N_("From public sources: published at once, and its state can claim it"),
    OFFICE: N_("For an office that asked by letter: entries that you publish one by one"),
}
STATES: Mapping[str, Mapping[str, str]] = {
    SOURCES: {"good": N_("Is published as from public sources, not confirmed by the state")},
    OFFICE: {"good": N_("Becomes an entry for the office, with its letter, not yet published")},
}
LEFT: Mapping[str, str] = {
    "made": N_("Made from this row already"),
    "wrong": N_("Cannot be taken"),
}
MISSING_WAY = N_("Say where these practices come from.")
OF_OWNERS = N_("Needed from public sources: code or name of the state; several with a semicolon.")
WITH_OWNERS = Columns((OWNERS, *TEMPLATE.names), TEMPLATE.needed)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where the rows come from as the form says, and the form itself."""

    way: str
    asked: Asked | None
    form: Form = field(default_factory=Form)


@room.get(HERE, P.PRACTICE_ENTER)
def show(ask: Ask, made: str = "") -> Response:
    """Show the form, and after the act how many entries were made."""
    number = int(made) if made.isascii() and made.isdigit() and len(made) < len("1000") else 0
    done = ngettext("%(num)s entry was made.", "%(num)s entries were made.", number)
    return _page(ask, Wanted("", None), done=done if number else "")


@room.get(HERE + "/template.csv", P.PRACTICE_ENTER)
def template(ask: Ask) -> Response:  # noqa: ARG001 - the same for everybody
    """Give the empty table with its columns and one worked example, called so."""
    return as_file("entries-template.csv", sheet.write([{**EXAMPLE, OWNERS: "GHA"}], WITH_OWNERS))


@room.post(HERE, P.PRACTICE_ENTER, takes_file=True, largest=MOST_BODY, pace=UPLOADING)
def take_in(ask: Ask) -> Response:
    """Say what a table would do, give that as a file, or do it with all of its rows."""
    wanted, then = _wanted(ask), ask.field("then")
    if not wanted.form.good:
        return _page(ask, wanted, table=ask.field("table"), status=422)
    try:
        sent = table_sent(ask)
        lines = lines_of(sent.text)
    except BadSheet as bad:
        return _wrong(ask, wanted, gettext(bad.sentence, **bad.values))
    if then == "make":
        return _take(ask, wanted, sent, lines)
    rows = [row for row, _ in _rows(ask, wanted, lines)]
    return report(rows, _says(wanted)) if then == "report" else _checked(ask, wanted, sent, rows)


def _take(ask: Ask, wanted: Wanted, sent: Decoded, lines: Sequence[Line]) -> Response:
    """Do what the report said with all rows, or with none of them."""
    found = _rows(ask, wanted, lines)
    new = [row for row, _ in found if not row.made]
    letters: list[Ready] = []
    if new and wanted.asked and not any(row.problems for row in new):
        letters, says = letters_of(ask, len(new))
        if says:
            form = Form(wanted.form.values, {"letter": says})
            again = Wanted(wanted.way, wanted.asked, form)
            return _checked(ask, again, sent, [row for row, _ in found], status=422)
    with ask.unit_of_work() as db:
        ensure_still_acts(db, ask.viewer)
        found = _rows(ask, wanted, lines, db)
        left = [(row, owners) for row, owners in found if not row.made]
        enough = wanted.asked is None or len(letters) >= len(left)
        if left and enough and not any(row.problems for row, _ in left):
            _make(ask, db, wanted, left, letters)
            return ask.go(f"{HERE}?made={len(left)}", db)
    return _checked(ask, wanted, sent, [row for row, _ in found], status=409)


def _make(
    ask: Ask,
    db: Session,
    wanted: Wanted,
    left: Sequence[tuple[Row, Sequence[str]]],
    letters: Sequence[Ready],
) -> None:
    seal = ask.portal.seal
    if wanted.asked is None:
        for row, owners in left:
            entering.publish(db, ask.viewer, row, owners)
        return
    for (row, _), letter in zip(left, letters, strict=False):
        entering.begin(db, ask.viewer, seal, row, wanted.asked, letter)


def _wanted(ask: Ask) -> Wanted:
    reader, seats = Reader(ask.sent), queries.seats(ask.conn)
    way = reader.choice("way", list(WAYS), missing=MISSING_WAY)
    office = way == OFFICE
    chosen = reader.choice(
        "office", [one.id for one in seats], missing=MISSING_OFFICE if office else ""
    )
    day = reader.day("asked_on", missing=MISSING_DAY if office else "")
    if day and day > clock.today():
        reader.wrong("asked_on", DAY_AHEAD)
    seat = next((one for one in seats if one.id == chosen), None)
    asked = Asked(seat, day) if office and seat and day and reader.form.good else None
    return Wanted(way, asked, reader.form)


def _rows(
    ask: Ask, wanted: Wanted, lines: Sequence[Line], db: Session | None = None
) -> Sequence[tuple[Row, Sequence[str]]]:
    conn = db.connection() if db else ask.conn
    if wanted.asked is None:
        return entering.from_sources(conn, lines)
    return [(row, ()) for row in entering.for_office(conn, lines, wanted.asked)]


def _says(wanted: Wanted) -> Mapping[str, str]:
    return {**LEFT, **STATES[wanted.way]}


def _wrong(ask: Ask, wanted: Wanted, says: str) -> Response:
    form = Form(wanted.form.values, {"file": says})
    return _page(ask, Wanted(wanted.way, wanted.asked, form), status=422)


def _checked(
    ask: Ask, wanted: Wanted, sent: Decoded, rows: Sequence[Row], *, status: int = 200
) -> Response:
    return _page(ask, wanted, **reported(sent, rows, _says(wanted)), status=status)


def _page(ask: Ask, wanted: Wanted, *, status: int = 200, **said: Any) -> Response:
    columns = [(one.name, gettext(one.says)) for one in COLUMNS]
    seats = [(one.id, in_full(one.kind, one.member_name)) for one in queries.seats(ask.conn)]
    page = ImportPage(
        base=HERE,
        columns=[(OWNERS, gettext(OF_OWNERS)), *columns],
        left_out=[name for name in LEFT_OUT if name != OWNERS],
        way=wanted.way,
        ways=[(way, gettext(words)) for way, words in WAYS.items()],
        offices=sorted(seats, key=lambda pair: pair[1]),
        today=clock.today(),
        form=wanted.form,
        **said,
    )
    return ask.page(page, status=status)
