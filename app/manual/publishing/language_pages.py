"""What a submission changes in one language: before and after of each paragraph, for the second."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from markupsafe import Markup
from starlette.responses import Response

from app.access.policy import P
from app.core.errors import NotFound
from app.core.i18n import N_, gettext
from app.manual.figures.gallery import everywhere
from app.manual.pages.room import room
from app.manual.publishing import going_on, queries
from app.manual.publishing.rules import Kind
from app.manual.translating import changes
from app.manual.translating.changes import Line, Paragraph
from app.manual.translating.offers import name_of
from app.manual.translating.values import TARGETS
from app.manual.values import DRAFT
from app.manual.wording import share_words
from app.text.labels import RedlineWords
from app.text.redline_html import RedlineLook, to_html
from app.text.spans import Span
from app.web.ask import Ask
from app.web.render import Page

LINES = {
    "title": N_("Title"),
    "readers": N_("For whom"),
    "questions": N_("Questions the chapter answers"),
    "state": N_("Review"),
}
TIED = N_("The words stay; they are said to fit the source as it is now.")


@dataclass(frozen=True, slots=True)
class Row:
    """A line above a chapter (``spans``), or a paragraph of it (``redline``)."""

    title: str
    label: str
    remark: str
    spans: Sequence[Span] = ()
    redline: Markup | None = None


@dataclass(frozen=True, kw_only=True)
class LanguagePage(Page):
    """Everything that a submission changes in one language."""

    template: ClassVar[str] = "manual/submission_language.html"
    here: ClassVar[str] = "manual"

    whole: str
    number: int
    language: str
    name: str
    share: str
    rows: Sequence[Row]


@room.get("/manual/submissions/{key}/languages/{language}", P.MANUAL_AGREE)
def in_language(ask: Ask, key: str, language: str) -> Response:
    """Show what changes in one language, while the submission is open."""
    row = queries.one(ask.conn, key)
    if row is None or row.slot is None or row.kind != Kind.EDITION or language not in TARGETS:
        raise NotFound
    if not going_on.as_submitted(ask.conn, row):
        raise NotFound
    return ask.page(page_of(ask, row, language, f"/manual/submissions/{key}"))


def page_of(ask: Ask, row: Any, language: str, whole: str) -> LanguagePage:
    """Return what an edition that was submitted changes in one language; ``whole`` leads back."""
    found = changes.between(ask.conn, row.after, DRAFT)
    one = next((one for one in found if one.language == language), None)
    look = RedlineLook(
        RedlineWords.spoken(gettext), ask.portal.static.url("icons.svg"), gallery=everywhere()
    )
    parts: Sequence[Line | Paragraph] = (*one.lines, *one.paragraphs) if one else ()
    return LanguagePage(
        whole=whole,
        number=row.number,
        language=language,
        name=name_of(language),
        share=share_words(one.share if one else 0),
        rows=[_row(part, look) for part in parts],
    )


def _row(part: Line | Paragraph, look: RedlineLook) -> Row:
    title = f"{part.chapter.number} {part.chapter.title}"
    if isinstance(part, Line):
        changed = any(span.op != "keep" for span in part.spans)
        remark = "" if changed else gettext(TIED)
        return Row(title, gettext(LINES[part.field]), remark, spans=part.spans)
    remark = gettext(TIED) if part.tied else ""
    return Row(title, gettext("Paragraph"), remark, redline=to_html(part.redline, look))
