"""Names that are not what they look like: letters of two alphabets in a word, or of another one.

Only alphabets with letters that look the same are told apart. Which letters do is the part of
Unicode's list of confusables (UTS 39) that lies between Latin, Greek and Cyrillic.
"""

import unicodedata
from collections.abc import Iterable
from itertools import pairwise

from app.text.normalise import fold

ALPHABETS = frozenset(
    {"LATIN", "CYRILLIC", "GREEK", "COPTIC", "ARMENIAN", "GEORGIAN", "CHEROKEE", "LISU"}
)
"""The alphabets that have letters in common to the eye, as the names of letters begin."""
_LOOKS = str.maketrans(
    {
        **dict(zip("АВЕЗКМНОРСТУХІЈЅԌԚԜҺӀѴҮ", "ABE3KMHOPCTYXIJSGQWHIVY", strict=True)),
        **dict(zip("аеорсухіјѕԁԛԝһӏѵүкт", "aeopcyxijsdqwhlvykt", strict=True)),
        **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϏ", "ABEZHIKMNOPTYXCK", strict=True)),
        **dict(zip("αγικνορσυχϲϳ", "ayikvopouxcj", strict=True)),
        **dict(zip("ՕՍՏՑօսոհցղ", "OUSSouhhgh", strict=True)),
        "в": "b",
        "м": "m",
        "н": "h",
    }
)  # fmt: skip


def mixed_word(text: str) -> str | None:
    """Return the first word of ``text`` with letters of two such alphabets; None for none.

    What stands between signs or spaces is a word: "Иванов (Ivanov)" and "Bala-Бала" have two each.
    """
    return next((word for word in _words(text) if len(_alphabets(word)) > 1), None)


def looks_like(text: str, names: Iterable[str]) -> str | None:
    """Return the first of ``names`` that looks like ``text`` and has other letters."""
    looks, said = _looks(text), fold(text)
    if not looks.strip():
        return None
    return next((one for one in names if _looks(one) == looks and fold(one) != said), None)


def _looks(text: str) -> str:
    """Return a text as it looks, its letters those of one alphabet where they can be."""
    opened = unicodedata.normalize("NFKD", text).translate(_LOOKS)
    return fold(" ".join(opened.split()))


def _words(text: str) -> Iterable[str]:
    """Return the runs of letters, marks and digits, as they are read."""
    whole = unicodedata.normalize("NFKC", text)
    ends = [place for place, sign in enumerate(whole) if unicodedata.category(sign)[0] not in "LMN"]
    return (whole[one + 1 : other] for one, other in pairwise([-1, *ends, len(whole)]))


def _alphabets(word: str) -> set[str]:
    named = {unicodedata.name(sign, "").partition(" ")[0] for sign in word if sign.isalpha()}
    return named & ALPHABETS
