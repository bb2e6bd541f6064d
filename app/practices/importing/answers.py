"""What both pages of tables answer: what was read, row by row, and the same as a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from starlette.responses import Response

from app.core.i18n import N_, gettext
from app.directory import sheet
from app.directory.sheet import BadSheet, Columns
from app.practices.importing.reading import Decoded, decoded, separator
from app.practices.importing.rows import Row
from app.web.ask import Ask
from app.web.forms import Form
from app.web.render import Page

NOTHING_SENT = N_("Choose a file.")
REPORT = Columns(("row", "title", "state", "column", "cell", "what_to_do"), needed=())
States = Mapping[str, str]
"""What becomes of a row, by how it is: made, wrong or good."""


@dataclass(frozen=True, kw_only=True)
class ImportPage(Page):
    """The form that takes a table, and what it would do row by row."""

    template: ClassVar[str] = "practices/import.html"
    here: ClassVar[str] = "practices"

    base: str
    columns: Sequence[tuple[str, str]]
    left_out: Sequence[str]
    owner: str = ""
    way: str = ""
    ways: Sequence[tuple[str, str]] = ()
    offices: Sequence[tuple[str, str]] = ()
    today: date | None = None
    form: Form = field(default_factory=Form)
    table: str = ""
    read_as: str = ""
    guessed: bool = False
    rows: Sequence[tuple[Row, str, str]] = ()
    new: int = 0
    wrong: int = 0
    done: str = ""


def table_sent(ask: Ask) -> Decoded:
    """Return the table that was sent: as a file, or once more with the report on it.

    Raises:
        BadSheet: where there is none.
    """
    content = next((one.content for one in ask.uploads if one.field == "file"), None)
    if content is not None:
        return decoded(content)
    text = ask.field("table")
    if not text.strip():
        raise BadSheet(NOTHING_SENT)
    return decoded(text.encode())


def _state(row: Row) -> str:
    return "made" if row.made else "wrong" if row.problems else "good"


def reported(sent: Decoded, rows: Sequence[Row], says: States) -> Mapping[str, Any]:
    """Return what the page shows of a table that was read."""
    states = [_state(row) for row in rows]
    return {
        "table": sent.text,
        "read_as": gettext(
            "Read as %(encoding)s, with %(separator)s between the cells.",
            encoding=sent.encoding,
            separator=gettext(separator(sent.text)),
        ),
        "guessed": sent.guessed,
        "rows": [(row, code, gettext(says[code])) for row, code in zip(rows, states, strict=True)],
        "new": states.count("good"),
        "wrong": states.count("wrong"),
    }


def report(rows: Sequence[Row], says: States) -> Response:
    """Return what is wrong, cell by cell, as a table."""
    said = []
    for row in rows:
        first = {"row": str(row.number), "title": row.title, "state": gettext(says[_state(row)])}
        cells = [
            {"column": one.column, "cell": one.cell, "what_to_do": one.says}
            for one in (() if row.made else row.problems)
        ]
        said += [{**first, **cell} for cell in cells or [{}]]
    return as_file("practices-report.csv", sheet.write(said, REPORT))


def as_file(name: str, text: str) -> Response:
    """Return a table as an answer that is saved."""
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "cache-control": "private, no-store",
    }
    return Response(text.encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers)
