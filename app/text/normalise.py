"""Makes words comparable for search, the same for both databases and for all languages.

Compatibility forms, case, accents, Arabic spellings and ё are folded; Chinese and Japanese
become overlapping pairs of characters, because they have no spaces to cut at.
"""

import re
import unicodedata

from app.text.scripts import CJK

_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u200b-\u200f\u00ad\u2060\ufeff]"
)
_FOLDS = str.maketrans(
    {
        **dict.fromkeys("آأإٱ", "ا"),
        **dict.fromkeys("ىی", "ي"),
        "ة": "ه",
        "ک": "ك",
        "ё": "е",
        "đ": "d",
        "ø": "o",
        "ł": "l",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "_": " ",
        "'": " ",
        "’": " ",
        **{chr(zero + n): str(n) for zero in (0x660, 0x6F0) for n in range(10)},
    }
)
_RUN = re.compile(rf"(?P<cjk>[{CJK}]+)|(?:(?![{CJK}])\w)+")


def normalise(text: str) -> str:
    """Return the search words of ``text``, one space between them.

    The last character of a Chinese run also stands alone, so that each character can be found.
    """
    return " ".join(word for run in runs(text) for word in _indexed(*run))


def runs(text: str) -> list[tuple[str, bool]]:
    """Return the folded words of ``text``, each with whether it is Chinese or Japanese."""
    return [(run[0], run["cjk"] is not None) for run in _RUN.finditer(fold(text))]


def fold(text: str) -> str:
    """Return ``text`` with case, accents and spellings folded, its signs still in place."""
    opened = unicodedata.normalize("NFKD", text.translate(_FOLDS).casefold())
    kept = opened.replace("и\u0306", "й").translate(_FOLDS)
    return unicodedata.normalize("NFC", _MARKS.sub("", kept))


def pairs(run: str) -> tuple[str, ...]:
    """Return the overlapping pairs of a Chinese run; a single character stays itself."""
    return tuple(run[n : n + 2] for n in range(max(1, len(run) - 1)))


def _indexed(run: str, is_cjk: bool) -> tuple[str, ...]:  # noqa: FBT001 - a pair from runs()
    if not is_cjk:
        return (run,)
    return pairs(run) if len(run) == 1 else (*pairs(run), run[-1])
