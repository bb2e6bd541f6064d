"""Two trees as one: every part says whether it stayed, came or went, down to the words."""

from collections.abc import Sequence
from typing import NamedTuple

from app.text.alignment import aligned
from app.text.spans import Op, Piece, pieces
from app.text.tokens import cut_runs
from app.text.tree import Node

_FIGURE = ("img", "figcaption", "credit")


class Merged(NamedTuple):
    """A node of either tree or both, with what is below it or the words in it."""

    op: Op
    old: Node | None
    new: Node | None
    children: tuple["Merged", ...] = ()
    pieces: tuple[Piece, ...] = ()

    @property
    def node(self) -> Node:
        """The new node, or the old one where there is no new one."""
        node = self.new or self.old
        if node is None:
            raise ValueError("a merged node has a node")
        return node


def whole(node: Node, op: Op) -> Merged:
    """Return a node as one that stayed, came or went as a whole."""
    old, new = (None if op == "insert" else node), (None if op == "delete" else node)
    below = _rows(node) if node.tag == "table" else node.children
    children = tuple(whole(child, op) for child in below)
    return Merged(op, old, new, children, tuple(Piece(op, *run) for run in node.runs))


def merge(old: Sequence[Node], new: Sequence[Node]) -> tuple[Merged, ...]:
    """Return both lists of nodes as one, removed nodes where they stood."""
    merged: list[Merged] = []
    i = j = 0
    for i2, j2 in (*aligned(old, new), (len(old), len(new))):
        merged += [whole(node, "delete") for node in old[i:i2]]
        merged += [whole(node, "insert") for node in new[j:j2]]
        if i2 < len(old):
            merged.append(merge_node(old[i2], new[j2]))
        i, j = i2 + 1, j2 + 1
    return tuple(merged)


def merge_node(old: Node, new: Node) -> Merged:
    """Return two nodes of one kind as one."""
    if old == new:
        return whole(new, "keep")._replace(old=old)
    if new.tag == "table":
        return Merged("keep", old, new, _merge_table(old, new))
    if new.tag == "figure":
        return Merged("keep", old, new, _merge_figure(old, new))
    if old.children or new.children:
        return Merged("keep", old, new, merge(old.children, new.children))
    found = pieces(cut_runs(old.runs), cut_runs(new.runs))
    return Merged("keep", old, new, (), tuple(found))


def _merge_figure(old: Node, new: Node) -> tuple[Merged, ...]:
    """Return words, caption and source of two figures, each with its own; the picture leads."""
    befores, afters = ({part.tag: part for part in node.children} for node in (old, new))
    tags = [tag for tag in _FIGURE if tag in befores or tag in afters]
    return tuple(_one(befores.get(tag), afters.get(tag)) for tag in tags)


def _one(old: Node | None, new: Node | None) -> Merged:
    if old is not None and new is not None:
        return merge_node(old, new)
    node = new or old or Node("")
    return whole(node, "insert" if old is None else "delete")


def _merge_table(old: Node, new: Node) -> tuple[Merged, ...]:
    """Return the rows of two tables as one, cell by cell along the columns that both have."""
    columns = _columns(_rows(old)[0], _rows(new)[0])
    head = _merge_row(_rows(old)[0], _rows(new)[0], columns)
    rows: list[Merged] = []
    befores, afters = _rows(old)[1:], _rows(new)[1:]
    i = j = 0
    for i2, j2 in (*aligned(befores, afters), (len(befores), len(afters))):
        rows += [_lone_row(row, "delete", columns) for row in befores[i:i2]]
        rows += [_lone_row(row, "insert", columns) for row in afters[j:j2]]
        if i2 < len(befores):
            rows.append(_merge_row(befores[i2], afters[j2], columns))
        i, j = i2 + 1, j2 + 1
    return (head, *rows)


_Columns = Sequence[tuple[int | None, int | None]]


def _rows(table: Node) -> list[Node]:
    return [row for part in table.children for row in part.children]


def _columns(old: Node, new: Node) -> _Columns:
    """Return the columns of both header rows in order, as places in each of them."""
    if len(old.children) == len(new.children):
        return [(n, n) for n in range(len(new.children))]
    columns: list[tuple[int | None, int | None]] = []
    i = j = 0
    ends = (len(old.children), len(new.children))
    for i2, j2 in (*aligned(old.children, new.children), ends):
        columns += [(n, None) for n in range(i, i2)] + [(None, n) for n in range(j, j2)]
        if (i2, j2) != ends:
            columns.append((i2, j2))
        i, j = i2 + 1, j2 + 1
    return columns


def _merge_row(old: Node, new: Node, columns: _Columns) -> Merged:
    cells = []
    for i, j in columns:
        if i is None:
            cells.append(whole(new.children[j or 0], "insert"))
        elif j is None:
            cells.append(whole(old.children[i], "delete"))
        else:
            cells.append(merge_node(old.children[i], new.children[j]))
    return Merged("keep", old, new, tuple(cells))


def _lone_row(row: Node, op: Op, columns: _Columns) -> Merged:
    """Return a row that only one table has, with an empty cell where it lacks a column."""
    made = whole(row, op)
    cells: list[Merged] = []
    for i, j in columns:
        n = i if op == "delete" else j
        if n is None:
            cells.append(whole(Node("td"), "delete" if j is None else "insert"))
        else:
            cells.append(made.children[n])
    return made._replace(children=tuple(cells))
