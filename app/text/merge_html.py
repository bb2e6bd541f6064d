"""Writes a merged tree as HTML, with what came in ``ins`` and what went in ``del``."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from markupsafe import escape

from app.text.html import Look, element, figure, no_note, picture, write_runs, write_table
from app.text.inline import Run
from app.text.labels import RedlineWords
from app.text.merge import Merged
from app.text.spans import Op, Piece
from app.text.tree import Node

_ALL: frozenset[Op] = frozenset({"keep", "insert", "delete"})


def _note_mark(label: str) -> str:
    return f"<sup>{no_note(label)}</sup>"


@dataclass(frozen=True, slots=True)
class View:
    """How merged text is shown: where links lead, the spoken words, and which sides."""

    text: Look
    words: RedlineWords
    ops: frozenset[Op] = _ALL


def write_merged(merged: Merged, view: View) -> str:
    """Return one merged node; what belongs to the other side only is left out."""
    if merged.op not in view.ops:
        return ""
    node = _shown(merged, view)
    if node.tag in {"", "p"}:
        inside = write_pieces(merged.pieces, view)
        return f"<p>{inside}</p>\n" if node.tag else inside
    writer = _WRITERS.get(node.tag)
    return writer(merged, view) if writer else _other(merged, node, view)


def _pre(merged: Merged, view: View) -> str:
    return f"<pre><code>{write_pieces(merged.pieces, view)}</code></pre>\n"


def _note(merged: Merged, view: View) -> str:
    mark = f"<sup>{no_note(_shown(merged, view).detail)}</sup>"
    return f"<div>{mark} {_children(merged, view)}</div>\n"


def _shown(merged: Merged, view: View) -> Node:
    """Return the side of a node whose tag and detail are shown."""
    return merged.old if "insert" not in view.ops and merged.old else merged.node


def _other(merged: Merged, node: Node, view: View) -> str:
    if node.tag == "hr":
        return _wrapped(merged.op, "---", view) if merged.op != "keep" else "<hr>\n"
    if node.tag[0] == "h":
        return view.text.heading(node.tag, write_pieces(merged.pieces, view)) + "\n"
    return element(node, _children(merged, view))


def _figure(merged: Merged, view: View) -> str:
    """Return a figure: where its picture is another one, both stand beside each other."""
    parts = {part.node.tag: part for part in merged.children if part.op in view.ops}
    said = {tag: write_pieces(part.pieces, view) for tag, part in parts.items()}
    words = parts["img"]
    shown = "".join(_pictures(merged, view))
    if any(piece.op != "keep" for piece in words.pieces):
        shown += f"<p>{escape(view.words.alternative)} {said['img']}</p>"
    return figure(shown, said, view.text)


def _pictures(merged: Merged, view: View) -> Iterator[str]:
    """Give the old picture, and the new one where it is another."""
    old, new = merged.old, merged.new
    if old and new and old.detail == new.detail:
        yield _picture(new, view)
        return
    sides: tuple[tuple[Op, Node | None], ...] = (("delete", old), ("insert", new))
    for op, node in sides:
        if node is not None and op in view.ops:
            yield _wrapped(op, _picture(node, view), view)


def _picture(node: Node, view: View) -> str:
    alt, gallery = node.children[0].text, view.text.gallery
    return picture(node.detail, alt, gallery) if gallery.show else f"<p>{escape(alt)}</p>"


def _children(merged: Merged, view: View) -> str:
    return "".join(write_merged(child, view) for child in merged.children)


def write_pieces(pieces: Iterable[Piece], view: View) -> str:
    """Return the words of one leaf with their changes."""
    groups = [(op, list(group)) for op, group in groupby(pieces, key=lambda piece: piece.op)]
    out: list[str] = []
    for place, (op, group) in enumerate(groups):
        if op not in view.ops:
            continue
        runs = [Run(piece.text, piece.marks) for piece in group]
        if any(_same_words(group, other) for other in _beside(groups, place)):
            runs = _with_addresses(runs)
        out.append(_written(op, runs, view))
    return "".join(out)


def _beside(groups: Sequence[tuple[Op, list[Piece]]], place: int) -> Iterator[list[Piece]]:
    """Give the other half of a replacement."""
    for other in (place - 1, place + 1):
        if 0 <= other < len(groups) and "keep" not in {groups[place][0], groups[other][0]}:
            yield groups[other][1]


def _same_words(one: Iterable[Piece], other: Iterable[Piece]) -> bool:
    return "".join(piece.text for piece in one) == "".join(piece.text for piece in other)


def _written(op: Op, runs: Sequence[Run], view: View) -> str:
    look = replace(view.text, note=_note_mark)
    if op == "delete":
        look = replace(look, resolve=lambda _href: None)
    inside = write_runs(runs, look)
    return inside if op == "keep" else _wrapped(op, inside, view)


def _wrapped(op: Op, inside: str, view: View) -> str:
    """Put a change into its element, with words for those who do not see its colour."""
    words, tag = view.words, "ins" if op == "insert" else "del"
    start = words.inserted if op == "insert" else words.deleted
    end = words.inserted_end if op == "insert" else words.deleted_end
    return (
        f'<{tag}><span class="vh">{escape(start)} </span>{inside}'
        f'<span class="vh"> {escape(end)} </span></{tag}>'
    )


def _with_addresses(runs: Sequence[Run]) -> list[Run]:
    """Write the address behind each link out: only it can have changed."""
    shown: list[Run] = []
    for run in runs:
        shown.append(run)
        link = next((mark for mark in run.marks if mark[0] == "a"), None)
        if link:
            shown.append(Run(f" ({link[1]})", ()))
    return shown


def _table(merged: Merged, view: View) -> str:
    """Return a merged table: its cells are written first and then set into the frame."""
    written: list[str] = []

    def cell(of: Merged) -> Node:
        written.append(write_pieces(of.pieces, view))
        shown = [piece for piece in of.pieces if piece.op in view.ops]
        title = "".join(piece.text for piece in shown if piece.op != "delete")
        runs = (Run(title or "-"),) if shown else ()
        return Node(of.node.tag, (), runs, str(len(written) - 1))

    rows = [
        Node("tr", tuple(cell(of) for of in row.children if of.op in view.ops))
        for row in merged.children
        if row.op in view.ops
    ]
    frame = Node("table", (Node("thead", (rows[0],)), Node("tbody", tuple(rows[1:]))))
    return write_table(frame, lambda node: written[int(node.detail)])


_WRITERS: Mapping[str, Callable[[Merged, View], str]] = {
    "pre": _pre,
    "table": _table,
    "figure": _figure,
    "note": _note,
}
