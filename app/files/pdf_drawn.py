"""What a PDF draws: the streams of its pages, of drawings within them, of patterns and letters."""

from collections.abc import Iterator, Sequence
from math import ceil

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


def area_of(pdf: Pdf) -> float:
    """Return how large the largest page is, in square points."""
    return max(map(_extent, (page.mediabox for page in pdf.pages)), default=0.0)


def tiles_of(found: Object, area: float) -> int:
    """Return how often a drawing is drawn to fill ``area``: a pattern of tiles once for each."""
    if not isinstance(found, Stream) or "/PatternType" not in found:
        return 1
    across, down = (abs(_number(found.get(name))) for name in ("/XStep", "/YStep"))
    given = found.get("/Matrix")
    a, b, c, d = map(_number, list(given)[:4]) if isinstance(given, Array) else (1, 0, 0, 1)
    size = across * down * abs(a * d - b * c) or 1.0
    return min(ceil(area / size), MOST_UNPACKED) if size > area / MOST_UNPACKED else MOST_UNPACKED


def _extent(box: Object) -> float:
    left, low, right, high = map(_number, list(box))
    return abs((right - left) * (high - low))


def _number(found: Object | None) -> float:
    return float(str(found)) if found is not None else 0.0
