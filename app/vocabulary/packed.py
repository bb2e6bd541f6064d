"""Several codes in one column: each stands between spaces, to be found by LIKE."""

from typing import Any

from sqlalchemy import ColumnElement, bindparam

ESCAPE = "/"


def packed(codes: tuple[str, ...]) -> str:
    """Return codes as one plain text in which each stands between spaces, to be found by LIKE."""
    return f" {' '.join(codes)} " if codes else ""


def unpacked(text: str) -> tuple[str, ...]:
    """Return the codes that ``packed`` wrote."""
    return tuple(text.split())


def holds(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Return that a packed column holds the code whose ``pattern`` is bound to ``name``."""
    return column.like(bindparam(name), escape=ESCAPE)


def pattern(code: str) -> str:
    """Return what finds ``code`` and nothing else: the wildcards in it mean themselves."""
    for sign in (ESCAPE, "%", "_"):
        code = code.replace(sign, ESCAPE + sign)
    return f"% {code} %"
