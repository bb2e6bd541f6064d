"""The page on which a chapter is edited: form, redline to the current edition, preview."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from markupsafe import Markup

from app.core.i18n import N_, gettext
from app.manual import changes, glossary, queries
from app.manual.changes import ChapterChange
from app.manual.figures.checking import problems
from app.manual.figures.gallery import everywhere
from app.manual.pages.comparing import look_of
from app.manual.publishing.waiting import Submitted, submitted
from app.manual.values import ChapterHead, EditionInfo
from app.manual.wording import Line, lines
from app.text.blocks import Block, join, split
from app.text.chapter import Chapter, render_chapter
from app.text.labels import ChapterWords
from app.text.redline import Summary
from app.text.redline_html import to_html
from app.text.safe_names import one_line
from app.web.ask import Ask
from app.web.forms import Form
from app.web.render import Page

UNFINISHED = {
    "undefined": N_("This note has no text yet: %(names)s"),
    "unused": N_("This note is written but nothing refers to it: %(names)s"),
    "unresolved": N_("These links lead nowhere: %(names)s"),
}


@dataclass(frozen=True, slots=True)
class Theirs:
    """What somebody else saved while this editor wrote, and how the two texts differ."""

    source: str
    redline: Markup


@dataclass(frozen=True, slots=True)
class FromDocument:
    """What reading a document left, and the changes it holds; ``changed`` is the text with them."""

    lines: Sequence[str]
    tracked: Sequence[str]
    more: int
    changed: str
    redline: Markup


@dataclass(frozen=True, kw_only=True)
class EditChapter(Page):
    """One chapter being edited."""

    template: ClassVar[str] = "manual/edit.html"
    here: ClassVar[str] = "manual"

    head: ChapterHead
    form: Form
    current: EditionInfo | None
    summary: Summary | None
    lines: Sequence[Line]
    redline: Markup
    preview: Markup
    remarks: Sequence[str]
    theirs: Theirs | None
    saved: bool
    submitted: Submitted | None
    word: FromDocument | None = None


def as_drafted(head: ChapterHead, blocks: Sequence[Block]) -> Form:
    """Return the form as the draft fills it."""
    return Form(
        {
            "version": str(head.version),
            "title": head.title,
            "readers": head.readers,
            "questions": "\n".join(head.questions),
            "text": plain(blocks),
        }
    )


def plain(blocks: Sequence[Block]) -> str:
    """Return the text as an editor sees it: without ids, unless blocks would flow together then."""
    written = join(Block(None, block.kind, block.source) for block in blocks)
    apart = [block.source for block in split(written)] == [block.source for block in blocks]
    return written if apart else join(blocks)


def page_of(ask: Ask, head: ChapterHead, form: Form, blocks: Sequence[Block]) -> EditChapter:
    """Return the page for what was typed; ``blocks`` is empty where the text cannot be shown."""
    current = queries.current(ask.conn)
    icons = ask.portal.static.url("icons.svg")
    change = _change(ask, current, _typed(head, form), blocks)
    look = look_of(change, icons)
    shown = render_chapter(
        blocks,
        number=head.number,
        link=draft_link,
        words=ChapterWords.spoken(gettext),
        icons=icons,
        prefix="pv-",
        gallery=everywhere(),
    )
    return EditChapter(
        head=head,
        form=form,
        current=current,
        summary=change.summary if blocks else None,
        lines=lines(change, look) if blocks else (),
        redline=to_html(change.redline, look) if blocks else Markup(),
        preview=shown.html + shown.notes_html,
        remarks=[
            *remarks_of(shown),
            *(problem.sentence for problem in problems(ask.conn, blocks)),
        ],
        theirs=None,
        saved=False,
        submitted=submitted(ask.conn),
    )


def _change(
    ask: Ask, current: EditionInfo | None, head: ChapterHead, blocks: Sequence[Block]
) -> ChapterChange:
    """Return what changed from the current edition to what was typed."""
    heads = queries.heads(ask.conn, current.number) if current else ()
    published = next((h for h in heads if h.chapter_id == head.chapter_id), None)
    if current is None or published is None:
        return changes.to_unsaved(None, changes.NOWHERE, head, blocks)
    before = queries.chapter_text(ask.conn, current.number, head.chapter_id)
    return changes.to_unsaved(published, before, head, blocks)


def _typed(head: ChapterHead, form: Form) -> ChapterHead:
    """Return the head as typed, white space as it would be saved."""
    questions = str(form.values["questions"]).splitlines()
    return replace(
        head,
        title=one_line(str(form.values["title"])),
        readers=one_line(str(form.values["readers"])),
        questions=tuple(line for question in questions if (line := one_line(question))),
    )


def draft_link(kind: str, name: str) -> str | None:
    """Lead from the preview to the draft's own pages."""
    return {"chapter": f"/manual/edit/{name}", "term": f"/manual/edit/{glossary.SLUG}"}.get(kind)


def remarks_of(shown: Chapter) -> Sequence[str]:
    """Return what a careful reader of the draft would point out."""
    found = {name: ", ".join(getattr(shown, name)) for name in UNFINISHED}
    return [gettext(UNFINISHED[name], names=names) for name, names in found.items() if names]
