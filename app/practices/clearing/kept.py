"""What came back, carried by the page that shows it: nothing of it is kept here before that."""

import json
from typing import Any

from app.core.errors import BadRequest
from app.practices.clearing.coming import Came, Returned
from app.practices.clearing.fields import BY_NAME

_WRONG = (ValueError, TypeError, KeyError, AttributeError, RecursionError)


def packed(returned: Returned) -> str:
    """Return what came back as text for a field of a form."""
    said = {
        "fields": {name: _said(one) for name, one in returned.fields.items()},
        "notes": returned.notes,
        "lines": list(returned.lines),
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _said(one: Came) -> list[str | None]:
    """Return what a field says in each state, once where both say the same, nothing if gone."""
    if one.gone:
        return []
    return [one.plain] if one.plain == one.tracked else [one.plain, one.tracked]


def unpacked(text: str) -> Returned:
    """Return what a field holds.

    Raises:
        BadRequest: when no page of ours can have held it.
    """
    try:
        said = json.loads(text)
        return Returned(
            {_name(name): _came(one) for name, one in said["fields"].items()},
            {_name(name): _texts(lines) for name, lines in said["notes"].items()},
            _texts(said["lines"]),
        )
    except _WRONG as wrong:
        raise BadRequest from wrong


def _name(said: str) -> str:
    if said and said not in BY_NAME:
        raise KeyError(said)
    return said


def _came(said: Any) -> Came:
    if not isinstance(said, list) or not all(one is None or isinstance(one, str) for one in said):
        raise TypeError
    if not said:
        return Came(None, None, gone=True)
    plain, tracked = said if len(said) > 1 else said * 2
    return Came(plain, tracked)


def _texts(said: Any) -> list[str]:
    if not isinstance(said, list) or not all(isinstance(one, str) for one in said):
        raise TypeError
    return said
