"""A chapter of an edition as everybody reads it: the same page for every reader of a language."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar
from urllib.parse import urlencode

from app.core import i18n
from app.core.i18n import N_, gettext
from app.manual import glossary
from app.manual.citing import Cited
from app.manual.glossary import Term
from app.manual.opening import Opened, address
from app.manual.values import ChapterHead, EditionInfo
from app.text.chapter import Chapter, render_chapter
from app.text.labels import ChapterWords
from app.web.chrome import Chrome
from app.web.languages import tongues
from app.web.portal import Portal
from app.web.render import Page
from app.web.state import State

WORDS_A_MINUTE = 200


@dataclass(frozen=True, slots=True)
class Way:
    """A link to a chapter, as the contents and the turning of pages show it."""

    href: str
    number: str
    title: str
    kind: str
    place: str
    current: bool = False


@dataclass(frozen=True, kw_only=True)
class ChapterPage(Page):
    """One chapter of one edition, shown in one language of the portal."""

    template: ClassVar[str] = "manual/chapter.html"
    here: ClassVar[str] = "manual"

    opened: Opened
    text: Chapter
    terms: Sequence[Term]
    chapters: Sequence[Way]
    annexes: Sequence[Way]
    before: Way | None
    after: Way | None
    place: str
    minutes: int
    address: str
    glossary: str
    others: Sequence[tuple[EditionInfo, str]]
    current: EditionInfo
    citation: str
    translated: bool


def render(portal: Portal, opened: Opened, language: str, state: State) -> str:
    """Return the page; whoever calls speaks ``language``."""
    page = page_of(portal, opened, language)
    return portal.renderer.page(page, _chrome(portal, opened, language, state))


def page_of(portal: Portal, opened: Opened, language: str) -> ChapterPage:
    """Return the context of the page."""
    edition, head = opened.edition, opened.head
    ways = [_way(edition, language, opened.heads, other) for other in opened.heads]
    ways = [replace(way, current=way.href.endswith(f"/{head.slug}")) for way in ways]
    here = next(n for n, way in enumerate(ways) if way.current)
    links = Links(edition.number, language, opened)
    text = written(opened, links, portal.static.url("icons.svg"))
    base = portal.settings.base_url
    cited = Cited(
        edition,
        head,
        tuple(opened.text.numbers.values()),
        base + address(edition.number, edition.language, head.slug),
    )
    return ChapterPage(
        opened=opened,
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
        current=opened.editions[0],
        citation=cited.sentence,
        translated=language == edition.language,
    )


@dataclass(slots=True)
class Links:
    """Resolves the manual's own links, and remembers the words that were used."""

    number: int
    language: str
    opened: Opened
    used: dict[str, Term] = field(default_factory=dict)

    def __call__(self, kind: str, name: str) -> str | None:
        """Return the address of ``kind:name``, None where it leads nowhere."""
        if kind == "chapter":
            known = any(head.slug == name for head in self.opened.heads)
            return address(self.number, self.language, name) if known else None
        term = self.opened.terms.get(name) if kind == "term" else None
        if term is None:
            return None
        if self.opened.head.slug == glossary.SLUG:
            return f"#{term.block_id}"
        self.used.setdefault(name, term)
        return f"#w-{name}"


def written(opened: Opened, links: Links, icons: str) -> Chapter:
    """Return the text as HTML; the words around paragraphs are in the language of the text."""
    with i18n.use_language(opened.edition.language):
        return render_chapter(
            opened.text.blocks,
            number=opened.head.number,
            link=links,
            words=ChapterWords.spoken(gettext),
            icons=icons,
        )


def _way(
    edition: EditionInfo, language: str, heads: Sequence[ChapterHead], head: ChapterHead
) -> Way:
    href = address(edition.number, language, head.slug)
    return Way(href, head.number, head.title, head.kind, _place(heads, head, short=True))


def _place(heads: Sequence[ChapterHead], head: ChapterHead, *, short: bool = False) -> str:
    """Return where a chapter stands, such as "Chapter 2 of 15" or "Annex A"."""
    if head.kind != "chapter":
        return gettext(N_("Annex %(number)s"), number=head.number)
    if short:
        return gettext(N_("Chapter %(number)s"), number=head.number)
    all_ = sum(other.kind == "chapter" for other in heads)
    return gettext(N_("Chapter %(number)s of %(all)s"), number=head.number, all=all_)


def _others(opened: Opened, language: str) -> Sequence[tuple[EditionInfo, str]]:
    """Return the other editions with the address of the same chapter there."""
    return [
        (other, address(other.number, language, opened.head.slug))
        for other in opened.editions
        if other.number != opened.edition.number
    ]


def _chrome(portal: Portal, opened: Opened, language: str, state: State) -> Chrome:
    """Return a frame that names nobody: the same bytes for every reader."""
    number, slug = opened.edition.number, opened.head.slug
    base = portal.settings.base_url
    path = address(number, language, slug)
    return Chrome(
        language=language,
        dir=i18n.direction(language),
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
            for tongue in tongues(language, path)
        ),
        canonical=base + address(number, opened.edition.language, slug),
        indexed=number == opened.editions[0].number,
    )
