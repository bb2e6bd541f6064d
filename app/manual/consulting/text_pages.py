"""A chapter that is consulted on: how it reads, and its redline against the edition in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup
from starlette.responses import Response

from app.access.policy import P
from app.core.errors import NotFound
from app.core.i18n import gettext
from app.manual.consulting import frozen
from app.manual.consulting.pages import found, goes_out, reads_text
from app.manual.consulting.values import Consultation
from app.manual.figures.gallery import everywhere
from app.manual.pages.comparing import look_of, state_name
from app.manual.pages.room import room
from app.manual.rules import LANGUAGE
from app.manual.values import ChapterHead
from app.manual.wording import Line, lines
from app.text.blocks import Block
from app.text.chapter import render_chapter
from app.text.figures import Gallery
from app.text.labels import ChapterWords
from app.text.redline_html import to_html
from app.web.ask import Ask
from app.web.render import Page


@dataclass(frozen=True, kw_only=True)
class Consulted(Page):
    """A chapter of the text; ``old`` is what it is compared with, nothing before an edition."""

    template: ClassVar[str] = "manual/consulted.html"
    here: ClassVar[str] = "manual"

    one: Consultation
    head: ChapterHead
    old: str
    new: bool
    lines: Sequence[Line]
    redline: Markup
    text: Markup
    text_language: str
    ways: Sequence[tuple[str, str]]
    clears: bool


@room.get("/manual/consultations/{item_id}/chapters/{chapter}", P.CONSULTATION_READ)
def chapter(ask: Ask, item_id: str, chapter: str) -> Response:
    """Show a chapter as it is consulted on."""
    one = found(ask, item_id)
    if not reads_text(ask.viewer, one):
        raise NotFound
    heads = frozen.heads(ask.conn, item_id)
    place = next((n for n, head in enumerate(heads) if head.slug == chapter), None)
    if place is None:
        raise NotFound
    head = heads[place]
    change = frozen.compared(ask.conn, item_id, head, one.edition)
    look = look_of(change, ask.portal.static.url("icons.svg"))
    around = [heads[n] for n in (place - 1, place + 1) if 0 <= n < len(heads)]
    return ask.page(
        Consulted(
            one=one,
            head=head,
            old=state_name(one.edition) if one.edition else "",
            new=change.old is None,
            lines=lines(change, look) if change.old else (),
            redline=to_html(change.redline, look) if change.old else Markup(),
            text=render(change.new_text.blocks, heads, place, f"{one.href}/chapters/"),
            text_language=LANGUAGE,
            ways=[(f"{h.number} {h.title}", f"{one.href}/chapters/{h.slug}") for h in around],
            clears=goes_out(ask, one),
        )
    )


def render(
    blocks: Sequence[Block],
    heads: Sequence[ChapterHead],
    place: int,
    where: str,
    *,
    gallery: Gallery | None = None,
) -> Markup:
    """Return a chapter as it would read, with its notes; links stay in what is consulted on."""
    slugs = {head.slug for head in heads}

    def link(kind: str, name: str) -> str | None:
        return f"{where}{name}" if kind == "chapter" and name in slugs else None

    words = ChapterWords.spoken(gettext)
    read = render_chapter(
        blocks,
        number=heads[place].number,
        link=link,
        words=words,
        prefix="text-",
        gallery=gallery or everywhere(),
    )
    return read.html + read.notes_html
