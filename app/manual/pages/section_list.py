"""The sections of a chapter: where somebody writes now, and the way to each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.core.errors import NotFound
from app.core.i18n import N_, gettext
from app.manual import queries
from app.manual.editing import writing
from app.manual.editing.sections import Section, cut
from app.manual.editing.writing import Other
from app.manual.pages.room import room
from app.manual.pages.section_form import title_of
from app.manual.publishing.waiting import Submitted, submitted
from app.manual.values import DRAFT, ChapterHead
from app.text.blocks import Block
from app.web.ask import Ask
from app.web.render import Page

SAVED = N_("Saved in the draft.")
KEPT = N_("Kept for you. Nobody else reads it, and it is not in the draft.")
FIGURE = N_("The figure stands in your text, which is kept for you. Save it when it is right.")
SAID = {"saved": SAVED, "kept": KEPT, "figure": FIGURE}


@dataclass(frozen=True, slots=True)
class Row:
    """A section in the list."""

    name: str
    title: str
    level: int
    words: int
    others: Sequence[Other]


@dataclass(frozen=True, kw_only=True)
class Sections(Page):
    """The sections of a chapter."""

    template: ClassVar[str] = "manual/sections.html"
    here: ClassVar[str] = "manual"

    head: ChapterHead
    rows: Sequence[Row]
    said: str
    at: str
    submitted: Submitted | None


@room.get("/manual/edit/{chapter}/sections", P.MANUAL_EDIT)
def sections(ask: Ask, chapter: str, said: str = "", at: str = "") -> Response:
    """Show the sections of a chapter; ``at`` is the one that was moved."""
    head, blocks = drafted(ask, chapter)
    others = writing.others(ask.conn, ask.viewer, head.chapter_id)
    rows = [_row(section, others) for section in cut(blocks)]
    words = gettext(SAID[said]) if said in SAID else ""
    waits = submitted(ask.conn)
    return ask.page(Sections(head=head, rows=rows, said=words, at=at, submitted=waits))


def _row(section: Section, others: Sequence[Other]) -> Row:
    first = section.heading
    return Row(
        name=section.name,
        title=title_of(first),
        level=len(first.source) - len(first.source.lstrip("#")) if first else 2,
        words=sum(len(block.source.split()) for block in section.blocks),
        others=[other for other in others if other.section == section.name],
    )


def drafted(ask: Ask, slug: str) -> tuple[ChapterHead, tuple[Block, ...]]:
    """Return a chapter of the draft and its blocks.

    Raises:
        NotFound: the draft has no such chapter.
    """
    head = queries.draft_head(ask.conn, slug)
    if head is None:
        raise NotFound
    return head, queries.chapter_text(ask.conn, DRAFT, head.chapter_id).blocks
