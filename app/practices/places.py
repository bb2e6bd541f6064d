"""Which bits of a large number are set: those asked for alone are looked at, from either end."""

import re
from collections.abc import Iterator
from itertools import islice

FIRST = 1 << 10
LAST = 1 << 17
_SET = re.compile(rb"[^\0]")
_BITS = tuple(tuple(n for n in range(8) if byte >> n & 1) for byte in range(256))


def rising(bits: int, start: int = 0) -> Iterator[int]:
    """Give the places of the bits that are set from ``start`` on, the lowest first."""
    rest, size = bits >> start, FIRST
    while rest:
        row = (rest & (1 << size) - 1).to_bytes(size >> 3, "little")
        for found in _SET.finditer(row):
            byte = found.start()
            for bit in _BITS[row[byte]]:
                yield start + (byte << 3) + bit
        rest >>= size
        start += size
        size = min(size << 2, LAST)


def lowest(bits: int, start: int, most: int) -> list[int]:
    """Return the first places from ``start`` on that are set, at most so many."""
    return list(islice(rising(bits, start), most))


def highest(bits: int, end: int, most: int) -> list[int]:
    """Return the last places before ``end`` that are set, at most so many, rising."""
    size = FIRST
    while True:
        begin = max(0, end - size)
        found = [begin + place for place in rising(bits >> begin & (1 << end - begin) - 1)]
        if len(found) >= most or not begin:
            return found[-most:]
        size <<= 2
