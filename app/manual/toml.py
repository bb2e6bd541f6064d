"""Writes ``manual.toml``: the standard library reads TOML and does not write it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

Value = str | int | date | Sequence[str]
HEADER = (
    "# The manual. Paths are relative to this file; "
    "the order of the chapters is the order of reading.\n"
)


def written(
    book: Mapping[str, Value], chapters: Iterable[Mapping[str, Value]], header: str = HEADER
) -> str:
    """Return the file: the book's own fields, then one table for each chapter."""
    tables = ("\n[[chapters]]\n" + _fields(chapter) for chapter in chapters)
    return header + _fields(book) + "".join(tables)


def _fields(values: Mapping[str, Value]) -> str:
    return "".join(f"{name} = {_value(value)}\n" for name, value in values.items())


def _value(value: Value) -> str:
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return str(value)
    return "[\n" + "".join(f"  {_quoted(line)},\n" for line in value) + "]" if value else "[]"


def _quoted(text: str) -> str:
    """Return a basic string: JSON's escapes are TOML's, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
