"""What a text may cost: its length and its intricacy are bounded before anything parses it.

The prices are microseconds per character of the kind, measured on the parser's worst inputs and
rounded up; a text whose estimate is over the budget is refused, so no input can hold a worker.
"""

import re
from itertools import accumulate

from app.core.errors import TooLarge
from app.core.i18n import N_

COMMENT_LENGTH = 20_000
DOCUMENT_LENGTH = 1_000_000
BUDGET = 30_000
BUDGET_PER_CHARACTER = 1.25
MAX_BRACKET_DEPTH = 24

_PRICES = {
    **dict.fromkeys("!#$%+-:=>@^{}", 2),
    **dict.fromkeys("\\]", 3),
    **dict.fromkeys("*_", 14),
    **dict.fromkeys("\n\r", 18),
    "~": 4,
    "`": 10,
    "<": 6,
    "|": 9,
    "&": 12,
    "[": 12,
}
_MARKERS = re.compile(r"(?:^|(?<=[\s>]))(?:[-+*>]|\d{1,9}[.)]|#{1,6})(?=[ \t\n]|$)", re.MULTILINE)
_MARKER_PRICE = 40
_ADDRESSES = re.compile(r"<[^\s<>]*[:@]")
_ADDRESS_PRICE = 100
_LINK_PRICE = 25
_NOTES = re.compile(r"\[\^[^\s\[\]]*\](:?)")
_NOTE_PRICES = {"": 15, ":": 80}
_CELL_PRICE = 20
_BRACKETS = re.compile(r"[\[\]]|\n\s*\n")
_TARGET_ENDS = re.compile(r"(?<!\\)[\x00-\x20\x7f]")
_TARGET_SIGNS = 8  # of a link's address are read in a microsecond
_STEP = {"[": 1, "]": -1}


class TextTooLong(TooLarge):
    """The text is longer than this place takes."""

    message = N_("This text has %(length)s characters; at most %(most)s fit here. Shorten it.")


class TextTooIntricate(TooLarge):
    """The text has more marks, nested parts or table cells than can be shown in good time."""

    message = N_("This text has too many nested marks or table cells. Split it into parts.")


def estimate(source: str) -> int:
    """Return about how many microseconds parsing and rendering ``source`` takes."""
    marks = sum(source.count(char) * price for char, price in _PRICES.items())
    words = _TARGET_ENDS.split(source) if "](" in source else ()
    targets = sum(word.count("](") * len(word) for word in words)
    markers = _MARKER_PRICE * len(_MARKERS.findall(source))
    links = _ADDRESS_PRICE * len(_ADDRESSES.findall(source)) + _LINK_PRICE * source.count("](")
    notes = sum(_NOTE_PRICES[colon] for colon in _NOTES.findall(source))
    cells = _CELL_PRICE * _filled_in(source)
    return len(source) // 10 + marks + markers + links + notes + cells + targets // _TARGET_SIGNS


def check(source: str, most: int = DOCUMENT_LENGTH) -> None:
    """Refuse ``source`` if it is too long or too intricate.

    Raises:
        TextTooLong: there are more than ``most`` characters.
        TextTooIntricate: parsing would take longer than a text of this length may.
    """
    if len(source) > most:
        raise TextTooLong(length=len(source), most=most)
    budget = BUDGET + BUDGET_PER_CHARACTER * len(source)
    if estimate(source) > budget or _bracket_depth(source) > MAX_BRACKET_DEPTH:
        raise TextTooIntricate


def _bracket_depth(source: str) -> int:
    """Return the deepest nesting of open square brackets inside one paragraph."""
    found = (match.group() for match in _BRACKETS.finditer(source))

    def step(depth: int, mark: str) -> int:
        return max(0, depth + _STEP[mark]) if mark in _STEP else 0

    return max(accumulate(found, step, initial=0))


def _filled_in(source: str) -> int:
    """Return an upper bound of the cells that a parser adds to the short rows of tables."""
    if "|" not in source:
        return 0
    parts = (part.split("\n") for part in re.split(r"\n\s*\n", source))
    return sum(
        max(line.count("|") for line in lines) * len(lines) - sum(line.count("|") for line in lines)
        for lines in parts
        if any(set(line) <= _RULE_CHARS and "-" in line for line in lines)
    )


_RULE_CHARS = frozenset(" \t>*+.)0123456789|:-")
