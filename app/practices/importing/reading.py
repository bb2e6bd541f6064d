"""A file as it was sent: in which letters it was written, what separates its cells, its lines."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.i18n import N_
from app.directory import sheet
from app.directory.sheet import BadSheet, Line
from app.practices.importing.columns import TABLE

MOST_ROWS = 200
MOST_CHARACTERS = 1_000_000
NO_TABLE = N_("This is no table in CSV. Save it as CSV (UTF-8) and choose it again.")
TOO_MANY = N_("The table has more than %(most)s rows. Send it in parts.")
TOO_LONG = N_("The table has more than %(most)s characters. Send it in parts.")
SEPARATORS: Mapping[str, str] = {
    ",": N_("commas"),
    ";": N_("semicolons"),
    "\t": N_("tabulators"),
}
LATIN = "windows-1252"
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, in which encoding it was read, and whether that was a guess."""

    text: str
    encoding: str
    guessed: bool = False


def decoded(content: bytes) -> Decoded:
    """Return the text of a file, by its mark, as UTF-8, or else as Western spreadsheets write.

    Raises:
        BadSheet: when it is no text.
    """
    named = next((code for mark, code in _MARKS if content.startswith(mark)), "utf-8")
    try:
        return Decoded(_text(content.decode(named)), named.removesuffix("-sig").upper())
    except UnicodeDecodeError:
        pass
    try:
        return Decoded(_text(content.decode(LATIN)), LATIN, guessed=True)
    except UnicodeDecodeError as wrong:
        raise BadSheet(NO_TABLE) from wrong


def _text(text: str) -> str:
    """Return a text with the ends of its lines as one sign: a form sends others than a file."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text:
        raise BadSheet(NO_TABLE)
    if len(text) > MOST_CHARACTERS:
        raise BadSheet(TOO_LONG, most=MOST_CHARACTERS)
    return text


def lines_of(text: str) -> Sequence[Line]:
    """Return the lines of a table.

    Raises:
        BadSheet: when columns are missing or unknown, or there are no lines or too many.
    """
    try:
        lines = sheet.read(text, TABLE)
    except csv.Error as wrong:
        raise BadSheet(NO_TABLE) from wrong
    if len(lines) > MOST_ROWS:
        raise BadSheet(TOO_MANY, most=MOST_ROWS)
    return lines


def separator(text: str) -> str:
    """Return what separates the cells, as people call it (a msgid)."""
    return SEPARATORS[sheet.separator(text)]
