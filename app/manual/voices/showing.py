"""What a guest of a consultation reads: the consultation, its text, and what the guest sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from markupsafe import Markup
from starlette.responses import Response

from app.access.labels import SECRETARIAT
from app.core.errors import NotFound
from app.manual.changes import ChapterChange
from app.manual.consulting import frozen, queries
from app.manual.consulting.rules import Sent, State
from app.manual.consulting.shown import days_of, sign_of
from app.manual.consulting.text_pages import render
from app.manual.consulting.values import Consultation, Contribution
from app.manual.figures.gallery import without_account
from app.manual.figures.queries import is_published, named_in
from app.manual.pages.comparing import look_of, state_name
from app.manual.rules import LANGUAGE
from app.manual.values import ChapterHead
from app.manual.voices import document
from app.manual.voices.queries import Seat
from app.manual.wording import Line, lines
from app.text.figures import Gallery
from app.text.markdown import to_html
from app.text.redline_html import to_html as redlined
from app.web import public_forms
from app.web.ask import Ask
from app.web.render import Page

Parts = Sequence[tuple[str, Markup]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where a guest is: ``code`` is what it came by, empty with an account.

    ``ticket`` lets files be sent to the address of a form.
    """

    seat: Seat
    base: str
    code: str = ""
    ticket: str = ""

    @property
    def preview(self) -> str:
        """Where a submission is looked at before it is sent."""
        return f"{self.base}/{self.ticket}/preview" if self.ticket else f"{self.base}/preview"


@dataclass(frozen=True, kw_only=True)
class Overview(Page):
    """The consultation as its guest reads it; ``own`` is what the guest sent."""

    template: ClassVar[str] = "manual/voice.html"

    at: Desk
    one: Consultation
    sign: tuple[str, str]
    days: str
    asked: Markup
    chapters: Sequence[ChapterHead]
    removed: Sequence[ChapterHead]
    text_language: str
    own: Contribution | None
    words: Markup
    parts: Parts
    answer: Markup
    writes: bool
    takes_back: bool
    last_day: date
    said: str
    refused: str


@dataclass(frozen=True, kw_only=True)
class VoiceChapter(Page):
    """A chapter as it is consulted on, and its redline."""

    template: ClassVar[str] = "manual/voice_chapter.html"

    at: Desk
    head: ChapterHead
    old: str
    new: bool
    lines: Sequence[Line]
    redline: Markup
    text: Markup
    text_language: str
    ways: Sequence[ChapterHead]


def found(ask: Ask, seat: Seat) -> Consultation:
    """Return the consultation of a guest.

    Raises:
        NotFound: where it is not there any more.
    """
    one = queries.one_by(ask.conn, (SECRETARIAT,), seat.consultation_id)
    if one is None:
        raise NotFound
    return one


def own_of(ask: Ask, seat: Seat) -> Contribution | None:
    """Return what a guest sent, None where that is nothing."""
    return queries.of_voice(ask.conn, (SECRETARIAT,), seat.guest_id)


def parts_of(own: Contribution, heads: Sequence[ChapterHead]) -> Parts:
    """Return what was said of single chapters, each with the chapter's number and title."""
    said = own.voice.parts if own.voice else {}
    return [
        (f"{head.number} {head.title}", to_html(said[head.chapter_id]))
        for head in heads
        if head.chapter_id in said
    ]


def overview(
    ask: Ask, at: Desk, *, said: str = "", refused: str = "", status: int = 200
) -> Response:
    """Show the consultation to its guest; the text until the guest's last day."""
    one, own = found(ask, at.seat), own_of(ask, at.seat)
    heads = frozen.heads(ask.conn, one.matter.id)
    gone = frozen.removed(ask.conn, one.edition, heads) if one.whole and one.edition else ()
    page = Overview(
        at=at,
        one=one,
        sign=sign_of(one),
        days=days_of(one),
        asked=to_html(one.asked),
        chapters=heads if at.seat.reads else (),
        removed=gone if at.seat.reads else (),
        text_language=LANGUAGE,
        own=own,
        words=to_html(own.words) if own else Markup(),
        parts=parts_of(own, heads) if own else (),
        answer=to_html(own.answer) if own else Markup(),
        writes=one.state == State.OPEN and at.seat.reads,
        takes_back=own is not None and own.stage == Sent.SENT,
        last_day=at.seat.last_day,
        said=said,
        refused=refused,
    )
    return answer(ask, at, page, status=status)


def chapter(ask: Ask, at: Desk, slug: str) -> Response:
    """Show a chapter as it is consulted on.

    Raises:
        NotFound: where there is none of that name, and after the guest's last day.
    """
    one = found(ask, at.seat)
    heads = frozen.heads(ask.conn, one.matter.id)
    place = next((n for n, head in enumerate(heads) if head.slug == slug), None)
    if place is None or not at.seat.reads:
        raise NotFound
    change = frozen.compared(ask.conn, one.matter.id, heads[place], one.edition)
    gallery = _gallery(ask, change) if at.code else None
    look = look_of(change, ask.portal.static.url("icons.svg"), gallery=gallery)
    where = "#" if at.code else f"{at.base}/chapters/"
    page = VoiceChapter(
        at=at,
        head=heads[place],
        old=state_name(one.edition) if one.edition else "",
        new=change.old is None,
        lines=lines(change, look) if change.old else (),
        redline=redlined(change.redline, look) if change.old else Markup(),
        text=render(
            change.new_text.blocks,
            heads if not at.code else [heads[place]],
            0 if at.code else place,
            where,
            gallery=gallery,
        ),
        text_language=LANGUAGE,
        ways=[heads[n] for n in (place - 1, place + 1) if 0 <= n < len(heads)],
    )
    return answer(ask, at, page)


def _gallery(ask: Ask, change: ChapterChange) -> Gallery:
    """Return the pictures for whoever has a code: what no edition shows is not sent out."""
    shown = named_in((*change.old_text.blocks, *change.new_text.blocks))
    return without_account({name for name in shown if is_published(ask.conn, name)})


def text(ask: Ask, at: Desk) -> Response:
    """Give the text as a Word document.

    Raises:
        NotFound: after the guest's last day.
    """
    if not at.seat.reads:
        raise NotFound
    one = found(ask, at.seat)
    made = document.write(ask.conn, one, ask.portal.settings.base_url, at.base)
    headers = {
        "content-disposition": f'attachment; filename="{document.FILE}"',
        "x-content-type-options": "nosniff",
    }
    return Response(made, headers=headers, media_type=document.KIND)


def answer(ask: Ask, at: Desk, page: Page, *, status: int = 200) -> Response:
    """Answer with a page whose forms belong to this browser, whether somebody signed in or not."""
    if at.code:
        return public_forms.answer(ask, page, status=status)
    return ask.page(page, status=status)
