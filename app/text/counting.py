"""How long a text is, in words: Chinese and Japanese, which have no spaces, are counted by sign."""

import re

from app.text.scripts import CJK
from app.text.tokens import count_words

SIGNS_PER_WORD = 1.6
"""So many Chinese characters say about what one English word does."""
_SIGN = re.compile(f"[{CJK}]")


def words_in(text: str) -> int:
    """Return about how many words ``text`` has, whatever its script."""
    signs = len(_SIGN.findall(text))
    return count_words(text) - signs + round(signs / SIGNS_PER_WORD)
