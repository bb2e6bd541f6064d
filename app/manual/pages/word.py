"""A chapter that comes as a Word document: read into the form with a report; nothing is saved."""

from dataclasses import dataclass, replace
from typing import ClassVar

from markupsafe import Markup
from starlette.responses import Response

from app.access.policy import P
from app.core.errors import Refusal, TooLarge
from app.core.i18n import N_, gettext
from app.files.examining import Patience
from app.manual.actions.drafting import blocks_of
from app.manual.figures.gallery import everywhere
from app.manual.figures.keeping import TooManyUnused
from app.manual.pages.chapter_form import FromDocument, as_drafted, page_of
from app.manual.pages.room import room
from app.manual.pages.section_list import drafted
from app.manual.values import ChapterHead
from app.manual.word import pictures
from app.manual.word.taking import text_of
from app.papers.reading.parts import MOST_FILE, NoWord, TooMuch
from app.papers.reading.text import FromWord
from app.papers.reading.told import said_of
from app.text.blocks import split
from app.text.labels import RedlineWords
from app.text.redline import compare
from app.text.redline_html import RedlineLook, to_html
from app.web.ask import Ask
from app.web.forms import Form
from app.web.openness import ensure_open
from app.web.render import Page
from app.web.throttle import UPLOADING

FILE = "file"
MOST_FORM = MOST_FILE + 2**20
MOST_TRACKED = 100
NONE_SENT = N_("Choose the Word document.")


@dataclass(frozen=True, kw_only=True)
class ReadWord(Page):
    """The form that takes a Word document for a chapter."""

    template: ClassVar[str] = "manual/word.html"
    here: ClassVar[str] = "manual"

    head: ChapterHead
    form: Form
    megabytes: int


def may_send(ask: Ask, chapter: str) -> object:
    """Let pass who names a chapter of the draft."""
    return drafted(ask, chapter)


@room.get("/manual/edit/{chapter}/word", P.MANUAL_EDIT)
def choose_word(ask: Ask, chapter: str) -> Response:
    """Ask for a Word document."""
    head, _ = drafted(ask, chapter)
    return _again(ask, head, {}, 200)


@room.post(
    "/manual/edit/{chapter}/word",
    P.MANUAL_EDIT,
    takes_file=True,
    largest=MOST_FORM,
    may_send=may_send,
    pace=UPLOADING,
)
def read_word(ask: Ask, chapter: str) -> Response:
    """Show the chapter's form with the text of the document, and what was not understood."""
    head, before = drafted(ask, chapter)
    sent = next((one.content for one in ask.uploads if one.field == FILE), None)
    if sent is None:
        return _again(ask, head, {FILE: gettext(NONE_SENT)}, 422)
    try:
        found = _pictured(ask, text_of(sent, before))
        head, _ = drafted(ask, chapter)
        blocks = blocks_of(ask.conn, head.chapter_id, found.text)
        read = report(ask, found)
    except (NoWord, TooMuch, TooLarge, TooManyUnused) as refusal:
        return _refused(ask, head, refusal)
    form = Form({**as_drafted(head, before).values, "text": found.text})
    return ask.page(replace(page_of(ask, head, form, blocks), word=read))


def _pictured(ask: Ask, found: FromWord) -> FromWord:
    """Return the text of a document with its pictures, which are kept as any that are added."""
    there = pictures.known(ask.conn, found)
    if not pictures.shown(found):
        return found
    ask.leave()  # examining takes time, and needs no connection
    done = pictures.examined(found, there, Patience.new(ask.portal.settings.files_scanner))
    ask.relearn()
    ask.ensure(P.MANUAL_EDIT)
    ensure_open(ask.portal)
    with ask.unit_of_work() as db:
        pictures.keep_all(db, ask.viewer, done)
    return pictures.placed(found, done)


def report(ask: Ask, found: FromWord) -> FromDocument:
    """Return what reading a document left, and what the changes it holds would change."""
    tracked = [said_of(one) for one in found.tracked]
    redline = Markup()
    if tracked:
        look = RedlineLook(
            RedlineWords.spoken(gettext), ask.portal.static.url("icons.svg"), gallery=everywhere()
        )
        redline = to_html(compare(split(found.text), split(found.changed)), look)
    return FromDocument(
        lines=found.lines,
        tracked=tracked[:MOST_TRACKED],
        more=max(0, len(tracked) - MOST_TRACKED),
        changed=found.changed if tracked else "",
        redline=redline,
    )


def _refused(ask: Ask, head: ChapterHead, refusal: Refusal) -> Response:
    return _again(ask, head, {FILE: refusal.sentence}, 422)


def _again(ask: Ask, head: ChapterHead, errors: dict[str, str], status: int) -> Response:
    page = ReadWord(head=head, form=Form({}, errors), megabytes=MOST_FILE // 2**20)
    return ask.page(page, status=status)
