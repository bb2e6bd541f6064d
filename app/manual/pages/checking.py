"""A paragraph by its short address: cited with its hash, and checked against what is current."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from starlette.responses import PlainTextResponse, RedirectResponse, Response

from app.access.policy import P
from app.core import i18n
from app.core.errors import BadRequest, NotFound
from app.core.i18n import N_
from app.manual import noted, opening, queries
from app.manual.citing import Cited
from app.manual.discussing.rules import address as discussion
from app.manual.opening import Opened, address
from app.manual.pages.room import number_of, room
from app.manual.translating.speaking import ensure_spoken
from app.manual.values import EditionInfo
from app.text.blocks import Block, content_hash
from app.text.markdown import to_words
from app.web.ask import Ask
from app.web.render import Page

BEGINNING = 120
"""So many signs of a paragraph are enough to know it again."""
NO_DAY = N_("Write the day as year-month-day, such as 2027-03-01.")


class TooEarly(NotFound):
    """There was no edition on that day."""

    message = N_("There was no edition on that day. Choose a later day, or the first edition.")


class NoPassage(NotFound):
    """The edition has no such paragraph, and may not be there itself."""

    message = N_(
        "No edition of this number has such a paragraph. Look whether the address is complete."
    )


@dataclass(frozen=True, kw_only=True)
class Check(Page):
    """What became of a paragraph since an edition; ``fate`` is same, reworded or removed."""

    template: ClassVar[str] = "manual/check.html"
    here: ClassVar[str] = "manual"

    edition: EditionInfo
    current: EditionInfo
    number: str
    text: str
    hash: str
    fate: str
    cited: Cited
    short: str
    there: str
    now: str
    redline: str
    discuss: str


@dataclass(frozen=True, kw_only=True)
class Paragraphs(Page):
    """The paragraphs of a chapter, each with its short address."""

    template: ClassVar[str] = "manual/paragraphs.html"
    here: ClassVar[str] = "manual"

    opened: Opened
    rows: Sequence[tuple[str, str, str]]
    chapter: str


@room.get("/m/{edition}/{block}", P.ANYONE)
def lead(ask: Ask, edition: str, block: str) -> Response:
    """Lead to a paragraph of an edition; this address never changes."""
    opened, _ = _found(ask, number_of(edition), block)
    return RedirectResponse(_place(opened, block), 307)


@room.get("/m/{edition}/{block}/check", P.ANYONE)
def check(ask: Ask, edition: str, block: str) -> Response:
    """Say whether a paragraph is unchanged, reworded or removed since an edition."""
    opened, one = _found(ask, number_of(edition), block)
    current = noted.current_of(opened.editions) or opened.edition
    home = queries.chapter_of_block(ask.conn, block, (current.number,))
    heads = queries.heads(ask.conn, current.number)
    text = queries.chapter_text(ask.conn, current.number, home) if home else None
    after = next((b for b in text.blocks if b.id == block), None) if text else None
    slug = next((h.slug for h in heads if h.chapter_id == home), "")
    number = opened.edition.number
    cited = _cited(ask, opened, one)
    fate = "removed" if after is None else "same" if after.source == one.source else "reworded"
    return ask.page(
        Check(
            edition=opened.edition,
            current=current,
            number=opened.text.numbers.get(block, ""),
            text=to_words(one.source),
            hash=content_hash(one.source),
            fate=fate,
            cited=cited,
            short=f"/m/{number}/{block}",
            there=_place(opened, block),
            now=f"{address(current.number, i18n.language(), slug)}#{block}" if slug else "",
            redline=f"/manual/compare/{number}/{current.number}/block/{block}",
            discuss=discussion(block),
        )
    )


@room.get("/m/{edition}/{block}/cite.bib", P.ANYONE)
def bibtex(ask: Ask, edition: str, block: str) -> Response:
    """Give the reference to a paragraph for BibTeX."""
    return PlainTextResponse(_cited(ask, *_found(ask, number_of(edition), block)).bibtex)


@room.get("/m/{edition}/{block}/cite.ris", P.ANYONE)
def ris(ask: Ask, edition: str, block: str) -> Response:
    """Give the reference to a paragraph in RIS."""
    return PlainTextResponse(_cited(ask, *_found(ask, number_of(edition), block)).ris)


@room.get("/m/{edition}/{block}/cite.json", P.ANYONE)
def csl(ask: Ask, edition: str, block: str) -> Response:
    """Give the reference to a paragraph as CSL-JSON."""
    said = _cited(ask, *_found(ask, number_of(edition), block)).csl
    return Response(
        json.dumps([said], ensure_ascii=False), media_type="application/vnd.citationstyles.csl+json"
    )


@room.get("/manual/{edition}/{language}/{chapter}/paragraphs", P.ANYONE)
def paragraphs(ask: Ask, edition: str, language: str, chapter: str) -> Response:
    """List the paragraphs of a chapter, to cite or check one."""
    number = number_of(edition)
    ensure_spoken(ask.conn, number, language)
    opened = opening.open_chapter(ask.conn, number, chapter)
    if not isinstance(opened, Opened):
        raise NotFound
    rows = [
        (said, to_words(b.source)[:BEGINNING], f"/m/{number}/{b.id}/check")
        for b in opened.text.blocks
        if (said := opened.text.numbers.get(b.id or ""))
    ]
    where = address(number, language, opened.head.slug)
    return ask.page(Paragraphs(opened=opened, rows=rows, chapter=where))


@room.get("/manual/on", P.ANYONE)
def on_day(ask: Ask, day: str = "") -> Response:
    """Lead to the edition that was current at the end of a day.

    Raises:
        BadRequest: when the day is none.
        TooEarly: when there was no edition yet.
    """
    try:
        wanted = date.fromisoformat(day)
    except ValueError as wrong:
        raise BadRequest(NO_DAY) from wrong
    editions = queries.editions(ask.conn)
    found = next((e for e in editions if _current_on(e, wanted)), None)
    if found is None:
        raise TooEarly
    return RedirectResponse(f"/manual/{found.number}", 303)


def _current_on(edition: EditionInfo, day: date) -> bool:
    """Tell whether an edition was published, and not withdrawn, at the end of a day."""
    gone = edition.withdrawal
    return edition.published_at.date() <= day and not (gone and gone.at.date() <= day)


def _found(ask: Ask, edition: int, block: str) -> tuple[Opened, Block]:
    """Return the chapter of an edition in which a paragraph stands, and the paragraph.

    Raises:
        NoPassage: when there is none.
    """
    found = opening.open_block(ask.conn, edition, block)
    if found is None:
        raise NoPassage
    return found


def _place(opened: Opened, block: str) -> str:
    return f"{address(opened.edition.number, i18n.language(), opened.head.slug)}#{block}"


def _cited(ask: Ask, opened: Opened, block: Block) -> Cited:
    number = opened.text.numbers.get(block.id or "")
    base = ask.portal.settings.base_url
    return Cited(
        opened.edition,
        opened.head,
        (number,) if number else (),
        f"{base}/m/{opened.edition.number}/{block.id}",
        content_hash(block.source),
    )
