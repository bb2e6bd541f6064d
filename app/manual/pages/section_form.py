"""The page on which a section is edited: form, what differs from the saved text, preview."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from app.core.i18n import N_, gettext
from app.manual.changes import ChapterChange
from app.manual.editing.merging import Conflict
from app.manual.editing.saving import Plan
from app.manual.editing.writing import Aside, Other
from app.manual.figures.checking import problems
from app.manual.figures.gallery import everywhere
from app.manual.pages.chapter_form import draft_link, remarks_of
from app.manual.pages.comparing import look_of
from app.manual.pages.references import References
from app.manual.publishing.waiting import Submitted
from app.manual.rules import MOST_CHAPTER
from app.manual.values import ChapterHead, ChapterText
from app.manual.wording import Line, lines
from app.text.blocks import Block
from app.text.chapter import render_chapter
from app.text.labels import ChapterWords, RedlineWords
from app.text.markdown import to_text
from app.text.redline import Summary, compare
from app.text.redline_html import RedlineLook, to_html
from app.web.ask import Ask
from app.web.forms import Form
from app.web.render import Page

HTML = N_(
    "HTML is shown as it is written and does nothing here: %(names)s. Write it as Markdown, or"
    " take it out."
)
ITSELF = N_(
    "These notes lead to each other in a circle: %(names)s. Take one of the references out."
)
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9-]*[^<>\n]{0,200}>")
_NOTE = re.compile(r"^\[\^([^\s\[\]]+)\]:(.*(?:\n(?:[ ]{4}.*|\s*))*)", re.MULTILINE)
_MARK = re.compile(r"\[\^([^\s\[\]]+)\](?!:)")
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands beside the form: the difference to the saved text, the text as it will read."""

    summary: Summary
    lines: Sequence[Line]
    redline: Markup
    preview: Markup
    remarks: Sequence[str]


@dataclass(frozen=True, slots=True)
class Two:
    """A paragraph that two people changed: both texts, and how they differ."""

    name: str
    theirs: str
    mine: str
    redline: Markup


@dataclass(frozen=True, kw_only=True)
class EditSection(Page):
    """One section being edited."""

    template: ClassVar[str] = "manual/section.html"
    here: ClassVar[str] = "manual"

    head: ChapterHead
    section: str
    title: str
    form: Form
    shown: Shown | None
    others: Sequence[Other]
    kept: Aside | None
    conflicts: Sequence[Two]
    said: str
    refers: References
    submitted: Submitted | None
    most: int = MOST_CHAPTER


def title_of(first: Block | None) -> str:
    """Return what a section is called; what stands before all headings has words of its own."""
    if first is None or first.kind != "heading":
        return gettext("Before the first heading")
    return to_text(first.source).strip() or gettext("Heading without words")


def shown_of(ask: Ask, head: ChapterHead, found: Plan) -> Shown:
    """Return what stands beside the form for what was typed."""
    icons = ask.portal.static.url("icons.svg")
    redline = compare(found.theirs, found.section)
    texts = (ChapterText(found.theirs, {}), ChapterText(found.section, {}))
    change = ChapterChange(head, head, redline, *texts)
    look = look_of(change, icons)
    words, count = ChapterWords.spoken(gettext), _numbered(found.old[: found.start])
    read = render_chapter(
        found.section,
        number=head.number,
        link=draft_link,
        words=words,
        icons=icons,
        prefix="pv-",
        first=count,
        gallery=everywhere(),
    )
    whole = render_chapter(found.new, number=head.number, link=draft_link, words=words)
    return Shown(
        summary=redline.summary,
        lines=lines(change, look),
        redline=to_html(redline, look),
        preview=read.html + read.notes_html,
        remarks=[
            *remarks_of(whole),
            *_remarks(found.section),
            *(problem.sentence for problem in problems(ask.conn, found.section)),
        ],
    )


def _numbered(blocks: Sequence[Block]) -> int:
    """Return how many of these have a number that readers cite."""
    return sum(block.kind not in {"heading", "rule", "notes"} for block in blocks)


def _remarks(blocks: Sequence[Block]) -> Sequence[str]:
    """Return what is taken as it is and will not do what its writer may have meant."""
    texts = "\n\n".join(block.source for block in blocks if block.kind != "code")
    found = {HTML: _tags(texts), ITSELF: circles(texts)}
    return [gettext(said, names=", ".join(names)) for said, names in found.items() if names]


def _tags(text: str) -> Sequence[str]:
    tags = dict.fromkeys(found.group() for found in _TAG.finditer(text))
    return [*tags][:MOST_NAMED]


def circles(text: str) -> Sequence[str]:
    """Return the notes that lead back to themselves."""
    leads = {label: set(_MARK.findall(said)) for label, said in _NOTE.findall(text)}
    return [label for label in leads if _comes_back(label, leads)][:MOST_NAMED]


def _comes_back(label: str, leads: dict[str, set[str]]) -> bool:
    seen: set[str] = set()
    open_ = [*leads[label]]
    while open_:
        one = open_.pop()
        if one == label:
            return True
        if one not in seen:
            seen.add(one)
            open_ += leads.get(one, ())
    return False


def both(ask: Ask, conflicts: Sequence[Conflict]) -> Sequence[Two]:
    """Return the paragraphs that two people changed, with both texts."""
    look = RedlineLook(
        RedlineWords.spoken(gettext), ask.portal.static.url("icons.svg"), gallery=everywhere()
    )
    return [
        Two(
            name=conflict.name,
            theirs=conflict.theirs.source if conflict.theirs else "",
            mine=conflict.mine.source if conflict.mine else "",
            redline=to_html(
                compare(
                    [conflict.theirs] if conflict.theirs else [],
                    [conflict.mine] if conflict.mine else [],
                ),
                look,
            ),
        )
        for conflict in conflicts
    ]
