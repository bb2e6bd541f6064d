"""One-line names and titles: nothing in them is invisible, turns the line round or hides text."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from app.core.errors import BadRequest
from app.core.i18n import N_

Reason = Literal["control", "direction", "invisible", "tag", "private", "marks"]
_SPACE = re.compile(r"[\s\u2800\u3164\uffa0\u115f\u1160]+")
_BINDING = "\u00a0\u202f"
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs that turn the order of others: what is read is then not what is written."""
_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINERS = "\u200c\u200d"
_JOINING_SCRIPTS = re.compile(
    "[\u0600-\u07ff\u0860-\u08ff\u0900-\u0dff\u0f00-\u0fff\u1000-\u109f\u1780-\u18af"
    "\ufb50-\ufdff\ufe70-\ufefc]"
)
_PICTURES = re.compile("[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]")
_VIRAMA = 9
_MOST_MARKS = 6
_TAGS = range(0xE0000, 0xE0080)
_NONCHARACTER_PLANE_END = 0xFFFE
_NONCHARACTERS = range(0xFDD0, 0xFDF0)


@dataclass(frozen=True, slots=True)
class Problem:
    """A character that may not stand in a name, and where."""

    reason: Reason
    place: int
    code: str


class UnsafeName(BadRequest):
    """A name or title holds characters that nobody can see or that change the line."""

    message = N_("This line has invisible characters (%(codes)s). Type it again without them.")


def turns_round(text: str) -> bool:
    """Whether ``text`` holds a hidden character that turns the direction of what follows."""
    return not _DIRECTION.isdisjoint(text)


def one_line(text: str) -> str:
    """Return ``text`` on one line, with single spaces; one that does not break stays such a one.

    French sets it before « : ; ? ! ».
    """
    return _SPACE.sub(_one_space, text).strip()


def _one_space(run: re.Match[str]) -> str:
    return next((space for space in run.group() if space in _BINDING), " ")


def clean_title(text: str) -> str:
    """Return ``text`` as ``clean_line`` does, with the spaces that do not break.

    Raises what ``clean_line`` raises.
    """
    line = unicodedata.normalize("NFC", one_line(text))
    clean_line(line)
    return line


def clean_line(text: str) -> str:
    """Return ``text`` in its composed form, on one line, with single spaces.

    Raises:
        UnsafeName: it holds characters that :func:`problems` names.
    """
    line = unicodedata.normalize("NFC", _SPACE.sub(" ", text).strip())
    found = problems(line)
    if found:
        raise UnsafeName(codes=", ".join(sorted({problem.code for problem in found})))
    return line


def problems(text: str) -> tuple[Problem, ...]:
    """Return what may not stand in a name, in order; nothing for a name that may be kept.

    Joiners are taken where scripts such as Persian and Hindi need them: inside a word of such a
    script, after the sign that takes a vowel away, and between two pictures.
    """
    found = [
        Problem(reason, place, f"U+{ord(char):04X}")
        for place, char in enumerate(text)
        if (reason := _reason(text, place, char)) is not None
    ]
    return tuple(found)


def _reason(text: str, place: int, char: str) -> Reason | None:
    if char.isascii():
        return None if char.isprintable() else "control"
    if char in _DIRECTION:
        return "direction"
    if char in _JOINERS:
        return None if _joins(text, place) else "invisible"
    if ord(char) in _TAGS:
        return "tag"
    if unicodedata.combining(char):
        return "marks" if _too_many(text, place) else None
    return _by_category(char)


def _by_category(char: str) -> Reason | None:
    code = ord(char)
    if code in _NONCHARACTERS or code & _NONCHARACTER_PLANE_END == _NONCHARACTER_PLANE_END:
        return "private"
    match unicodedata.category(char):
        case "Cc" | "Zl" | "Zp":
            return "control"
        case "Cf":
            return "invisible"
        case "Co" | "Cs":
            return "private"
    return "invisible" if char in "\u034f\u180e" else None


def _joins(text: str, place: int) -> bool:
    """Tell whether a joiner has work to do at this place."""
    before = text[place - 1] if place else ""
    after = text[place + 1 : place + 2]
    if before and unicodedata.combining(before) == _VIRAMA:
        return True
    if text[place] == _JOINERS[1] and _PICTURES.match(before) and _PICTURES.match(after):
        return True
    return bool(_JOINING_SCRIPTS.match(before) and _JOINING_SCRIPTS.match(after))


def _too_many(text: str, place: int) -> bool:
    """Tell whether a mark is one of a pile that no script needs."""
    pile = text[max(0, place - _MOST_MARKS) : place + 1]
    return len(pile) > _MOST_MARKS and all(map(unicodedata.combining, pile))


def turned_line(text: str) -> int:
    """Return the number of the first line with a sign that turns the order of others, or 0."""
    lines = enumerate(text.split("\n"), 1)
    return next((number for number, line in lines if not TURNING.isdisjoint(line)), 0)
