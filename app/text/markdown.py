"""Markdown as people write it in comments and documents, as safe HTML and as plain text."""

from typing import Literal

from markupsafe import Markup

from app.text.clean import clean
from app.text.html import Look, write_blocks
from app.text.inline import Run
from app.text.labels import ChapterWords
from app.text.limits import COMMENT_LENGTH, DOCUMENT_LENGTH, check
from app.text.notes import Notes
from app.text.parser import COMMENT, DOCUMENT
from app.text.tree import Node, parse

Profile = Literal["comment", "document"]


def _as_line(_tag: str, inside: str) -> str:
    """Write a comment's heading as a strong line: a comment makes no outline."""
    return f'<p dir="auto"><strong>{inside}</strong></p>'


def _as_heading(tag: str, inside: str) -> str:
    """Write a document's heading below the page's own title."""
    level = "h2" if tag == "h1" else tag
    return f"<{level}>{inside}</{level}>"


_COMMENT_LOOK = Look(heading=_as_line, auto_direction=True)


def to_html(
    source: str,
    *,
    profile: Profile = "comment",
    words: ChapterWords | None = None,
    prefix: str = "",
) -> Markup:
    """Return ``source`` as HTML that may stand in a page.

    A comment has no notes, and its headings are strong lines. A document may have notes: they
    follow it under ``words.sources``, and ``prefix`` keeps their addresses apart from those of
    other texts in the same page.

    Raises:
        TextTooLong, TextTooIntricate: it costs more than a text of its kind may.
    """
    if profile == "comment":
        check(source, COMMENT_LENGTH)
        return clean(write_blocks(parse(source, COMMENT).nodes, _COMMENT_LOOK))
    check(source)
    tree = parse(source)
    notes = Notes(words or ChapterWords(), prefix)
    notes.define(tree.notes)
    look = Look(note=notes.mark, heading=_as_heading, auto_direction=True)
    return clean(write_blocks(tree.nodes, look)) + notes.section(look)


def to_text(source: str, *, addresses: bool = False, most: int = DOCUMENT_LENGTH) -> str:
    """Return the plain words of ``source``, for search and (with ``addresses``) for letters.

    Raises:
        TextTooLong, TextTooIntricate: it costs more than a text may.
    """
    check(source, most)
    tree = parse(source, DOCUMENT)
    lines = [_lines(node, addresses) for node in (*tree.nodes, *tree.notes)]
    return "\n\n".join(line for line in lines if line)


def _lines(node: Node, addresses: bool, indent: str = "") -> str:  # noqa: FBT001 - private
    if not node.children:
        return indent + _plain(node.runs, addresses)
    if node.tag == "tr":
        return " | ".join(_plain(cell.runs, addresses) for cell in node.children)
    if node.tag in {"ul", "ol"}:
        return "\n".join(
            _item(node, place, addresses, indent) for place in range(len(node.children))
        )
    return "\n".join(_lines(child, addresses, indent) for child in node.children)


def _item(list_: Node, place: int, addresses: bool, indent: str) -> str:  # noqa: FBT001 - private
    mark = "-" if list_.tag == "ul" else f"{int(list_.detail or 1) + place}."
    inside = _lines(list_.children[place], addresses, indent + "  ")
    return f"{indent}{mark} {inside.removeprefix(indent + '  ')}"


def _plain(runs: tuple[Run, ...], addresses: bool) -> str:  # noqa: FBT001 - private
    shown = "".join(
        run.text + (_address(run, runs[place + 1 :]) if addresses else "")
        for place, run in enumerate(runs)
        if run.atom != "note"
    )
    return shown.strip()


def _address(run: Run, following: tuple[Run, ...]) -> str:
    """Return the address behind a link's last run, unless the text shows it already."""
    link = next((mark for mark in run.marks if mark[0] == "a"), None)
    goes_on = bool(following) and link in following[0].marks
    if link is None or goes_on or run.text in {link[1], link[1].removeprefix("mailto:")}:
        return ""
    return f" ({link[1]})"
