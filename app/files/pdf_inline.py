"""Pictures that stand within what a page draws (``BI … ID … EI``), held to what others are.

Of a photograph the points stay alone; what stands between pictures is left byte for byte.
"""

import re
import zlib
from collections.abc import Sequence

from pikepdf import Array, Name, Pdf, Stream

from app.files import jpegs, lzw
from app.files.pdf_drawn import content_of, drawn, parts_of
from app.files.pdf_parts import PHOTOGRAPH, RISKY, SHORT, unpacked_size
from app.files.verdict import MOST_PIXELS, MOST_UNPACKED, Refused, Why

FLAT, OLD = "/FlateDecode", "/LZWDecode"
LETTERS = {"/ASCII85Decode": b"~>", "/ASCIIHexDecode": b">"}
"""Ways to write bytes as letters, and how they end."""
TOLD_BY_CAMERAS = (b"Exif\0\0", b"http://ns.adobe.com/x", b"Photoshop 3.0\0")
_BLANK = rb"[\x00\t\n\f\r ]"
_PICTURE = re.compile(
    rb"(?<![^\x00\t\n\f\r >\])])BI(?=[\x00\t\n\f\r /%])(.{0,4000}?)(?<=[\x00\t\n\f\r >\]])ID"
    + _BLANK,
    re.DOTALL,
)
_BEGUN = re.compile(rb"(?<![^\x00\t\n\f\r >\])])BI(?=" + _BLANK + rb"*[/%])")
_STRING = re.compile(rb"\((?:[^()\\]|\\.)*\)", re.DOTALL)
_WAYS = re.compile(rb"/F(?:ilter)?" + _BLANK + rb"*(\[[^\]]*\]|/[^\x00\t\n\f\r ()<>\[\]{}/%]+)")
_NAME = re.compile(rb"/[^\x00\t\n\f\r ()<>\[\]{}/%]+")
_SIDES = (
    re.compile(rb"/W(?:idth)?" + _BLANK + rb"+(\d{1,9})"),
    re.compile(rb"/H(?:eight)?" + _BLANK + rb"+(\d{1,9})"),
)
_END = re.compile(rb"(?<![^\x00\t\n\f\r \xd9])(EI)(?![^\x00\t\n\f\r /<(\[%])")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


def strip(pdf: Pdf) -> None:
    """Take from photographs within what is drawn what their camera wrote.

    Raises:
        Refused: for a picture that is larger than it may be, or packed in a way that is not taken.
    """
    for page in pdf.pages:
        parts = parts_of(page.obj)
        if len(parts) > 1 and any(b"BI" in content_of([one]) for one in parts):
            page.obj.Contents = pdf.make_stream(content_of(parts))
    left, seen = MOST_UNPACKED, set[tuple[int, int]]()
    for found in drawn(pdf):
        if found.objgen in seen:
            continue
        seen.add(found.objgen)
        given = content_of([found])
        kept, left = stripped(given, left)
        if kept != given:
            found.write(kept)


def stripped(content: bytes, left: int) -> tuple[bytes, int]:
    """Return what is drawn with its photographs stripped, and what is ``left`` to be unpacked.

    Raises:
        Refused: for pictures that unpack to more, or cannot be checked.
    """
    kept: list[bytes] = []
    place = 0
    if not all(_PICTURE.match(content, one.start()) for one in _BEGUN.finditer(content)):
        raise Refused(Why.PICTURE)
    while found := _PICTURE.search(content, place):
        said = _said(found[1])
        kept.append(content[place : found.end()])
        place = found.end()
        sides = [max(map(int, side.findall(said)), default=0) for side in _SIDES]
        if sides[0] * sides[1] > MOST_PIXELS:
            raise Refused(Why.BOMB)
        ways = _ways(said)
        if RISKY.intersection(ways):
            raise Refused(Why.SCAN)
        if PHOTOGRAPH in ways:
            points, place = _photograph(content, place, ways, sides)
            kept.append(points + b"\n")
        elif ways:
            left -= _size(content, place, ways, left)
        if left < 0:
            raise Refused(Why.BOMB)
    whole = b"".join([*kept, content[place:]])
    if any(one in whole for one in TOLD_BY_CAMERAS):
        raise Refused(Why.PICTURE)
    return whole, left


def _said(given: bytes) -> bytes:
    """Return what a picture says of itself, without strings: in these nothing is a key.

    Raises:
        Refused: for remarks, behind which keys can stand that only some readers see.
    """
    bare = given
    while (less := _STRING.sub(b" ", bare)) != bare:
        bare = less
    if b"%" in bare:
        raise Refused(Why.PICTURE)
    return _ESCAPED.sub(lambda one: bytes([int(one[1], 16)]), bare)


def _ways(said: bytes) -> list[str]:
    return [
        SHORT.get(name, name)
        for found in _WAYS.findall(said)
        for name in (one.decode("latin-1") for one in _NAME.findall(found))
    ]


def _photograph(
    content: bytes, place: int, ways: Sequence[str], sides: Sequence[int]
) -> tuple[bytes, int]:
    """Return the points of a photograph, and where it ends."""
    if ways != [PHOTOGRAPH]:
        raise Refused(Why.PICTURE)
    points, (width, height), size = jpegs.measured(content[place:])
    if width > sides[0] or height > sides[1]:
        raise Refused(Why.PICTURE)
    if (end := _END.search(content, place + size)) is None:
        raise Refused(Why.DAMAGED)
    return points, end.start(1)


def _size(content: bytes, place: int, ways: Sequence[str], left: int) -> int:
    """Return what a picture unpacks to; nothing for packings that a page's own size bounds."""
    data: bytes | memoryview = memoryview(content)[place:]
    if len(ways) > 1 and ways[0] in LETTERS:
        end = content.find(LETTERS[ways[0]], place) + len(LETTERS[ways[0]])
        with Pdf.new() as bare:
            text = Stream(bare, content[place:end], Filter=Array([Name(ways[0])]))
            data = bytes(text.read_bytes())
        ways = ways[1:]
    if len(ways) > 1:
        raise Refused(Why.BOMB)
    if ways[0] == FLAT:
        try:
            return unpacked_size(data, left)
        except zlib.error as broken:  # a reader may show what comes before
            raise Refused(Why.DAMAGED) from broken
    return lzw.unpacked_size(bytes(data), left)[0] if ways[0] == OLD else 0
