"""What a text leads to: its links with their words, and its notes with their marks."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from app.text.inline import Run
from app.text.tree import Node, parse

MOST_KEPT = 4_096


class Means(StrEnum):
    """How a text leads somewhere; a note is marked in one place and written in another."""

    LINK = "link"
    MARKED = "marked"
    WRITTEN = "written"
    NESTED = "nested"


class Use(NamedTuple):
    """A link's address and its words, or a note's label."""

    means: Means
    name: str
    words: str


@lru_cache(maxsize=MOST_KEPT)
def uses_of(source: str) -> tuple[Use, ...]:
    """Return what the text of a block leads to, in order."""
    if "[" not in source and "<" not in source:
        return ()
    tree = parse(source)
    found = list(_in(tree.nodes, Means.MARKED))
    for note in tree.notes:
        found.append(Use(Means.WRITTEN, note.detail, note.detail))
        found += _in(note.children, Means.NESTED)
    return tuple(found)


def _in(nodes: Iterable[Node], mark: Means) -> Iterator[Use]:
    for node in nodes:
        for leaf in node.leaves():
            yield from _of_leaf(leaf.runs, mark)


def _of_leaf(runs: Iterable[Run], mark: Means) -> Iterator[Use]:
    """Give the uses of one leaf; neighbouring runs under one address are one link."""
    address, words = "", ""
    for run in runs:
        here = next((detail for kind, detail in run.marks if kind == "a"), "")
        if address and here != address:
            yield Use(Means.LINK, address, words)
            words = ""
        address = here
        if run.atom == "note":
            yield Use(mark, run.marks[-1][1], run.marks[-1][1])
        elif address:
            words += run.text
    if address:
        yield Use(Means.LINK, address, words)
