"""The contents of an edition, the way to the current one, references, and what one may do here."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import PlainTextResponse, RedirectResponse, Response

from app.access.policy import P, allows
from app.core import i18n
from app.core.errors import NotFound
from app.manual import noted, opening, queries
from app.manual.citing import Cited
from app.manual.consulting import queries as consulting
from app.manual.consulting.values import Consultation
from app.manual.discussing.remarks import discussed
from app.manual.following import marks
from app.manual.following.news import news
from app.manual.following.showing import Since, since
from app.manual.opening import Opened, address
from app.manual.pages.room import number_of, room
from app.manual.translating import queries as translations
from app.manual.translating.offers import Tongue, tongues
from app.manual.translating.speaking import ensure_spoken, titled
from app.manual.translating.values import Coverage
from app.manual.values import DRAFT, ChapterHead, EditionInfo
from app.web.ask import Ask
from app.web.render import Page


@dataclass(frozen=True, kw_only=True)
class Contents(Page):
    """The contents of an edition; ``edition`` and ``current`` are None before the first."""

    template: ClassVar[str] = "manual/contents.html"
    here: ClassVar[str] = "manual"

    edition: EditionInfo | None
    editions: Sequence[EditionInfo]
    current: EditionInfo | None
    chapters: Sequence[tuple[ChapterHead, str]]
    annexes: Sequence[tuple[ChapterHead, str]]
    titles: Collection[str]
    tongues: Sequence[Tongue]
    published: bool
    consultations: Sequence[Consultation]


@dataclass(frozen=True, kw_only=True)
class Yours(Page):
    """What the reader's office may do with a chapter, and what changed since it was last read."""

    template: ClassVar[str] = "manual/yours.html"
    here: ClassVar[str] = "manual"

    head: ChapterHead
    edition: EditionInfo
    chapter: str
    acting: str
    edit: str
    since: Since | None
    known: bool
    discussed: Sequence[tuple[str, str, int]]


@room.get("/manual", P.ANYONE)
def contents(ask: Ask) -> Response:
    """Show the contents of the current edition."""
    return _contents(ask, queries.editions(ask.conn), None)


@room.get("/manual/current/{language}/{chapter}", P.ANYONE)
def current(ask: Ask, language: str, chapter: str) -> Response:
    """Lead to a chapter of the current edition; this address never changes."""
    found = queries.current(ask.conn)
    if found is None:
        raise NotFound
    ensure_spoken(ask.conn, found.number, language)
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
    current = noted.current_of(editions)
    edition = next((e for e in editions if e.number == wanted), None) if wanted else current
    language = i18n.language()
    heads: Sequence[ChapterHead] = ()
    titles: Collection[str] = ()
    offered: Sequence[Coverage] = ()
    if edition:
        offered = translations.languages(ask.conn, edition.number)
        heads = queries.heads(ask.conn, edition.number)
        heads, titles = titled(ask.conn, edition, heads, language, offered)
    ways = [(h, address(edition.number, language, h.slug)) for h in heads if edition]
    return ask.page(
        Contents(
            edition=edition,
            editions=editions,
            current=current,
            chapters=[way for way in ways if way[0].kind == "chapter"],
            annexes=[way for way in ways if way[0].kind != "chapter"],
            titles=titles,
            tongues=tongues(edition, offered, heads[0].slug) if edition and heads else (),
            published=published,
            consultations=(
                consulting.going_on(ask.conn, ask.viewer)
                if allows(ask.viewer, P.CONSULTATION_READ)
                else ()
            ),
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
    """Show what the reader's office may do with a chapter: a page, or its part of one.

    Whoever opens a chapter loads it, so it notes what was read, once for each edition.
    """
    opened = _opened(ask, edition, language, chapter)
    number, head = opened.edition.number, opened.head
    draft = next(
        (d for d in queries.heads(ask.conn, DRAFT) if d.chapter_id == head.chapter_id),
        None,
    )
    told = _since(ask, opened)
    chrome = ask.chrome()
    return ask.page(
        Yours(
            head=head,
            edition=opened.edition,
            chapter=address(number, language, head.slug),
            acting=chrome.viewer.acting_name if chrome.viewer else "",
            edit=f"/manual/edit/{draft.slug}" if draft else "",
            since=told,
            known=marks.reader_of(ask.viewer) is not None,
            discussed=discussed(ask.conn, ask.viewer, opened),
        )
    )


def _since(ask: Ask, opened: Opened) -> Since | None:
    """Return what changed since the reader last read the chapter, and note that it is read now."""
    number, chapter_id = opened.edition.number, opened.head.chapter_id
    found = marks.marks_of(ask.conn, ask.viewer)
    changed = news(ask.conn, found, number, (chapter_id,)).get(chapter_id)
    reader = marks.reader_of(ask.viewer)
    if reader and found.wants(chapter_id, number):
        with ask.unit_of_work() as db:
            marks.mark(db, reader, chapter_id, number, is_sqlite=ask.portal.db.is_sqlite)
    return since(changed, opened) if changed else None


def _opened(ask: Ask, edition: str, language: str, chapter: str) -> Opened:
    number = number_of(edition)
    ensure_spoken(ask.conn, number, language)
    opened = opening.open_chapter(ask.conn, number, chapter, alone=True)
    if not isinstance(opened, Opened):
        raise NotFound
    return opened
