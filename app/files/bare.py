"""A picture with nothing beside its points: its size, or that it is none."""

from app.files import jpegs
from app.files.verdict import Kind, Refused, Why

START = b"\x89PNG\r\n\x1a\n"
PARTS = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
FIRST, LAST = b"IHDR", b"IEND"
_FRAME = 12
"""Bytes of a part beside what it says: its length, its name, its sum."""


def size_of(content: bytes, kind: Kind) -> tuple[int, int]:
    """Return width and height of a PNG or JPEG that holds nothing but its points.

    Raises:
        Refused: it is damaged, or something else stands in it.
    """
    if kind is Kind.JPEG:
        plain, size = jpegs.stripped(content)
        if plain != content:
            raise Refused(Why.DAMAGED)
        return size
    return _png(content)


def _png(content: bytes) -> tuple[int, int]:
    place, names = len(START), []
    while place < len(content):
        long = int.from_bytes(content[place : place + 4])
        names.append(content[place + 4 : place + 8])
        place += long + _FRAME
    whole = content.startswith(START) and place == len(content)
    if not whole or not names or names[0] != FIRST or names[-1] != LAST or set(names) - PARTS:
        raise Refused(Why.DAMAGED)
    at = len(START) + 8
    return int.from_bytes(content[at : at + 4]), int.from_bytes(content[at + 4 : at + 8])
