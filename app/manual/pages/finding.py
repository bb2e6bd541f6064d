"""Searching inside one edition: what was found, marked, in reading order."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar
from urllib.parse import quote, urlencode

from markupsafe import Markup
from starlette.responses import Response

from app.access.policy import P
from app.core import i18n
from app.core.errors import NotFound
from app.core.i18n import N_, gettext, ngettext
from app.manual import queries
from app.manual.opening import address
from app.manual.pages.room import number_of, room
from app.manual.searching.passages import Passage, passages
from app.manual.translating import queries as translations
from app.manual.translating.offers import name_of
from app.manual.values import EditionInfo
from app.search.folding import folded
from app.search.marks import Needles, snippet
from app.search.pages import clean
from app.text.query import MOST_CHARACTERS, query_terms
from app.web.ask import Ask
from app.web.paging import Turn, page_number, turn
from app.web.render import Page
from app.web.throttle import SEARCHING

HEADING, TITLE = N_("Heading"), N_("Title")
MOST = 20
AROUND = 3
"""So many words beside a mark tell the browser which of several places is meant."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, as the page shows it."""

    place: str
    title: str
    href: str
    text: Markup
    language: str
    rough: bool


@dataclass(frozen=True, kw_only=True)
class Find(Page):
    """What an edition says to ``q``; ``asked`` is False where there is nothing to search for."""

    template: ClassVar[str] = "manual/find.html"
    here: ClassVar[str] = "manual"

    edition: EditionInfo
    q: str
    cut: bool
    asked: bool
    language: str
    languages: Sequence[tuple[str, str]]
    hits: Sequence[Hit]
    found: int
    summary: str
    turn: Turn
    first_href: str


@room.get("/manual/{edition}/find", P.ANYONE, pace=SEARCHING)
def find(ask: Ask, edition: str, q: str = "", language: str = "", page: str = "1") -> Response:
    """Show what was found in an edition, in one of the languages it was published in."""
    wanted = number_of(edition)
    found = next((one for one in queries.editions(ask.conn) if one.number == wanted), None)
    if found is None:
        raise NotFound
    codes = [found.language, *(o.language for o in translations.languages(ask.conn, wanted))]
    code = _language(language, codes)
    typed, at = clean(q), page_number(page)
    query = query_terms(typed)
    needles = Needles.of(query)
    every = passages(ask.conn, found, code, query)
    shown = every[(at - 1) * MOST : at * MOST]
    href = partial(_href, wanted, typed, code)
    return ask.page(
        Find(
            edition=found,
            q=typed[:MOST_CHARACTERS],
            cut=len(typed) > MOST_CHARACTERS,
            asked=not query.is_empty,
            language=code,
            languages=[(one, name_of(one)) for one in codes],
            hits=[_hit(found, code, one, needles) for one in shown],
            found=len(every),
            summary=ngettext("%(num)s place", "%(num)s places", len(every)),
            turn=turn(at, len(shown), len(every), most=MOST, href=href),
            first_href=href(),
        )
    )


def _language(asked: str, codes: Sequence[str]) -> str:
    """Return the language asked for; else that of the page, or the source's."""
    choices = (asked, i18n.language(), codes[0])
    return next(code for code in choices if code in codes)


def _href(number: int, q: str, language: str, page: int = 1) -> str:
    values = {"q": q, "language": language, **({"page": page} if page > 1 else {})}
    return f"/manual/{number}/find?{urlencode(values)}"


def _hit(edition: EditionInfo, language: str, one: Passage, needles: Needles) -> Hit:
    kept = folded(one.text)
    there = address(edition.number, language, one.head.slug)
    spans = () if one.rough else needles.spans(kept)
    mark = f"#{one.block_id}{_marked(one.text, spans)}" if one.block_id else ""
    return Hit(
        place=one.number or gettext(HEADING if one.block_id else TITLE),
        title=f"{one.head.number} {one.head.title}",
        href=there + mark,
        text=snippet(one.text, kept, needles),
        language=one.language,
        rough=one.rough,
    )


def _marked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return what lets a browser mark the first place where it stands, among equal ones."""
    if not spans:
        return ""
    start, end = spans[0]
    before = text[:start].rsplit("\n", maxsplit=1)[-1].split()[-AROUND:]
    said = [_quoted(before) + "-,"] if before else []
    return f":~:text={''.join(said)}{_quoted(text[start:end].split())}"


def _quoted(words: Sequence[str]) -> str:
    return quote(" ".join(words), safe="").replace("-", "%2D")
