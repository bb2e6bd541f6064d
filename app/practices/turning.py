"""One order of the shelf made from another that is in memory: only what it is sorted by is read.

Which words fit a practice does not hang on the order, and is by far the most of what is read. Of a
million practices the words are ten to twenty million rows, the keys are one statement.
"""

from array import array
from collections.abc import Callable, Iterable
from datetime import date
from threading import RLock
from typing import Protocol

from app.practices.bits import Held, Key, Plane
from app.practices.places import rising


class Filled(Protocol):
    """An order in memory: its plane as of a change and a day, under a lock."""

    lock: RLock
    number: int | None
    day: date
    plane: Plane


def turned(
    others: Iterable[Filled], number: int, day: date, keys: Callable[[], Iterable[Key]]
) -> Plane | None:
    """Return the plane of ``keys`` with the words that one of ``others`` knows.

    None where none is as far as ``number`` on the same ``day``, or while it is being changed, or
    where it holds other things than those that are read now.
    """
    for other in others:
        held = _held(other, number, day)
        if held is not None:
            return _in_order(held, keys())
    return None


def _held(other: Filled, number: int, day: date) -> Held | None:
    """Copy what another order holds; its readers wait no longer than that takes."""
    if not other.lock.acquire(blocking=False):
        return None
    try:
        if other.number is None or other.number < number or other.day != day:
            return None
        return other.plane.held()
    finally:
        other.lock.release()


def _in_order(held: Held, keys: Iterable[Key]) -> Plane | None:
    """Return what is held in the order of ``keys``; the ids are the very ones, kept once."""
    place_of = {key[1]: place for place, key in enumerate(held.keys)}
    ordered = sorted(keys)
    before = array("I", (place_of[i] for _, i in ordered if i in place_of))
    if not len(before) == len(ordered) == len(held.keys):
        return None
    after = array("I", bytes(4 * len(before)))
    for place, old in enumerate(before):
        after[old] = place
        ordered[place] = (ordered[place][0], held.keys[old][1])
    size, at = len(before) // 8 + 1, after.__getitem__
    marks = {
        name: {word: _bits(size, map(at, rising(bits))) for word, bits in family.items()}
        for name, family in held.marks.items()
    }
    cells = {name: one.copied(before) for name, one in held.cells.items()}
    return Plane.of_held(Held(ordered, marks, cells))


def _bits(size: int, places: Iterable[int]) -> int:
    row = bytearray(size)
    for place in places:
        row[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(row, "little")
