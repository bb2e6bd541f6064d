"""A change said in words: what was removed and what was inserted, for phones and for listening."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from app.text.inline import Mark
from app.text.merge import Merged, merge, whole
from app.text.redline import Change
from app.text.spans import Piece
from app.text.tree import Tree, parse

_SIGNS = {"strong": "**", "em": "*", "code": "`"}


@dataclass(frozen=True, slots=True)
class Wording:
    """One change of wording; ``marked`` means the words stayed and their link or weight changed.

    A figure has words of its own: ``new_figure`` and ``no_figure`` for one that came or went,
    ``picture`` for another picture, ``alternative`` for other words in its place.
    """

    kind: Literal[
        "removed", "inserted", "replaced", "marked",
        "new_figure", "no_figure", "picture", "alternative",
    ]  # fmt: skip
    removed: str
    inserted: str


def merged(change: Change) -> tuple[Merged, ...]:
    """Return both sides of a change as one tree, its notes at the end."""
    old = parse(change.old.source) if change.old else Tree((), ())
    new = parse(change.new.source) if change.new else Tree((), ())
    if change.old is None or change.new is None:
        op: Literal["insert", "delete"] = "insert" if change.old is None else "delete"
        side = new if change.old is None else old
        return tuple(whole(node, op) for node in (*side.nodes, *side.notes))
    return (*merge(old.nodes, new.nodes), *merge(old.notes, new.notes))


def in_words(change: Change) -> tuple[Wording, ...]:
    """Return the changes of wording inside ``change``, in reading order."""
    if change.kind in {"same", "moved"}:
        return ()
    return tuple(_all(merged(change)))


def _all(nodes: Iterable[Merged]) -> Iterator[Wording]:
    for node in nodes:
        if node.node.tag == "figure":
            yield from _figure(node)
        elif node.children:
            yield from _all(node.children)
        else:
            yield from _wordings(node.pieces)


def _figure(figure: Merged) -> Iterator[Wording]:
    """Give what changed of a figure: the picture, the words in its place, caption and source."""
    words, *below = figure.children
    sides = [node.children[0].text if node else "" for node in (figure.old, figure.new)]
    if figure.old is None or figure.new is None:
        yield Wording("new_figure" if figure.old is None else "no_figure", *sides)
    else:
        if figure.old.detail != figure.new.detail:
            yield Wording("picture", "", "")
        if any(piece.op != "keep" for piece in words.pieces):
            yield Wording("alternative", *sides)
    yield from _all(below)


def _wordings(pieces: Sequence[Piece]) -> Iterator[Wording]:
    for kept, group in groupby(pieces, key=lambda piece: piece.op == "keep"):
        if kept:
            continue
        changed = list(group)
        sides = [[piece for piece in changed if piece.op == op] for op in ("delete", "insert")]
        removed, inserted = ("".join(piece.text for piece in side).strip() for side in sides)
        if removed and removed == inserted:
            yield Wording("marked", *("".join(map(_with_signs, side)).strip() for side in sides))
        elif removed or inserted:
            yield Wording(_kind(removed, inserted), removed, inserted)


def _kind(removed: str, inserted: str) -> Literal["removed", "inserted", "replaced"]:
    if not inserted:
        return "removed"
    return "replaced" if removed else "inserted"


def _with_signs(piece: Piece) -> str:
    """Return a piece with its marks written out."""
    text = piece.text
    for mark in reversed(piece.marks):
        text = _signed(text, mark)
    return text


def _signed(text: str, mark: Mark) -> str:
    tag, detail = mark
    if tag == "a":
        return f"{text} ({detail})"
    return f"{_SIGNS.get(tag, '')}{text}{_SIGNS.get(tag, '')}"
