"""The kinds of files: what each is called, how it is sent, and who writes it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from app.core.i18n import N_
from app.manual.exports import data, docx, epub, html_file, paper
from app.manual.exports.book import Book
from app.papers.writing import parts

Made = tuple[bytes, Sequence[str]]
"""A file, and the signs that its fonts have no shape for."""

SLOW_LINE = 50_000 / 8
"""Bytes in a second on a line of 50 kbit/s."""


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file; ``why`` says what it is good for."""

    label: str
    why: str
    media: str
    write: Callable[[Book], Made]


def _paper(book: Book) -> Made:
    made = paper.write(book)
    return made.content, made.missing


def _plain(write: Callable[[Book], bytes]) -> Callable[[Book], Made]:
    return lambda book: (write(book), ())


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "pdf": Format(N_("PDF"), N_("To print, and to keep as it is."), "application/pdf", _paper),
        "epub": Format(
            N_("EPUB"), N_("For telephones and readers of books."), epub.KIND, _plain(epub.write)
        ),
        "docx": Format(
            N_("Word document"), N_("To work on the text."), parts.KIND, _plain(docx.write)
        ),
        "html": Format(
            N_("One web page"),
            N_("For any browser, without a network."),
            "text/html; charset=utf-8",
            _plain(html_file.write),
        ),
        "json": Format(
            N_("Data (JSON)"), N_("For programmes."), "application/json", _plain(data.write)
        ),
    }
)


def file_name(edition: int, slug: str, kind: str) -> str:
    """Return what a file is called; ``slug`` is empty for the whole edition."""
    return f"manual-{edition}{f'-{slug}' if slug else ''}.{kind}"
