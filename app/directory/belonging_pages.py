"""The members of organisations: the dated lists for everybody, and the table that keeps them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.core import clock
from app.core.i18n import gettext
from app.directory import belonging, belonging_table, sheet
from app.directory.belonging import Belonging
from app.directory.belonging_table import COLUMNS, Step
from app.directory.sheet import BadSheet
from app.directory.sheet_pages import SheetPage, reported, table_sent
from app.web.ask import Ask
from app.web.components import date_words
from app.web.forms import Form
from app.web.guard import Room
from app.web.render import Page

room = Room("directory.belonging")

HERE = "/directory/organisations"
Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """An organisation with the lines of its list, and how many members it has today."""

    code: str
    name: str
    today: int
    rows: Sequence[Cells]


@dataclass(frozen=True, kw_only=True)
class Organisations(Page):
    """Who belongs to which organisation."""

    template: ClassVar[str] = "directory/organisations.html"
    here: ClassVar[str] = "directory"

    organisations: Sequence[Listed]


@dataclass(frozen=True, kw_only=True)
class TablePage(SheetPage):
    """The form that takes the table of members, and the report of what it would do."""

    template: ClassVar[str] = "directory/organisations_table.html"


@room.get(HERE, P.ANYONE)
def lists(ask: Ask) -> Response:
    """Show the members of each organisation, with days and sources."""
    known = belonging.lines(ask.conn)
    names = belonging.organisations(ask.conn)
    return ask.page(
        Organisations(
            organisations=[
                _listed(code, name, [one for one in known if one.organisation == code])
                for code, name in names
            ]
        )
    )


def _listed(code: str, name: str, known: Sequence[Belonging]) -> Listed:
    today = clock.today()
    return Listed(
        code, gettext(name), sum(one.on(today) for one in known), [_row(o) for o in known]
    )


def _row(one: Belonging) -> Cells:
    ends = date_words(one.ends) if one.ends else gettext("Still a member")
    return (gettext(one.member_name), date_words(one.starts), ends, one.source)


@room.get(HERE + "/table.csv", P.ANYONE)
def export(ask: Ask) -> Response:
    """Give the lists of all organisations as a table, in the columns that come in again."""
    text = sheet.write(belonging_table.rows(belonging.lines(ask.conn)), COLUMNS)
    headers = {"content-disposition": 'attachment; filename="members-of-organisations.csv"'}
    return Response(text.encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers)


@room.get(HERE + "/table", P.ORGANISATIONS_KEEP)
def show(ask: Ask) -> Response:
    """Show the form."""
    return _page(ask, Form())


@room.post(HERE + "/table", P.ORGANISATIONS_KEEP, takes_file=True)
def take_in(ask: Ask) -> Response:
    """Report what a table would do; take it in when the report was seen and agreed to."""
    try:
        text = table_sent(ask)
        lines = sheet.read(text, COLUMNS)
    except BadSheet as bad:
        form = Form({"table": ask.field("table")}, {"table": gettext(bad.sentence, **bad.values)})
        return _page(ask, form, status=422)
    if ask.field("agreed") != "yes":
        return _page(ask, Form({"table": text}), text, belonging_table.plan(ask.conn, lines))
    with ask.unit_of_work() as db:
        steps = belonging_table.plan(db.connection(), lines)
        if not any(step.errors for step in steps):
            belonging_table.enter(db, ask.viewer, steps)
            return ask.go(HERE, db)
    return _page(ask, Form({"table": text}), text, steps, status=409)


def _page(
    ask: Ask, form: Form, table: str = "", steps: Sequence[Step] = (), *, status: int = 200
) -> Response:
    page = TablePage(
        columns=COLUMNS.names,
        form=form,
        table=table,
        report=[reported(step, "organisation", "member") for step in steps],
        refused=sum(bool(step.errors) for step in steps),
    )
    return ask.page(page, status=status)
