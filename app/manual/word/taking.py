"""From a Word document to a chapter of the draft."""

from collections.abc import Iterable

from sqlmodel import Session

from app.access.viewer import ANYONE, Viewer
from app.core.i18n import N_
from app.files.examining import Patience
from app.manual import queries
from app.manual.actions.drafting import save_chapter
from app.manual.figures.checking import problems
from app.manual.folders import Unreadable
from app.manual.rules import MOST_CHAPTER
from app.manual.values import DRAFT, Written
from app.manual.word import pictures
from app.papers.reading.parts import NoWord, TooMuch
from app.papers.reading.text import FromWord, from_word
from app.text.blocks import Block, split
from app.text.safe_names import turned_line
from app.text.tree import parse

NO_CHAPTER = "The draft has no chapter %s."
TURNED = "Line %s of its text holds an invisible sign that turns the direction of writing."
EMPTY = N_("This document has no text that the manual could take.")


def labels_of(blocks: Iterable[Block]) -> dict[str, str]:
    """Return the label of each note of a chapter, by what the note says."""
    return {
        " ".join(" ".join(leaf.words for leaf in note.leaves()).split()): note.detail
        for block in blocks
        if "[^" in block.source
        for note in parse(block.source).notes
    }


def text_of(content: bytes, blocks: Iterable[Block]) -> FromWord:
    """Return the text of a document, whose notes keep the labels that ``blocks`` have for them.

    Raises:
        NoWord, TooMuch: it cannot be read, says nothing, or holds more than a chapter can.
    """
    found = from_word(content, labels_of(blocks))
    if max(len(found.text), len(found.changed)) > MOST_CHAPTER:
        raise TooMuch
    if not found.text.strip() and not found.changed.strip():
        raise NoWord(EMPTY)
    return found


def take(db: Session, content: bytes, slug: str, viewer: Viewer = ANYONE) -> tuple[FromWord, bool]:
    """Make a document the text of a chapter of the draft; return what was read, and if it differs.

    Raises:
        NoWord, TooMuch: as ``text_of``.
        Unreadable: there is no such chapter, or a sign in the text turns its direction.
        TextTooLong, TextTooIntricate: it costs more than a text may.
    """
    conn = db.connection()
    head = queries.draft_head(conn, slug)
    if head is None:
        raise Unreadable(NO_CHAPTER % slug)
    blocks = queries.chapter_text(conn, DRAFT, head.chapter_id).blocks
    found = text_of(content, blocks)
    if line := turned_line(found.text):
        raise Unreadable(TURNED % line)
    done = pictures.examined(found, pictures.known(conn, found), Patience.new())
    pictures.keep_all(db, viewer, done)
    found = pictures.placed(found, done)
    for problem in problems(conn, split(found.text)):
        raise Unreadable(problem.sentence)
    written = Written(head.version, head.title, head.readers, head.questions, found.text)
    return found, save_chapter(db, viewer, head.chapter_id, written)
