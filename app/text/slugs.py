"""The part of an address that a title becomes: readable, in plain letters, never empty."""

import hashlib
import re
import unicodedata

_REST = re.compile(r"[^a-z0-9]+")
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"}
)
_HASH_LENGTH = 8


def slug(text: str, *, most: int = 60) -> str:
    """Return ``text`` in small ASCII letters, digits and hyphens, at most ``most`` signs long.

    Accents are dropped. A text without Latin letters becomes ``t-`` and a part of its hash, so
    that the same title always has the same address.
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    ascii_only = plain.encode("ascii", "ignore").decode("ascii")
    found = _REST.sub("-", ascii_only.replace("'", "")).strip("-")
    if not found:
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        return f"t-{digest[:_HASH_LENGTH]}"
    return _shortened(found, most)


def _shortened(found: str, most: int) -> str:
    """Cut at the end of a word where there is one."""
    if len(found) <= most:
        return found
    head, cut, _ = found[: most + 1].rpartition("-")
    return head if cut else found[:most]
