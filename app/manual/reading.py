"""A chapter of an edition as everybody reads it: the same page for every reader of a language."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar
from urllib.parse import urlencode

from app.core import i18n
from app.core.i18n import N_, gettext
from app.manual import glossary, noted
from app.manual.citing import Cited
from app.manual.figures.gallery import of_sizes
from app.manual.linking import Links, Used
from app.manual.opening import Opened, address
from app.manual.translating.offers import Tongue, near, tongues
from app.manual.translating.speaking import Spoken
from app.manual.values import ChapterHead, EditionInfo
from app.text.chapter import Chapter, render_chapter
from app.text.labels import ChapterWords
from app.web.chrome import Chrome
from app.web.languages import tongues as offered
from app.web.portal import Portal
from app.web.render import Page
from app.web.state import State

WORDS_A_MINUTE = 200
MOST_OTHERS = 8
"""So many other editions are listed beside a chapter; the contents list all."""


@dataclass(frozen=True, slots=True)
class Way:
    """A link to a chapter, as the contents and the turning of pages show it."""

    href: str
    number: str
    title: str
    kind: str
    place: str
    language: str
    current: bool = False


@dataclass(frozen=True, kw_only=True)
class ChapterPage(Page):
    """One chapter of one edition, shown in one language of the portal."""

    template: ClassVar[str] = "manual/chapter.html"
    here: ClassVar[str] = "manual"

    opened: Opened
    spoken: Spoken
    text: Chapter
    terms: Sequence[Used]
    chapters: Sequence[Way]
    annexes: Sequence[Way]
    before: Way | None
    after: Way | None
    place: str
    minutes: int
    address: str
    glossary: str
    others: Sequence[tuple[EditionInfo, str]]
    more: bool
    current: EditionInfo
    citation: str
    original: str
    tongues: Sequence[Tongue]
    translated: bool


def render(portal: Portal, spoken: Spoken, language: str, state: State) -> str:
    """Return the page at the address of ``language``; whoever calls speaks what is near it."""
    page = page_of(portal, spoken, language)
    return portal.renderer.page(page, _chrome(portal, spoken, language, state))


def page_of(portal: Portal, spoken: Spoken, language: str) -> ChapterPage:
    """Return the context of the page."""
    opened = spoken.opened
    edition, head = opened.edition, opened.head
    ways = [_way(spoken, language, other) for other in opened.heads]
    ways = [replace(way, current=way.href.endswith(f"/{head.slug}")) for way in ways]
    here = next(n for n, way in enumerate(ways) if way.current)
    links = Links(edition.number, language, opened)
    text = written(spoken, links, portal.static.url("icons.svg"))
    base = portal.settings.base_url
    cited = Cited(
        edition,
        head,
        tuple(opened.text.numbers.values()),
        base + address(edition.number, edition.language, head.slug),
    )
    return ChapterPage(
        opened=opened,
        spoken=spoken,
        text=text,
        terms=tuple(links.used.values()),
        chapters=[way for way in ways if way.kind == "chapter"],
        annexes=[way for way in ways if way.kind != "chapter"],
        before=ways[here - 1] if here else None,
        after=ways[here + 1] if here + 1 < len(ways) else None,
        place=_place(opened.heads, head),
        minutes=max(1, round(text.words / WORDS_A_MINUTE)),
        address=address(edition.number, language, head.slug),
        glossary=address(edition.number, language, glossary.SLUG),
        others=_others(opened, language),
        more=len(opened.editions) > MOST_OTHERS + 1,
        current=noted.current_of(opened.editions) or edition,
        citation=cited.sentence,
        original=address(edition.number, edition.language, head.slug),
        tongues=tongues(edition, spoken.languages, head.slug, spoken.language),
        translated=language in (edition.language, spoken.language),
    )


def written(spoken: Spoken, links: Links, icons: str) -> Chapter:
    """Return the text as HTML; the words around paragraphs are in the language of the text."""
    opened = spoken.opened
    with i18n.use_language(near(spoken.language)):
        return render_chapter(
            opened.text.blocks,
            number=opened.head.number,
            link=links,
            words=ChapterWords.spoken(gettext),
            icons=icons,
            voices=spoken.voices(),
            gallery=of_sizes(opened.sizes),
        )


def _way(spoken: Spoken, language: str, head: ChapterHead) -> Way:
    opened = spoken.opened
    return Way(
        href=address(opened.edition.number, language, head.slug),
        number=head.number,
        title=head.title,
        kind=head.kind,
        place=_place(opened.heads, head, short=True),
        language=spoken.tongue(head.chapter_id),
    )


def _place(heads: Sequence[ChapterHead], head: ChapterHead, *, short: bool = False) -> str:
    """Return where a chapter stands, such as "Chapter 2 of 15" or "Annex A"."""
    if head.kind != "chapter":
        return gettext(N_("Annex %(number)s"), number=head.number)
    if short:
        return gettext(N_("Chapter %(number)s"), number=head.number)
    all_ = sum(other.kind == "chapter" for other in heads)
    return gettext(N_("Chapter %(number)s of %(all)s"), number=head.number, all=all_)


def _others(opened: Opened, language: str) -> Sequence[tuple[EditionInfo, str]]:
    """Return the newest other editions with the address of the same chapter there."""
    others = [one for one in opened.editions if one.number != opened.edition.number]
    return [(one, address(one.number, language, opened.head.slug)) for one in others[:MOST_OTHERS]]


def _chrome(portal: Portal, spoken: Spoken, language: str, state: State) -> Chrome:
    """Return a frame that names nobody: the same bytes for every reader."""
    opened = spoken.opened
    interface = near(language)
    number, slug = opened.edition.number, opened.head.slug
    base = portal.settings.base_url
    path = address(number, language, slug)
    return Chrome(
        language=interface,
        dir=i18n.direction(interface),
        demo=portal.settings.demo,
        state=state,
        path=path,
        here=ChapterPage.here,
        neutral=True,
        languages=tuple(
            replace(
                tongue,
                href=f"/language/{tongue.code}?"
                + urlencode({"next": address(number, tongue.code, slug)}),
            )
            for tongue in offered(interface, path)
        ),
        canonical=base + address(number, spoken.language, slug),
        indexed=opened.edition == noted.current_of(opened.editions),
    )
