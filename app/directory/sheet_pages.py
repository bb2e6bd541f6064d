"""The table of offices for the Secretariat: out as CSV, and in after a report line by line."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.i18n import N_, gettext
from app.directory import entering, importing, sheet, sheet_queries
from app.directory.importing import Step
from app.directory.sheet import BadSheet, Line, Planned
from app.web.ask import Ask
from app.web.forms import Form
from app.web.guard import Room
from app.web.render import Page

room = Room("directory.sheet")

HERE = "/directory/offices/table"
NOTHING_SENT = N_("Choose a file, or paste the table.")
FILE = "file"

Report = Sequence[tuple[str, str, str, str]]


@dataclass(frozen=True, kw_only=True)
class SheetPage(Page):
    """The form that takes a table, and the report of what it would do."""

    template: ClassVar[str] = "directory/sheet.html"
    here: ClassVar[str] = "directory"

    columns: Sequence[str]
    form: Form
    table: str
    report: Report
    refused: int


@room.get(HERE, P.OFFICES_KEEP)
def show(ask: Ask) -> Response:
    """Show the form."""
    return _page(ask, Form())


@room.post(HERE + ".csv", P.OFFICES_EXPORT)
def export(ask: Ask) -> Response:
    """Give every office with its holder as a table."""
    text = sheet.write(sheet_queries.exported(ask.conn, clock.today()))
    with ask.unit_of_work() as db:
        record(db, Event.OFFICES_EXPORTED, viewer=ask.viewer)
    headers = {
        "content-disposition": f'attachment; filename="offices-{clock.today()}.csv"',
        "cache-control": "no-store",
    }
    return Response(text.encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers)


@room.post(HERE, P.OFFICES_KEEP, takes_file=True)
def take_in(ask: Ask) -> Response:
    """Report what a table would do; take it in when the report was seen and agreed to."""
    try:
        text = table_sent(ask)
        lines = sheet.read(text)
    except BadSheet as bad:
        said = gettext(bad.sentence, **bad.values)
        form = Form({"table": ask.field("table")}, {"table": said})
        return _page(ask, form, status=422)
    if ask.field("agreed") != "yes":
        return _page(ask, Form({"table": text}), text, _planned(ask, lines))
    ask.ensure(P.OFFICES_GRANT)
    with ask.unit_of_work() as db:
        most = ask.portal.settings.most_offices
        steps = importing.plan(db.connection(), lines, clock.today(), most)
        if not any(step.errors for step in steps):
            entering.enter(db, ask.viewer, steps)
            return ask.go("/directory", db)
    return _page(ask, Form({"table": text}), text, steps, status=409)


def table_sent(ask: Ask) -> str:
    """Return the table that was sent, from the file or as it was pasted.

    Raises:
        BadSheet: where nothing was sent, or a file is not UTF-8.
    """
    sent = next((one.content for one in ask.uploads if one.field == FILE), None)
    text = ask.field("table") if sent is None else sheet.decoded(sent)
    if not text.strip():
        raise BadSheet(NOTHING_SENT)
    return text


def _planned(ask: Ask, lines: Sequence[Line]) -> Sequence[Step]:
    return importing.plan(ask.conn, lines, clock.today(), ask.portal.settings.most_offices)


def _page(
    ask: Ask, form: Form, table: str = "", steps: Sequence[Step] = (), *, status: int = 200
) -> Response:
    page = SheetPage(
        columns=sheet.COLUMNS,
        form=form,
        table=table,
        report=[reported(step, "member", "kind") for step in steps],
        refused=sum(bool(step.errors) for step in steps),
    )
    return ask.page(page, status=status)


def reported(step: Planned, *about: str) -> tuple[str, str, str, str]:
    """Return a line of the report: its number, the cells ``about``, what it does, and if it can."""
    said = " ".join(gettext(sentence, **values) for sentence, values in step.errors or step.says)
    state = gettext(N_("Cannot be taken")) if step.errors else gettext(N_("Good"))
    return (str(step.line.number), " ".join(step.line[name] for name in about), said, state)
