"""Which signs the fonts of the press can draw, and words made such that each of theirs can be."""

import struct
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
FAMILIES = ("NotoSans", "NotoSansArabic", "NotoSansSC")
UNKNOWN = "\N{REPLACEMENT CHARACTER}"
"""Stands where a sign has no shape."""
LONGEST = 60
MOST_MARKS = 8
"""So many marks upon one letter are drawn: what shapes them takes the square of the time."""
"""So many signs without a space stay together; what is longer may be parted anywhere."""
PARTED = "\N{ZERO WIDTH SPACE}"
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs that turn the order of others: on paper stands what was written."""
_SPACES = frozenset({"Zs", "Zl", "Zp"})
_MARKS = frozenset({"Mn", "Mc", "Me"})
"""What is drawn upon the sign before it, and so by the same font."""
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_SHORT, _SEGMENTED = 4, 12
"""The formats of a font's table of signs that are read."""

Shapes = Mapping[int, int]
"""The number of a sign to the families that can draw it, a bit each."""


def shapes() -> Shapes:
    """Return what the fonts can draw, read from the fonts themselves."""
    found: dict[int, int] = {}
    for place, family in enumerate(FAMILIES):
        for first, last in _runs((FONTS / f"{family}-Regular.ttf").read_bytes()):
            for number in range(first, last + 1):
                found[number] = found.get(number, 0) | 1 << place
    return found


def _runs(font: bytes) -> Iterable[tuple[int, int]]:
    """Return the first and last number of each run of signs in a font of ours."""
    tables = struct.unpack_from(">H", font, 4)[0]
    entries = (struct.unpack_from(">4sLLL", font, 12 + 16 * n) for n in range(tables))
    start = next(offset for tag, _, offset, _ in entries if tag == b"cmap")
    count = struct.unpack_from(">H", font, start + 2)[0]
    places = [start + struct.unpack_from(">L", font, start + 8 + 8 * n)[0] for n in range(count)]
    by_format = {struct.unpack_from(">H", font, at)[0]: at for at in places}
    if _SEGMENTED in by_format:
        return _groups(font, by_format[_SEGMENTED])
    return _segments(font, by_format[_SHORT])


def _groups(font: bytes, at: int) -> Iterable[tuple[int, int]]:
    for group in range(struct.unpack_from(">L", font, at + 12)[0]):
        first, last, _ = struct.unpack_from(">LLL", font, at + 16 + 12 * group)
        yield first, last


def _segments(font: bytes, at: int) -> Iterable[tuple[int, int]]:
    twice = struct.unpack_from(">H", font, at + 6)[0]
    for place in range(at + 14, at + 14 + twice, 2):
        last, first, delta, indirect = (
            struct.unpack_from(">H", font, place + part)[0]
            for part in (0, twice + 2, 2 * twice + 2, 3 * twice + 2)
        )
        here = place + 3 * twice + 2 + indirect
        for number in range(first, last + 1):
            glyph = number + delta
            if indirect:
                glyph = struct.unpack_from(">H", font, here + 2 * (number - first))[0]
            if glyph & 0xFFFF:
                yield number, number


def drawable(text: str, known: Shapes, missing: set[str]) -> str:
    """Return ``text`` with nothing that cannot be drawn; add what could not to ``missing``."""
    kept: list[str] = []
    base, together, marks = 0, 0, 0
    for sign in text:
        marks = marks + 1 if unicodedata.category(sign) in _MARKS else 0
        if marks > MOST_MARKS:
            missing.add(sign)
            continue
        shown, base = _shown(sign, known, base, missing)
        together = 0 if not shown or shown.isspace() else together + 1
        if together > LONGEST:
            kept.append(PARTED)
            together = 0
        kept.append(shown)
    return "".join(kept)


def _shown(sign: str, known: Shapes, base: int, missing: set[str]) -> tuple[str, int]:
    """Return what is drawn for a sign, and the families that can draw what comes upon it."""
    kind = unicodedata.category(sign)
    if kind in _SPACES or sign == "\t":
        return " ", 0
    families = known.get(ord(sign), 0) & (base if kind in _MARKS else -1)
    if kind == "Cc" or sign in _TURNING or (kind == "Cf" and not families):
        return "", base
    if families:
        return sign, families
    missing.add(sign)
    return ("", base) if kind in _MARKS else (UNKNOWN, known[ord(UNKNOWN)])


def from_the_right(text: str) -> bool:
    """Whether the first letter of ``text`` belongs to a script that is written from the right."""
    for sign in text:
        kind = unicodedata.bidirectional(sign)
        if kind in _RIGHT_TO_LEFT or kind == "L":
            return kind in _RIGHT_TO_LEFT
    return False


def number_of(sign: str) -> str:
    """Return the number by which a sign is known: U+1F600."""
    return f"U+{ord(sign):04X}"
