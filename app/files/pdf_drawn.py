"""What a PDF draws: the streams of its pages, of drawings within them, of patterns and letters."""

from collections.abc import Iterator, Sequence

from pikepdf import Array, Name, Object, Pdf, Stream

from app.files.pdf_names import Role
from app.files.pdf_parts import dictionary_of, places
from app.files.verdict import MOST_UNPACKED, Refused, Why


def parts_of(page: Object) -> list[Object]:
    """Return the streams that a page draws, one after the other."""
    found = page.get("/Contents")
    every = list(found) if isinstance(found, Array) else [found]
    return [one for one in every if isinstance(one, Stream)]


def drawn(pdf: Pdf) -> Iterator[Object]:
    """Give each stream that draws, some of them more than once."""
    for page in pdf.pages:
        yield from parts_of(page.obj)
    for found, role in places(pdf.Root):
        if role is Role.LETTERS:
            every = list(dictionary_of(found).values())
            yield from (one for one in every if isinstance(one, Stream))
        elif isinstance(found, Stream) and is_drawing(found):
            yield found


def is_drawing(found: Stream) -> bool:
    """Whether a stream is a drawing or a pattern, which draws as a page does."""
    return found.get("/Subtype") == Name.Form or "/PatternType" in found


def content_of(parts: Sequence[Object]) -> bytes:
    """Return what streams draw together.

    Raises:
        Refused: for more than a document may unpack to.
    """
    kept: list[bytes] = []
    size = 0
    for one in parts:
        kept.append(bytes(one.read_bytes()))
        size += len(kept[-1]) + 1
        if size > MOST_UNPACKED:
            raise Refused(Why.BOMB)
    return b"\n".join(kept)
