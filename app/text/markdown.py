"""Markdown as people write it in comments and documents, as safe HTML and as plain text."""

import re
from typing import Literal

from markupsafe import Markup

from app.core.errors import TooLarge
from app.text.clean import clean
from app.text.figures import Gallery
from app.text.html import Look, write_blocks
from app.text.labels import ChapterWords
from app.text.limits import COMMENT_LENGTH, DOCUMENT_LENGTH, check
from app.text.notes import Notes
from app.text.parser import COMMENT, DOCUMENT
from app.text.tree import Node, parse

Profile = Literal["comment", "document"]
_MARKS = re.compile(r"[\\`*_\[\]()<>#~|]+|!(?=\[)|:?-{3,}:?")


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
    gallery: Gallery | None = None,
) -> Markup:
    """Return ``source`` as HTML that may stand in a page.

    A comment has no notes, and its headings are strong lines. A document may have notes: they
    follow it under ``words.sources``, and ``prefix`` keeps their addresses apart from those of
    other texts in the same page. Pictures are shown where ``gallery`` has them.

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
    shown = gallery or Gallery()
    look = Look(note=notes.mark, heading=_as_heading, auto_direction=True, gallery=shown)
    return clean(write_blocks(tree.nodes, look)) + notes.section(notes.listed(look))


def to_text(source: str, *, most: int = DOCUMENT_LENGTH) -> str:
    """Return the plain words of ``source``, as search keeps and shows them.

    Raises:
        TextTooLong, TextTooIntricate: it costs more than a text may.
    """
    check(source, most)
    tree = parse(source, DOCUMENT)
    parts = [_words(node) for node in (*tree.nodes, *tree.notes)]
    return "\n\n".join(part for part in parts if part)


def is_rough(source: str) -> bool:
    """Whether ``to_words`` takes the marks of a text out sign by sign."""
    try:
        check(source)
    except TooLarge:
        return True
    return False


def to_words(source: str) -> str:
    """Return the plain words of what stands in an edition, whatever it costs.

    A paragraph from before each was held against a limit of its own may have more marks than can
    be read in good time: of such a one the marks are taken out, sign by sign.
    """
    if not is_rough(source):
        return to_text(source)
    lines = (" ".join(_MARKS.sub(" ", line).split()) for line in source.splitlines())
    return "\n".join(line for line in lines if line)


def _words(node: Node) -> str:
    if not node.children:
        return "".join(run.text for run in node.runs if run.atom != "note").strip()
    parts = [_words(child) for child in node.children]
    return " | ".join(parts) if node.tag == "tr" else "\n".join(filter(None, parts))
