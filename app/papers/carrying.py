"""A change made to a text as Word showed it, carried over to the text as it is written here.

Word shows a link to a chapter as its words, and knows no names of notes. What nobody touched stays
as it is written; what was touched reads as it came.
"""

import re
from collections.abc import Mapping, Sequence
from functools import partial

from app.text.markdown import to_text
from app.text.polish import Hunk
from app.text.tokens import Cut, cut
from app.text.worddiff import hunks

_LINK = re.compile(r"\[([^\[\]]+)\]\(([^()\s]+)\)")


def relinked(shown: str, came: str) -> str:
    """Return ``came`` with the links of ``shown`` that a word processor lost or wrote otherwise.

    They are put where their words still stand; that a link was taken away alone is not seen.
    """
    known = {_bare(found[2]): found[2] for found in _LINK.finditer(shown)}
    came = _LINK.sub(partial(_as_known, known), came)
    if _unlinked(came) == _unlinked(shown) and _targets(came) <= _targets(shown):
        return shown
    for found in _LINK.finditer(shown):
        if f"]({found[2]})" not in came:
            before = len(_places(found[1], shown[: found.start()]))
            came = _put(found[0], _places(found[1], came), before, came)
    return came


def _bare(target: str) -> str:
    return target.rstrip("/")


def _as_known(known: Mapping[str, str], found: re.Match[str]) -> str:
    return f"[{found[1]}]({known.get(_bare(found[2]), found[2])})"


def _unlinked(text: str) -> str:
    return _LINK.sub(r"\1", text)


def _targets(text: str) -> set[str]:
    return {found[2] for found in _LINK.finditer(text)}


def _places(words: str, text: str) -> list[tuple[int, int]]:
    """Return where words stand that are not part of longer ones."""
    whole = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
    return [found.span() for found in whole.finditer(text)]


def _put(link: str, places: Sequence[tuple[int, int]], before: int, text: str) -> str:
    """Return a text with a link at one of some places, unless it stands in another link there."""
    if not places:
        return text
    start, stop = places[min(before, len(places) - 1)]
    inside = text[max(0, start - 1) : start] == "[" or text[stop : stop + 1] == "]"
    return text if inside else text[:start] + link + text[stop:]


def carried(written: str, shown: str, came: str) -> str:
    """Return ``written`` with what changed between ``shown`` and ``came``."""
    if came == shown:
        return written
    if written == shown:
        return came
    found = _merged(cut(shown), cut(written), cut(came))
    return found if _says(found) == _says(came) else came


def both(written: str, shown: str, came: str) -> str | None:
    """Return ``shown`` with what ``written`` and ``came`` changed; None where they meet."""
    base, mine, theirs = cut(shown), cut(written), cut(came)
    own, other = _hunks(base, mine), _hunks(base, theirs)
    if any(_meet(one, another) for one in own for another in other):
        return None
    return _merged(base, mine, theirs)


def _says(text: str) -> str:
    return " ".join(to_text(text).split())


def _merged(shown: Sequence[Cut], written: Sequence[Cut], came: Sequence[Cut]) -> str:
    """Return the shown text with both changes; where they meet, what came counts."""
    theirs = _hunks(shown, came)
    own = [one for one in _hunks(shown, written) if not any(_meet(one, other) for other in theirs)]
    edits = [(one, came) for one in theirs] + [(one, written) for one in own]
    found: list[Cut] = []
    at = 0
    for one, side in sorted(edits, key=lambda edit: edit[0].i1):
        found += shown[at : one.i1]
        found += side[one.j1 : one.j2]
        at = one.i2
    return "".join(space + core for space, core in (*found, *shown[at:]))


def _meet(one: Hunk, other: Hunk) -> bool:
    """Tell whether two changes touch."""
    return one.i1 <= other.i2 and other.i1 <= one.i2


def _hunks(old: Sequence[Cut], new: Sequence[Cut]) -> Sequence[Hunk]:
    return hunks(old, new, old, new)
