"""The hidden marks of what goes out: which round it is, and which field stands under a heading."""

import re
from collections.abc import Mapping, Sequence

from app.papers.reading.parts import Element, W
from app.papers.reading.runs import value

_MARK = re.compile(r"r([a-z0-9]{12})x([0-9]{2})")


def mark_of(round_id: str, place: int) -> str:
    """Return the mark of the heading of a field, by its place."""
    return f"r{round_id}x{place:02d}"


def rounds_in(body: Element) -> Sequence[str]:
    """Return the ids of the rounds whose marks stand in a document, each once."""
    names = (value(mark, "name") for mark in body.iter(f"{W}bookmarkStart"))
    return list(dict.fromkeys(found[1] for name in names if (found := _MARK.fullmatch(name))))


def marks(round_id: str, names: Sequence[str]) -> Mapping[str, str]:
    """Return the fields of a round by their marks."""
    return {mark_of(round_id, place): name for place, name in enumerate(names)}
