"""An edition as one HTML page that needs no network: its looks are in it, and nothing is loaded."""

from base64 import b64encode
from collections.abc import Sequence
from functools import partial

from app.core import i18n
from app.core.i18n import gettext
from app.manual.exports.book import Book
from app.manual.exports.chapters import Written, chapters
from app.manual.figures.drawing import media_of
from app.papers.writing.xml import escaped

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none';"
    " base-uri 'none'"
)
LOOKS = """\
:root{color-scheme:light dark}
body{font:1.05rem/1.6 serif;max-inline-size:42rem;margin-inline:auto;padding:1rem}
h1,h2,h3,h4,nav,.pn,.about{font-family:sans-serif}h1,h2,h3,h4{line-height:1.25}
article{margin-block-start:4rem}.pn{font-size:.8rem;margin-inline-end:.6rem}
.tables{overflow-x:auto}table{border-collapse:collapse}
th,td{border:1px solid;padding:.3rem .6rem;text-align:start;vertical-align:top}
blockquote,.note{border-inline-start:.25rem solid;margin-inline:0;padding-inline-start:1rem}
img{max-inline-size:100%;block-size:auto}.credit{font-size:.875rem}
pre{overflow-x:auto}.hash{overflow-wrap:anywhere}ol ol,ul ul{margin-block:0}
@media print{article{break-before:page}h2,h3{break-after:avoid}nav a{text-decoration:none}}
"""


def write(book: Book) -> bytes:
    """Return the page; whoever calls speaks the language of the text."""
    written = chapters(book, lambda place: f"#{place.name}", partial(_data, book), lower=book.whole)
    language = escaped(book.edition.language)
    title = escaped(book.title)
    parts = (
        "<!doctype html>\n",
        f'<html lang="{language}" dir="{i18n.direction(language)}">\n<head>\n',
        '<meta charset="utf-8"/>\n',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"/>\n',
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n',
        f"<title>{title}</title>\n<style>\n{LOOKS}</style>\n</head>\n<body>\n",
        f"<header><h1>{title}</h1>\n{about(book)}</header>\n",
        _contents(written) if book.whole else "",
        "<main>\n",
        *(_article(one, titled=book.whole) for one in written),
        "</main>\n</body>\n</html>\n",
    )
    return "".join(parts).encode()


def _data(book: Book, name: str) -> str:
    """Return a picture as an address that holds it."""
    return f"data:{media_of(name)};base64,{b64encode(book.pictures[name]).decode()}"


def about(book: Book) -> str:
    """Say of which edition the file is, where it stands, and by which hash it can be checked."""
    address = escaped(book.address)
    check = gettext("SHA-256 of the text of the edition: %(hash)s", hash=book.edition.hash)
    return (
        f'<div class="about"><p>{escaped(book.stated)}</p>\n'
        f'<p><a href="{address}">{address}</a></p>\n<p class="hash">{escaped(check)}</p></div>\n'
    )


def _article(one: Written, *, titled: bool) -> str:
    title = f"<h2>{escaped(one.title)}</h2>\n" if titled else ""
    return (
        f'<article id="{one.name}">\n{title}<p>{escaped(one.head.readers)}</p>\n'
        f"{one.html}</article>\n"
    )


def _contents(written: Sequence[Written]) -> str:
    rows = "".join(f'<li><a href="#{w.name}">{escaped(w.title)}</a></li>\n' for w in written)
    return f"<nav>\n<h2>{escaped(gettext('Contents'))}</h2>\n<ul>\n{rows}</ul>\n</nav>\n"
