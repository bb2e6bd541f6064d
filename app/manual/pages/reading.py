"""The contents of an edition, the way to the current one, references, and what one may do here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import PlainTextResponse, RedirectResponse, Response

from app.access.policy import P
from app.core import i18n
from app.core.errors import NotFound
from app.manual import opening, queries
from app.manual.citing import Cited
from app.manual.opening import Opened, address
from app.manual.pages.room import number_of, room
from app.manual.values import DRAFT, ChapterHead, EditionInfo
from app.web.ask import Ask
from app.web.render import Page


@dataclass(frozen=True, kw_only=True)
class Contents(Page):
    """The contents of an edition; ``edition`` is None before the first."""

    template: ClassVar[str] = "manual/contents.html"
    here: ClassVar[str] = "manual"

    edition: EditionInfo | None
    editions: Sequence[EditionInfo]
    chapters: Sequence[tuple[ChapterHead, str]]
    annexes: Sequence[tuple[ChapterHead, str]]
    published: bool


@dataclass(frozen=True, kw_only=True)
class Yours(Page):
    """What the reader's office may do with a chapter."""

    template: ClassVar[str] = "manual/yours.html"
    here: ClassVar[str] = "manual"

    head: ChapterHead
    edition: EditionInfo
    chapter: str
    acting: str
    edit: str


@room.get("/manual", P.ANYONE)
def contents(ask: Ask) -> Response:
    """Show the contents of the current edition."""
    return _contents(ask, queries.editions(ask.conn), None)


@room.get("/manual/current/{language}/{chapter}", P.ANYONE)
def current(ask: Ask, language: str, chapter: str) -> Response:
    """Lead to a chapter of the current edition; this address never changes."""
    found = queries.current(ask.conn)
    if found is None or language not in i18n.languages():
        raise NotFound
    opened = opening.open_chapter(ask.conn, found.number, chapter)
    if opened is None:
        raise NotFound
    slug = opened if isinstance(opened, str) else opened.head.slug
    headers = {"cache-control": "no-cache"}
    return RedirectResponse(address(found.number, language, slug), 307, headers)


@room.get("/manual/{edition}", P.ANYONE)
def edition_contents(ask: Ask, edition: str, published: str = "") -> Response:
    """Show the contents of one edition."""
    editions = queries.editions(ask.conn)
    wanted = number_of(edition)
    if not any(e.number == wanted for e in editions):
        raise NotFound
    return _contents(ask, editions, wanted, published=bool(published))


def _contents(
    ask: Ask, editions: Sequence[EditionInfo], wanted: int | None, *, published: bool = False
) -> Response:
    edition = next((e for e in editions if wanted in (None, e.number)), None)
    language = i18n.language()
    heads = queries.heads(ask.conn, edition.number) if edition else ()
    ways = [(h, address(edition.number, language, h.slug)) for h in heads if edition]
    return ask.page(
        Contents(
            edition=edition,
            editions=editions,
            chapters=[way for way in ways if way[0].kind == "chapter"],
            annexes=[way for way in ways if way[0].kind != "chapter"],
            published=published,
        )
    )


@room.get("/manual/{edition}/{language}/{chapter}/cite.bib", P.ANYONE)
def bibtex(ask: Ask, edition: str, language: str, chapter: str) -> Response:
    """Give the reference to a chapter for BibTeX."""
    return PlainTextResponse(_cited(ask, edition, language, chapter).bibtex)


@room.get("/manual/{edition}/{language}/{chapter}/cite.ris", P.ANYONE)
def ris(ask: Ask, edition: str, language: str, chapter: str) -> Response:
    """Give the reference to a chapter in RIS."""
    return PlainTextResponse(_cited(ask, edition, language, chapter).ris)


def _cited(ask: Ask, edition: str, language: str, chapter: str) -> Cited:
    opened = _opened(ask, edition, language, chapter)
    number, own = opened.edition.number, opened.edition.language
    where = ask.portal.settings.base_url + address(number, own, opened.head.slug)
    return Cited(opened.edition, opened.head, tuple(opened.text.numbers.values()), where)


@room.get("/manual/{edition}/{language}/{chapter}/you", P.ANYONE)
def you(ask: Ask, edition: str, language: str, chapter: str) -> Response:
    """Show what the reader's office may do with a chapter: a page, or its part of one."""
    opened = _opened(ask, edition, language, chapter)
    number, head = opened.edition.number, opened.head
    draft = next(
        (d for d in queries.heads(ask.conn, DRAFT) if d.chapter_id == head.chapter_id),
        None,
    )
    chrome = ask.chrome()
    return ask.page(
        Yours(
            head=head,
            edition=opened.edition,
            chapter=address(number, language, head.slug),
            acting=chrome.viewer.acting_name if chrome.viewer else "",
            edit=f"/manual/edit/{draft.slug}" if draft else "",
        )
    )


def _opened(ask: Ask, edition: str, language: str, chapter: str) -> Opened:
    if language not in i18n.languages():
        raise NotFound
    opened = opening.open_chapter(ask.conn, number_of(edition), chapter)
    if not isinstance(opened, Opened):
        raise NotFound
    return opened
