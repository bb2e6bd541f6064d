"""Pictures inside a PDF: of photographs the points stay alone, risky packings are not taken."""

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from app.files import jpegs
from app.files.pdf_parts import (
    LETTERS,
    PHOTOGRAPH,
    RISKY,
    dictionary_of,
    everything,
    inflated,
    ways_of,
)
from app.files.verdict import MOST_PIXELS, MOST_UNPACKED, Refused, Why

PACKED = "/FlateDecode"


def strip(pdf: Pdf) -> None:
    """Take from each photograph what its camera wrote beside the points.

    Raises:
        Refused: for a picture that is packed in a risky way, or larger than it says.
    """
    for found in everything(pdf.Root):
        if not isinstance(found, Stream):
            continue
        ways = ways_of(dictionary_of(found))
        if RISKY.intersection(ways):
            raise Refused(Why.SCAN)
        if PHOTOGRAPH in ways:
            _strip(pdf, found, ways)


def _strip(pdf: Pdf, found: Stream, ways: list[str]) -> None:
    content = bytes(found.get_raw_stream_buffer())
    if ways[0] in LETTERS:  # some programs write photographs as letters; that makes them no larger
        content, ways = Stream(pdf, content, Filter=Name(ways[0])).read_bytes(), ways[1:]
    if ways == [PACKED, PHOTOGRAPH]:
        content = inflated(content, MOST_UNPACKED // 8)
    elif ways != [PHOTOGRAPH]:
        raise Refused(Why.TANGLED)
    kept, (width, height) = jpegs.stripped(content)
    if width * height > MOST_PIXELS:
        raise Refused(Why.BOMB)
    said = [found.get(name) for name in ("/Width", "/Height")]
    if None not in said and (width > int(str(said[0])) or height > int(str(said[1]))):
        raise Refused(Why.PICTURE)
    found.write(kept, filter=Name.DCTDecode, decode_parms=_last(found.get("/DecodeParms")))


def _last(found: Object | None) -> Dictionary | None:
    if isinstance(found, Array):
        found = found[-1] if len(found) else None
    return found if isinstance(found, Dictionary) else None
