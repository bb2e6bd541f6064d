"""What came back, carried by the page that shows it: nothing of it is kept here before that."""

import json
from dataclasses import asdict
from typing import Any

from app.core.errors import BadRequest
from app.manual.clearing.returned import Came, Returned, Wording
from app.papers.reading.placed import Comment
from app.papers.reading.told import Tracked

_WRONG = (ValueError, TypeError, KeyError, AttributeError, RecursionError)


def packed(returned: Returned) -> str:
    """Return what came back as text for a field of a form, without what is as it was."""
    said = asdict(returned)
    said["blocks"] = [block for block in said["blocks"] if any(block[name] for name in _SAYS)]
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


_SAYS = ("plain", "changed", "comments", "tracked")


def unpacked(text: str) -> Returned:
    """Return what a field holds.

    Raises:
        BadRequest: when no page of ours can have held it.
    """
    try:
        said = json.loads(text)
        return Returned(
            blocks=[_came(one) for one in said["blocks"]],
            comments=[_comment(one) for one in said["comments"]],
            tracked=[_tracked(one) for one in said["tracked"]],
            lines=[_text(one) for one in said["lines"]],
            marked=said["marked"] is True,
        )
    except _WRONG as wrong:
        raise BadRequest from wrong


def _text(said: Any) -> str:
    if not isinstance(said, str):
        raise TypeError
    return said


def _came(said: Any) -> Came:
    return Came(
        id=_text(said["id"]),
        plain=_wording(said["plain"]),
        changed=_wording(said["changed"]),
        comments=[_comment(one) for one in said["comments"]],
        tracked=[_tracked(one) for one in said["tracked"]],
    )


def _wording(said: Any) -> Wording | None:
    if said is None:
        return None
    flags = {name: said[name] is True for name in ("split", "added", "moved")}
    return Wording(_text(said["text"]), into=_text(said["into"]), **flags)


def _comment(said: Any) -> Comment:
    return Comment(_text(said["who"]), _text(said["text"]))


def _tracked(said: Any) -> Tracked:
    return Tracked(said["inserted"] is True, _text(said["who"]), _text(said["text"]))
