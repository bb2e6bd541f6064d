"""A text as search compares it, character by character: a place in one is the place in both."""

import unicodedata

from app.text.normalise import fold


class _Folds(dict[int, str]):
    """Each character's fold, worked out when first met."""

    def __missing__(self, code: int) -> str:
        """Return one character for one: the folded letter or digit, or a space for any sign."""
        folded = fold(chr(code))[:1]
        found = folded if folded.isalnum() else " "
        self[code] = found
        return found


_FOLDS = _Folds()


def plain(text: str) -> str:
    """Return ``text`` composed and without what no database takes: the form kept for snippets."""
    kept = text.replace("\x00", " ").encode("utf-8", "ignore").decode()
    return unicodedata.normalize("NFC", kept)


def folded(text: str) -> str:
    """Return ``text`` with every letter folded and every sign as a space, in the same places."""
    return text.translate(_FOLDS)
