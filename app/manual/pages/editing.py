"""Editing the draft: all chapters with what differs, and one chapter with redline and preview."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.core.errors import NotFound, TooLarge
from app.core.i18n import gettext
from app.manual import changes, queries
from app.manual.actions import save_chapter
from app.manual.actions.drafting import blocks_of
from app.manual.changes import Changes
from app.manual.figures.checking import FiguresWrong, ensure
from app.manual.figures.gallery import everywhere
from app.manual.forms import ChapterForm, read_chapter
from app.manual.pages.chapter_form import Theirs, as_drafted, page_of, plain
from app.manual.pages.room import room
from app.manual.publishing.waiting import Submitted, submitted
from app.manual.rules import ChapterChanged
from app.manual.values import DRAFT, ChapterHead, EditionInfo
from app.manual.wording import share_words
from app.text.blocks import Block
from app.text.labels import RedlineWords
from app.text.redline import Summary, compare
from app.text.redline_html import RedlineLook, to_html
from app.web.ask import Ask
from app.web.forms import Form
from app.web.render import Page

PREVIEW = "preview"


@dataclass(frozen=True, kw_only=True)
class Draft(Page):
    """The chapters of the draft, and what differs from the current edition."""

    template: ClassVar[str] = "manual/draft.html"
    here: ClassVar[str] = "manual"

    heads: Sequence[ChapterHead]
    changes: Changes
    share: str
    changed: Mapping[str, Summary]
    current: EditionInfo | None
    submitted: Submitted | None


@room.get("/manual/edit", P.MANUAL_EDIT)
def draft(ask: Ask) -> Response:
    """Show the chapters of the draft."""
    current = queries.current(ask.conn)
    found = changes.between(ask.conn, current.number if current else DRAFT, DRAFT)
    return ask.page(
        Draft(
            heads=queries.heads(ask.conn, DRAFT),
            changes=found,
            share=share_words(found.share),
            changed={c.head.chapter_id: c.summary for c in found.chapters},
            current=current,
            submitted=submitted(ask.conn),
        )
    )


@room.get("/manual/edit/{chapter}", P.MANUAL_EDIT)
def edit(ask: Ask, chapter: str, saved: str = "") -> Response:
    """Show a chapter for editing, as the draft has it."""
    head = _head(ask, chapter)
    blocks = queries.chapter_text(ask.conn, DRAFT, head.chapter_id).blocks
    page = page_of(ask, head, as_drafted(head, blocks), blocks)
    return ask.page(replace(page, saved=bool(saved)))


@room.post("/manual/edit/{chapter}", P.MANUAL_EDIT)
def save(ask: Ask, chapter: str) -> Response:
    """Save a chapter, or show how it would read."""
    head = _head(ask, chapter)
    sent = read_chapter(ask.sent)
    try:
        blocks = blocks_of(ask.conn, head.chapter_id, sent.written.source)
    except TooLarge as refusal:
        form = Form(sent.form.values, {**sent.form.errors, "text": refusal.sentence})
        return ask.page(page_of(ask, head, form, ()), status=422)
    if not sent.form.good:
        return ask.page(page_of(ask, head, sent.form, blocks), status=422)
    if ask.field("do") == PREVIEW:
        return ask.page(page_of(ask, head, sent.form, blocks))
    try:
        ensure(ask.conn, blocks)
        with ask.unit_of_work() as db:
            save_chapter(db, ask.viewer, head.chapter_id, sent.written)
            return ask.go(f"/manual/edit/{head.slug}?saved=1", db)
    except FiguresWrong as refusal:
        form = Form(sent.form.values, {**sent.form.errors, "text": refusal.sentence})
        return ask.page(page_of(ask, head, form, blocks), status=refusal.status)
    except ChapterChanged:
        return _clash(ask, chapter, sent, blocks)


def _head(ask: Ask, slug: str) -> ChapterHead:
    found = queries.draft_head(ask.conn, slug)
    if found is None:
        raise NotFound
    return found


def _clash(ask: Ask, slug: str, sent: ChapterForm, mine: Sequence[Block]) -> Response:
    """Show both texts: nothing is lost, and saving again replaces theirs knowingly."""
    head = _head(ask, slug)
    saved = queries.chapter_text(ask.conn, DRAFT, head.chapter_id).blocks
    form = Form(
        {**sent.form.values, "version": str(head.version)},
        {"text": gettext(ChapterChanged.message)},
    )
    look = RedlineLook(
        RedlineWords.spoken(gettext), ask.portal.static.url("icons.svg"), gallery=everywhere()
    )
    theirs = Theirs(plain(saved), to_html(compare(saved, mine), look))
    return ask.page(replace(page_of(ask, head, form, mine), theirs=theirs), status=409)
