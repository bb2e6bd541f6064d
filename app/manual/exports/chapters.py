"""The chapters of a file as XHTML, from the same writer as the portal's pages."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.core.i18n import gettext
from app.manual.exports.book import Book
from app.manual.figures.gallery import of_file
from app.manual.values import ChapterHead
from app.papers.places import Place
from app.papers.writing.xml import xhtml
from app.text.chapter import Section, render_chapter
from app.text.labels import ChapterWords

_INSIDE = "#at:"
"""Marks a link to a place of the file until it is known in which of its parts that stands."""


@dataclass(frozen=True, slots=True)
class Written:
    """A chapter as XHTML, its notes at its end."""

    head: ChapterHead
    html: str
    sections: Sequence[Section]

    @property
    def name(self) -> str:
        """Its name as a place."""
        return Place(self.head.slug).name

    @property
    def title(self) -> str:
        """Number and title."""
        return f"{self.head.number} {self.head.title}"


def chapters(
    book: Book,
    href: Callable[[Place], str],
    src: Callable[[str], str],
    *,
    lower: bool = False,
) -> Sequence[Written]:
    """Return the chapters of the file; ``href`` says how a place of it is linked to.

    ``src`` says where a picture is, by its name. Headings stand one level deeper where ``lower``
    is set: below a title above all chapters.
    """
    return [_written(book, head, href, src, lower=lower) for head, _ in book.parts]


def _written(
    book: Book,
    head: ChapterHead,
    href: Callable[[Place], str],
    src: Callable[[str], str],
    *,
    lower: bool,
) -> Written:
    places: dict[str, Place] = {}

    def link(kind: str, name: str) -> str | None:
        found = book.follow(f"{kind}:{name}")
        if isinstance(found, Place):
            places[_INSIDE + found.name] = found
            return _INSIDE + found.name
        return found

    text = book.texts[head.chapter_id]
    made = render_chapter(
        text.blocks,
        number=head.number,
        link=link,
        words=ChapterWords.spoken(gettext),
        prefix=f"{head.slug}-",
        gallery=of_file(book.pictures),
    )
    leads = _Leads(book, href, places, f"#{head.slug}-")
    html = xhtml(made.html + made.notes_html, leads, src, lower=lower)
    return Written(head, html, made.sections)


@dataclass(frozen=True, slots=True)
class _Leads:
    """Says where a link of a chapter leads in this file."""

    book: Book
    href: Callable[[Place], str]
    places: Mapping[str, Place]
    own: str

    def __call__(self, address: str) -> str | None:
        if address.startswith(self.own):  # a note and the way back
            return address
        found = self.places.get(address) or self.book.follow(address)
        return self.href(found) if isinstance(found, Place) else found
