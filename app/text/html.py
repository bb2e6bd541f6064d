"""Writes a tree as HTML from a closed set of elements; every text and address is escaped."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import escape

from app.text.figures import Gallery, image
from app.text.inline import Mark, Run
from app.text.links import Anchor, Resolve, public
from app.text.tree import LEAVES, Node

Piece = Callable[[str], str]
_LABEL_LENGTH = 80


def no_note(label: str) -> str:
    """Write a note's mark as the text it was, for places that know no notes."""
    return str(escape(f"[^{label}]"))


@dataclass(frozen=True, slots=True)
class Look:
    """How a place shows text: where links lead, how notes look, how headings are written."""

    resolve: Resolve = public
    note: Piece = no_note
    heading: Callable[[str, str], str] = lambda tag, inside: f"<{tag}>{inside}</{tag}>"
    auto_direction: bool = False
    gallery: Gallery = field(default_factory=Gallery)

    @property
    def direction(self) -> str:
        """The attribute that lets each block follow the direction of its own first letter."""
        return ' dir="auto"' if self.auto_direction else ""


def attributes(**values: str | None) -> str:
    """Return the given attributes as they stand in a tag; empty ones are left out."""
    return "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for name, value in values.items()
        if value
    )


def write_blocks(nodes: Iterable[Node], look: Look) -> str:
    """Return the HTML of the nodes, one after the other."""
    return "".join(write_block(node, look) for node in nodes)


def write_block(node: Node, look: Look) -> str:
    """Return the HTML of one node."""
    match node.tag:
        case "table":
            return write_table(node, lambda cell: write_runs(cell.runs, look), look.direction)
        case "pre":
            return f"<pre><code>{escape(node.text)}</code></pre>\n"
        case "hr":
            return "<hr>\n"
        case "figure":
            return write_figure(node, look)
        case tag if tag in LEAVES:
            return _leaf(tag, write_runs(node.runs, look), look)
        case _:
            return element(node, write_blocks(node.children, look), look.direction)


def write_figure(node: Node, look: Look) -> str:
    """Return a figure with what stands below it; where pictures are not shown, its words."""
    parts = {part.tag: write_runs(part.runs, look) for part in node.children}
    first = node.children[0]
    if look.gallery.show is None:
        return "".join(f"<p{look.direction}>{words}</p>\n" for words in parts.values() if words)
    return figure(picture(node.detail, first.text, look.gallery), parts, look)


def figure(shown: str, parts: Mapping[str, str], look: Look) -> str:
    """Return a figure around what shows it; ``parts`` are its caption and its source as HTML."""
    credit = look.gallery.words.credit % {"source": parts["credit"]} if "credit" in parts else ""
    lines = [("", parts.get("figcaption", "")), (' class="credit"', credit)]
    below = "".join(f"<p{kind}{look.direction}>{said}</p>" for kind, said in lines if said)
    caption = f"<figcaption>{below}</figcaption>" if below else ""
    return f"<figure>{shown}{caption}</figure>\n"


def picture(name: str, alt: str, gallery: Gallery) -> str:
    """Return a picture and the way to it alone, or that it is missing and what it shows."""
    found = gallery.show(name) if gallery.show else None
    words = gallery.words
    if found is None:
        return f"<p>{escape(words.missing % {'words': alt})}</p>"
    if not gallery.alone:
        return image(name, alt, found)
    said = words.sized % {"size": found.size} if found.size else words.download
    link = attributes(href=found.src)
    return f'{image(name, alt, found)}<p class="credit"><a{link} download>{escape(said)}</a></p>'


def _leaf(tag: str, inside: str, look: Look) -> str:
    if tag == "p":
        return f"<p{look.direction}>{inside}</p>\n"
    return (look.heading(tag, inside) + "\n") if tag else inside


def element(node: Node, inside: str, direction: str = "") -> str:
    """Return a container's element around what is inside."""
    start = attributes(start=node.detail) if node.tag == "ol" else ""
    return f"<{node.tag}{start}{direction if node.tag != 'li' else ''}>{inside}</{node.tag}>\n"


def write_runs(runs: Sequence[Run], look: Look) -> str:
    """Return the HTML of marked text, with each mark opened once over neighbouring runs."""
    out: list[str] = []
    opened: list[Mark] = []
    anchors: list[str] = []
    for run in runs:
        marks = run.marks[:-1] if run.atom else run.marks
        same = _shared(opened, marks)
        out += _closed(opened, anchors, same)
        for mark in marks[same:]:
            start, end = _mark(mark, look)
            opened.append(mark)
            anchors.append(end)
            out.append(start)
        out.append(_content(run, look))
    return "".join([*out, *_closed(opened, anchors, 0)])


def _shared(opened: Sequence[Mark], marks: Sequence[Mark]) -> int:
    pairs = zip(opened, marks, strict=False)
    return next(
        (n for n, (one, other) in enumerate(pairs) if one != other), min(len(opened), len(marks))
    )


def _closed(opened: list[Mark], ends: list[str], down_to: int) -> list[str]:
    closing = ends[down_to:][::-1]
    del opened[down_to:], ends[down_to:]
    return closing


def _content(run: Run, look: Look) -> str:
    if run.atom == "note":
        return look.note(run.marks[-1][1])
    return "<br>\n" if run.atom == "br" else str(escape(run.text))


def _mark(mark: Mark, look: Look) -> tuple[str, str]:
    tag, href = mark
    if tag != "a":
        return f"<{tag}>", f"</{tag}>"
    anchor = look.resolve(href)
    return ("", "") if anchor is None else (open_anchor(anchor), "</a>")


def open_anchor(anchor: Anchor) -> str:
    """Return the opening tag of a link; terms carry their class."""
    kind = "term" if anchor.kind == "term" else ""
    own = attributes(id=anchor.id)
    return f"<a{own}{attributes(class_=kind, href=anchor.href, rel=anchor.rel)}>"


def write_table(table: Node, inside: Callable[[Node], str], direction: str = "") -> str:
    """Return a table that stays one for assistive technology when rows become cards.

    The first cell of a row is its header; the others carry their column's title in ``data-l``.
    """
    head, *body = table.children
    titles = [cell.text.strip()[:_LABEL_LENGTH] for cell in head.children[0].children]
    columns = "".join(_column(cell, inside) for cell in head.children[0].children)
    rows = "".join(_row(row, titles, inside) for part in body for row in part.children)
    tbody = f'<tbody role="rowgroup">{rows}</tbody>' if rows else ""
    return (
        f'<div class="tables"><table role="table"{direction}><thead role="rowgroup">'
        f'<tr role="row">{columns}</tr></thead>{tbody}</table></div>\n'
    )


def _column(cell: Node, inside: Callable[[Node], str]) -> str:
    if not cell.runs:
        return '<td role="cell"></td>'
    return f'<th role="columnheader" scope="col">{inside(cell)}</th>'


def _row(row: Node, titles: Sequence[str], inside: Callable[[Node], str]) -> str:
    first, *others = row.children
    name = (
        f'<th role="rowheader" scope="row">{inside(first)}</th>'
        if first.runs
        else '<td role="cell"></td>'
    )
    cells = "".join(
        f'<td role="cell"{attributes(data_l=title)}><span>{inside(cell)}</span></td>'
        for cell, title in zip(others, titles[1:], strict=True)
    )
    return f'<tr role="row">{name}{cells}</tr>\n'
