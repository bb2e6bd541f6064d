"""The page on which an office takes its practices in from a table: a report first, then drafts."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection
from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.access.viewer import Office
from app.core.errors import Forbidden
from app.core.i18n import N_, gettext, ngettext
from app.directory import sheet
from app.directory.sheet import BadSheet
from app.directory.still_acting import ensure_still_acts
from app.items import ledger
from app.practices import actions
from app.practices.importing.answers import ImportPage, as_file, report, reported, table_sent
from app.practices.importing.columns import COLUMNS, EXAMPLE, LEFT_OUT, TEMPLATE
from app.practices.importing.reading import Decoded, lines_of
from app.practices.importing.rows import Row, rows_of
from app.practices.readers import named
from app.web.ask import Ask
from app.web.forms import Form
from app.web.guard import Room
from app.web.throttle import UPLOADING

room = Room("practices.importing")
HERE = "/practices/import"
STATES: Mapping[str, str] = {
    "made": N_("Made from this row already"),
    "wrong": N_("Cannot be taken"),
    "good": N_("Becomes a draft"),
}


@room.get(HERE, P.PRACTICE_WRITE)
def show(ask: Ask, made: str = "") -> Response:
    """Show the form, and after the act how many drafts were made."""
    number = int(made) if made.isascii() and made.isdigit() and len(made) < len("1000") else 0
    done = ngettext("%(num)s draft was made.", "%(num)s drafts were made.", number)
    return _page(ask, done=done if number else "")


@room.get(HERE + "/template.csv", P.PRACTICE_WRITE)
def template(ask: Ask) -> Response:  # noqa: ARG001 - the same for everybody
    """Give the empty table with its columns and one worked example, called so."""
    return as_file("practices-template.csv", sheet.write([EXAMPLE], TEMPLATE))


@room.post(HERE, P.PRACTICE_WRITE, takes_file=True, pace=UPLOADING)
def take_in(ask: Ask) -> Response:
    """Say what a table would do, give that as a file, or make drafts of all of its rows."""
    office = _office(ask)
    try:
        sent = table_sent(ask)
        lines = lines_of(sent.text)
    except BadSheet as bad:
        form = Form({}, {"file": gettext(bad.sentence, **bad.values)})
        return _page(ask, form=form, status=422)
    then = ask.field("then")
    if then != "make":
        rows = rows_of(lines, _made(ask.conn, office.member))
        return report(rows, STATES) if then == "report" else _checked(ask, sent, rows)
    with ask.unit_of_work() as db:
        ensure_still_acts(db, ask.viewer)
        rows = rows_of(lines, _made(db.connection(), office.member))
        new = [row for row in rows if not row.made]
        if new and not any(row.problems for row in new):
            _make(db, ask, office, new)
            return ask.go(f"{HERE}?made={len(new)}", db)
    return _checked(ask, sent, rows, status=409)


def _make(db: Session, ask: Ask, office: Office, rows: Sequence[Row]) -> None:
    for row in rows:
        made = actions.create(db, ask.viewer, [office.member], row.changes)
        ledger.enter(db, _dataset(office.member), row.key, {"row": row.key}, made.id)


def _made(conn: Connection, member: str) -> Mapping[str, str]:
    """Return the drafts that were made of rows before, by the key of a row."""
    return ledger.items_in(conn, _dataset(member))


def _dataset(member: str) -> str:
    return f"practices-of-{member}"


def _office(ask: Ask) -> Office:
    if ask.viewer.office is None:
        raise Forbidden
    return ask.viewer.office


def _checked(ask: Ask, sent: Decoded, rows: Sequence[Row], *, status: int = 200) -> Response:
    return _page(ask, **reported(sent, rows, STATES), status=status)


def _page(ask: Ask, *, status: int = 200, **said: object) -> Response:
    office = _office(ask)
    columns = [(one.name, gettext(one.says)) for one in COLUMNS]
    owner = named([office.member], {office.member: office.member_name})
    page = ImportPage(base=HERE, columns=columns, left_out=LEFT_OUT, owner=owner, **said)  # type: ignore[arg-type] # as given above
    return ask.page(page, status=status)
