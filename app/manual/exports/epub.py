"""An edition as an EPUB 3 book, written by hand: container, package, contents, chapters."""

from collections.abc import Sequence
from uuid import NAMESPACE_URL, uuid5

from app.core import i18n
from app.core.i18n import gettext
from app.manual.exports.book import Book
from app.manual.exports.chapters import Written, chapters
from app.manual.exports.html_file import about
from app.manual.figures.drawing import media_of
from app.papers.places import Place
from app.papers.writing.xml import archive, escaped

KIND = "application/epub+zip"
_CONTAINER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>\n"
)
_LOOKS = """\
body{line-height:1.5;margin:0 5%}h1,h2,h3,h4{line-height:1.25;break-after:avoid}
.pn{font-size:.8em;margin-inline-end:.6em;text-decoration:none}
table{border-collapse:collapse}th,td{border:1px solid;padding:.3em .6em;text-align:start}
blockquote,.note{border-inline-start:.25em solid;margin-inline:0;padding-inline-start:1em}
.hash{overflow-wrap:anywhere}img{max-width:100%;height:auto}.credit{font-size:.85em}
"""
_ACCESS = (
    ("schema:accessMode", "textual"),
    ("schema:accessModeSufficient", "textual"),
    ("schema:accessibilityFeature", "tableOfContents"),
    ("schema:accessibilityFeature", "structuralNavigation"),
    ("schema:accessibilityHazard", "none"),
)
_PICTURED = (("schema:accessMode", "visual"), ("schema:accessibilityFeature", "alternativeText"))


def write(book: Book) -> bytes:
    """Return the book; whoever calls speaks the language of the text."""
    written = chapters(book, _href, _src)
    title = f"<header><h1>{escaped(book.title)}</h1>\n{about(book)}</header>\n"
    files: dict[str, str | bytes] = {
        "mimetype": KIND,
        "META-INF/container.xml": _CONTAINER,
        "book/package.opf": _package(book, written),
        "book/nav.xhtml": _page(book, gettext("Contents"), _nav(book, written)),
        "book/looks.css": _LOOKS,
        "book/title.xhtml": _page(book, book.title, title),
    }
    for one in written:
        body = (
            f'<section id="{one.name}">\n<h1>{escaped(one.title)}</h1>\n'
            f"<p>{escaped(one.head.readers)}</p>\n{one.html}</section>\n"
        )
        files[f"book/{one.name}.xhtml"] = _page(book, one.title, body)
    files |= {f"book/{_src(name)}": content for name, content in book.pictures.items()}
    return archive(files, bare=("mimetype",))


def _href(place: Place) -> str:
    file = f"{Place(place.slug).name}.xhtml"
    return f"{file}#{place.block}" if place.block else file


def _src(name: str) -> str:
    return f"figures/{name}"


def _page(book: Book, title: str, body: str) -> str:
    language = escaped(book.edition.language)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
        f' lang="{language}" xml:lang="{language}" dir="{i18n.direction(language)}">\n'
        f'<head><title>{escaped(title)}</title><link rel="stylesheet" type="text/css"'
        f' href="looks.css"/></head>\n<body>\n{body}</body>\n</html>\n'
    )


def _nav(book: Book, written: Sequence[Written]) -> str:
    rows = "".join(_row(one) for one in written)
    title = f'<li><a href="title.xhtml">{escaped(book.title)}</a></li>\n'
    return (
        f'<nav epub:type="toc" id="toc">\n<h1>{escaped(gettext("Contents"))}</h1>\n'
        f"<ol>\n{title}{rows}</ol>\n</nav>\n"
    )


def _row(one: Written) -> str:
    sections = "".join(
        f'<li><a href="{one.name}.xhtml#{section.id}">{escaped(section.title)}</a></li>\n'
        for section in one.sections
        if section.level == 2 and section.title  # noqa: PLR2004 - the second level of headings
    )
    inside = f"\n<ol>\n{sections}</ol>\n" if sections else ""
    return f'<li><a href="{one.name}.xhtml">{escaped(one.title)}</a>{inside}</li>\n'


def _package(book: Book, written: Sequence[Written]) -> str:
    edition = book.edition
    moment = edition.published_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    language = escaped(edition.language)
    pages = ("title", *(one.name for one in written))
    items = "".join(
        f'<item id="i-{name}" href="{name}.xhtml" media-type="application/xhtml+xml"/>\n'
        for name in pages
    )
    spine = "".join(f'<itemref idref="i-{name}"/>\n' for name in pages)
    items += "".join(
        f'<item id="f-{name}" href="{_src(name)}" media-type="{media_of(name)}"/>\n'
        for name in book.pictures
    )
    said = (*_ACCESS, *_PICTURED) if book.pictures else _ACCESS
    access = "".join(f'<meta property="{name}">{value}</meta>\n' for name, value in said)
    way = ' page-progression-direction="rtl"' if i18n.direction(language) == "rtl" else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"'
        f' xml:lang="{language}">\n<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f'<dc:identifier id="id">urn:uuid:{uuid5(NAMESPACE_URL, book.address)}</dc:identifier>\n'
        f"<dc:title>{escaped(book.title)}</dc:title>\n<dc:language>{language}</dc:language>\n"
        f"<dc:creator>{escaped(book.author)}</dc:creator>\n<dc:date>{moment}</dc:date>\n"
        f"<dc:source>{escaped(book.address)}</dc:source>\n"
        f"<dc:description>{escaped(book.stated)}, sha256:{edition.hash}</dc:description>\n"
        f'<meta property="dcterms:modified">{moment}</meta>\n{access}</metadata>\n<manifest>\n'
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>\n'
        f'<item id="looks" href="looks.css" media-type="text/css"/>\n{items}</manifest>\n'
        f"<spine{way}>\n{spine}</spine>\n</package>\n"
    )
