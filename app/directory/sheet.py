"""Tables as CSV, that of offices and holders first: the same columns out and in.

A cell that a spreadsheet would take for a formula is written with an apostrophe before it, which is
taken away again when the table comes back.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.core.i18n import N_

BAD_DATE = N_("%(value)s is not a date; write year-month-day, such as 2027-03-31.")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table in order, and those that it cannot do without."""

    names: Sequence[str]
    needed: Sequence[str]


COLUMNS = (
    "office", "member", "kind", "title", "mailbox", "holder", "email", "from", "to", "authority",
    "evidence",
)  # fmt: skip
OFFICES = Columns(COLUMNS, needed=("member", "kind"))
MOST_LINES = 2000
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "'")
SEPARATORS = (",", ";", "\t")

NOT_UTF8 = N_("Save the table as CSV in UTF-8 and choose it again.")
EMPTY = N_("The table has no line below its header.")
TOO_MANY = N_("The table has more than %(most)s lines. Send it in parts.")
COLUMNS_MISSING = N_("The first line must name the columns; these are missing: %(names)s.")
UNKNOWN_COLUMNS = N_("These columns are not known: %(names)s.")


class BadSheet(Exception):
    """The table as a whole cannot be read; carries the sentence and its values."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.values = values


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: its number as a spreadsheet counts, and its cells by column."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Return a cell, empty where the table has no such column."""
        return self.cells.get(column, "")


@dataclass(slots=True)
class Planned:
    """What one line would do, as sentences with their values; ``errors`` are why it cannot."""

    line: Line
    says: list[tuple[str, Mapping[str, object]]] = field(default_factory=list)
    errors: list[tuple[str, Mapping[str, object]]] = field(default_factory=list)

    def say(self, sentence: str, **values: object) -> None:
        """Add what the line would do."""
        self.says.append((sentence, values))

    def wrong(self, sentence: str, **values: object) -> None:
        """Add why the line cannot be taken."""
        self.errors.append((sentence, values))

    def day(self, column: str) -> date | None:
        """Return the day in a column, None where there is none; what is no day is wrong."""
        value = self.line[column]
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            self.wrong(BAD_DATE, value=value)
            return None


def write(rows: Iterable[Mapping[str, str]], columns: Columns = OFFICES) -> str:
    """Return the table of ``rows`` as CSV with a header; spreadsheets read it without formulas."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns.names)
    writer.writerows([_guarded(row.get(name, "")) for name in columns.names] for row in rows)
    return out.getvalue()


def decoded(content: bytes) -> str:
    """Return the text of a CSV file.

    Raises:
        BadSheet: when it is not UTF-8.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise BadSheet(NOT_UTF8) from wrong


def read(text: str, columns: Columns = OFFICES) -> Sequence[Line]:
    """Return the lines of a table written by ``write`` or by a spreadsheet.

    Raises:
        BadSheet: when columns are missing or unknown, or there are no lines or too many.
    """
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator(text)))
    header = [cell.strip().casefold() for cell in rows[0]] if rows else []
    _check(header, columns)
    lines = [
        Line(number, dict(zip(header, map(_plain, row), strict=False)))
        for number, row in enumerate(rows[1:], start=2)
        if any(cell.strip() for cell in row)
    ]
    if not lines:
        raise BadSheet(EMPTY)
    if len(lines) > MOST_LINES:
        raise BadSheet(TOO_MANY, most=MOST_LINES)
    return lines


def _check(header: Sequence[str], columns: Columns) -> None:
    missing = [name for name in columns.needed if name not in header]
    if missing:
        raise BadSheet(COLUMNS_MISSING, names=", ".join(missing))
    unknown = [name for name in header if name and name not in columns.names]
    if unknown:
        raise BadSheet(UNKNOWN_COLUMNS, names=", ".join(unknown))


def separator(text: str) -> str:
    """Return what separates the columns of the first line: spreadsheets of many countries use ;."""
    first = text.partition("\n")[0]
    return max(SEPARATORS, key=first.count)


def _guarded(cell: str) -> str:
    text = cell.strip()
    return f"'{text}" if text.startswith(FORMULA) else text


def _plain(cell: str) -> str:
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text
