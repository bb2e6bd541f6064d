"""A change of wording as spans: what stays, what was taken out and what was put in."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal, NamedTuple

from app.text.inline import Mark, is_atom
from app.text.polish import Hunk
from app.text.tokens import Token, cut
from app.text.worddiff import hunks

Op = Literal["keep", "insert", "delete"]
_Cut = tuple[Any, ...]  # a space, a word, and the marks of both if there are any
_Segment = tuple[Op, Sequence[_Cut]]


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text and what happened to it.

    Kept and inserted spans together are the new text, kept and deleted ones the old.
    """

    op: Op
    text: str


class Piece(NamedTuple):
    """A span with the marks it stands under."""

    op: Op
    text: str
    marks: tuple[Mark, ...] = ()


def words(old: str, new: str) -> tuple[Span, ...]:
    """Return what changed from ``old`` to ``new``, word by word."""
    if old == new:
        return (Span("keep", old),) if old else ()
    one, other = cut(old), cut(new)
    found = hunks([core for _, core in one], [core for _, core in other], one, other)
    segments = _ordered(_segments(found, one, other))
    return tuple(Span(op, "".join(map("".join, tokens))) for op, tokens in segments)


def pieces(old: Sequence[Token], new: Sequence[Token]) -> list[Piece]:
    """Return the changes between two marked texts, neighbours of one kind and mark joined."""
    one = [(token.core, token.marks) for token in old]
    other = [(token.core, token.marks) for token in new]
    segments = _ordered(_segments(hunks(one, other, old, new), old, new))
    return [piece for op, tokens in segments for piece in _marked(op, tokens)]


def _segments(
    found: Iterable[Hunk], old: Sequence[_Cut], new: Sequence[_Cut]
) -> Iterator[_Segment]:
    """Give what stays and what changes in order; a changed space counts as a change."""
    i = j = 0
    for i1, i2, j1, j2 in (*found, (len(old), len(old), len(new), len(new))):
        one, other = old[i:i1], new[j:j1]
        if one == other:
            yield "keep", one
        else:
            for before, after in zip(one, other, strict=True):
                yield from _kept(before, after)
        yield from _changed(old[i1:i2], new[j1:j2])
        i, j = i2, j2


def _kept(one: _Cut, other: _Cut) -> Iterator[_Segment]:
    """Give a kept word; the space before it may have changed all the same."""
    if one == other:
        yield "keep", [one]
    else:
        yield "delete", [_space(one)]
        yield "insert", [_space(other)]
        yield "keep", [_core(one)]


def _changed(old: Sequence[_Cut], new: Sequence[_Cut]) -> Iterator[_Segment]:
    """Give a hunk: the space both sides begin with stays, then what went, then what came."""
    if old and new and _space(old[0])[::3] == _space(new[0])[::3]:
        yield "keep", [_space(old[0])]
        old, new = [_core(old[0]), *old[1:]], [_core(new[0]), *new[1:]]
    yield "delete", old
    yield "insert", new


def _space(token: _Cut) -> _Cut:
    return (token[0], "", *token[2:])


def _core(token: _Cut) -> _Cut:
    return ("", token[1], *token[2:])


def _ordered(segments: Iterable[_Segment]) -> Iterator[_Segment]:
    """Join segments of one kind; between two kept ones, what went stands before what came."""
    lists: dict[Op, list[_Cut]] = {"keep": [], "delete": [], "insert": []}
    for op, tokens in segments:
        if not any(token[0] or token[1] for token in tokens):
            continue
        if op == "keep":
            yield from _emptied(lists, ("delete", "insert"))
        else:
            yield from _emptied(lists, ("keep",))
        lists[op] += tokens
    yield from _emptied(lists, ("keep", "delete", "insert"))


def _emptied(lists: dict[Op, list[_Cut]], ops: Iterable[Op]) -> Iterator[_Segment]:
    for op in ops:
        if lists[op]:
            yield op, lists[op]
            lists[op] = []


def _marked(op: Op, tokens: Sequence[_Cut]) -> Iterator[Piece]:
    """Give the pieces of a segment by mark; notes and line breaks stay single."""
    halves = [
        (text, marks)
        for space, core, marks, space_marks in tokens
        for text, marks in ((space, space_marks), (core, marks))
        if text
    ]
    for marks, group in groupby(halves, key=lambda half: half[1]):
        texts = [text for text, _ in group]
        for text in texts if is_atom(marks) else ["".join(texts)]:
            yield Piece(op, text, marks)
