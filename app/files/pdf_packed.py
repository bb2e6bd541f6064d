"""What a PDF is packed in before its parts can be told from each other: bounded before it is read.

Object streams and the tables of a document are unpacked by the library as it opens it. Their sizes
are told here from the file as it came; whatever escapes that meets the library's own limits.
"""

import re
import zlib

from pikepdf.settings import set_qpdf_limits

from app.files.pdf_parts import unpacked_size
from app.files.verdict import MOST_UNPACKED, Refused, Why

MOST_TOGETHER = 64 * 1024 * 1024
"""Bytes of all object streams and tables, unpacked: what they hold takes ten times that."""
MOST_ALONE = 16 * 1024 * 1024
"""Bytes of one of them."""
MOST_WAYS = 3
MOST_NESTED = 100
_STREAM = re.compile(rb"stream(?:\r\n|\n|\r)")
_LOOK_BACK = 4096
_HOLDS = re.compile(rb"/(?:ObjStm|XRef)(?![^\s()<>\[\]{}/%])")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_WAYS = re.compile(rb"/F(?:ilter)?\s*(\[[^\]]*\]|/[^\s()<>\[\]{}/%]+|\d+\s+\d+\s+R)")
_FLAT = re.compile(rb"\[?\s*/(?:FlateDecode|Fl)\s*\]?")


def ensure_opens_small(content: bytes) -> None:
    """Let a file pass whose object streams and tables unpack to no more than they may.

    Raises:
        Refused: for one where they are larger, or packed twice over or in a way not told at once.
    """
    left = MOST_TOGETHER
    for found in _STREAM.finditer(content):
        said = content[_beginning(content, found.start()) : found.start()]
        said = _ESCAPED.sub(lambda one: bytes([int(one[1], 16)]), said)
        if not _HOLDS.search(said):
            continue
        ways = _WAYS.findall(said)
        if not ways:
            continue
        if not all(_FLAT.fullmatch(one) for one in ways):
            raise Refused(Why.TANGLED)
        left -= _size(content, found.end(), min(left, MOST_ALONE))
        if left < 0:
            raise Refused(Why.BOMB)


def _beginning(content: bytes, end: int) -> int:
    """Return where what is said of a stream begins: nearby as a rule, and else wherever it does."""
    for low in (max(0, end - _LOOK_BACK), 0):
        begins = max(content.rfind(word, low, end) for word in (b"endobj", b"endstream"))
        if begins >= 0 or low == 0:
            break
    return max(begins, 0)


def limit_opening() -> None:
    """Let the library unpack no more than object streams may have: pictures are not read yet."""
    _limit(MOST_ALONE)


def limit_reading() -> None:
    """Let the library unpack what a document may have, once its sizes have been told."""
    _limit(MOST_UNPACKED)


def _limit(most: int) -> None:
    set_qpdf_limits(
        flate_max_memory=most,
        run_length_max_memory=most,
        png_max_memory=most,
        tiff_max_memory=most,
        max_stream_filters=MOST_WAYS,
        parser_max_nesting=MOST_NESTED,
    )


def _size(content: bytes, place: int, most: int) -> int:
    try:
        size = unpacked_size(memoryview(content)[place:], most)
    except zlib.error:
        return 0  # the library finds it broken as well
    if size > most:
        raise Refused(Why.BOMB)
    return size
