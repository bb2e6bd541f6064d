"""Which published practices fit each chosen facet, and how many fit each word beside the filters.

The words of a facet fit a practice whoever asks, but for "adapted by others": whoever does not see
an adaptation must not learn of it by a count. Its bits are worked out for each viewer.
"""

from collections.abc import Iterable, Mapping, Sequence

from app.practices import facets
from app.practices.bits import Plane

Seen = tuple[int, int]
"""What the viewer may see of what was asked for: as it is listed, and with what is retired."""
Counts = Mapping[str, Mapping[str, int]]


def fits(plane: Plane, adapted: int, values: Mapping[str, Sequence[str]]) -> Mapping[str, int]:
    """Return by facet which things fit what is chosen of it."""
    return {
        code: adapted if code == facets.ADAPTED else plane.any_of(code, words)
        for code, words in values.items()
    }


def within(bits: int, more: Iterable[int]) -> int:
    """Return what of ``bits`` lies in all of ``more``."""
    for other in more:
        bits &= other
    return bits


def counts(plane: Plane, visible: Seen, adapted: int, fitting: Mapping[str, int]) -> Counts:
    """Count each facet's words among what is visible and fits the other facets.

    What is no longer used is counted although it is not listed, so that it can be asked for.
    """
    listed, everything = visible
    found = {}
    for code in facets.CODES:
        bits = within(
            everything if code == facets.LIFE else listed,
            (own for other, own in fitting.items() if other != code),
        )
        found[code] = _counted(plane, code, bits, adapted)
    return found


def _counted(plane: Plane, code: str, bits: int, adapted: int) -> Mapping[str, int]:
    if code == facets.LIFE:
        retired = (bits & plane.any_of(code, (facets.RETIRED,))).bit_count()
        return {facets.RETIRED: retired} if retired else {}
    if code != facets.ADAPTED:
        return plane.counts(bits, code)
    number = (bits & adapted).bit_count()
    return {facets.YES: number} if number else {}
