"""LZW as old scanners packed: how large it unpacks, told from its codes without unpacking it."""

from app.files.verdict import Refused, Why

CLEAR, END = 256, 257
FIRST, WIDEST = 9, 12
FIRST_CODE = 258
MOST_CODES = 1 << WIDEST


def unpacked_size(raw: bytes, most: int, early: int = 1) -> tuple[int, int]:
    """Return how large ``raw`` unpacks, more than ``most`` as soon as it is more, and its end.

    ``early`` is by how many codes sooner than it must the width grows.

    Raises:
        Refused: for codes that mean nothing.
    """
    lengths, width, before, size, known, wider = (
        _fresh(),
        FIRST,
        0,
        0,
        FIRST_CODE,
        _wider(FIRST, early),
    )
    held = bits = 0
    for place, byte in enumerate(raw):
        held, bits = held << 8 | byte, bits + 8
        if bits < width:
            continue
        bits -= width
        code, held = held >> bits, held & ((1 << bits) - 1)
        if code == END:
            return size, place + 1
        if code == CLEAR:
            width, before, known, wider = FIRST, 0, FIRST_CODE, _wider(FIRST, early)
            continue
        if before and known < MOST_CODES:
            lengths[known], known = before + 1, known + 1
        if code >= known or known >= MOST_CODES or (not before and code > CLEAR):
            raise Refused(Why.DAMAGED)
        before = lengths[code]
        size += before
        if size > most:
            break
        if known >= wider:
            width, wider = width + 1, _wider(width + 1, early)
    return size, len(raw)


def _fresh() -> list[int]:
    return [1] * MOST_CODES


def _wider(width: int, early: int) -> int:
    """Return from how many known codes on they are wider than ``width``, if ever."""
    return (1 << width) - early if width < WIDEST else MOST_CODES
