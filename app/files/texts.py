"""Plain text: UTF-8 that shows all it says, and is no page, picture or programme in disguise."""

import re

from app.files.verdict import Refused, Why
from app.text.safe_names import turns_round

MARK = "\ufeff"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_HIDDEN = re.compile(
    "[\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f\ufff9-\ufffb\U000e0000-\U000e00ff]"
)
STRAY = re.compile(
    "(?<![0-9#*\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff])"
    "[\ufe0e\ufe0f]"
    "|(?<![\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\ufe00-\ufe0d\U000e0100-\U000e01ef]"
)
"""Signs that choose the look of the one before, where there is none that has looks."""
_MARKUP = re.compile(
    r"\s*(?:<[!?/a-z]|#!|@echo\b|from:|return-path:|received:|x5o!p%@ap)", re.IGNORECASE
)
"""How pages, scripts, letters and the test file of virus scanners begin."""


def cleaned(content: bytes) -> bytes:
    """Return a text without a byte order mark and with plain line ends.

    Raises:
        Refused: where it is no text, or not plain.
    """
    try:
        text = content.decode("utf-8").removeprefix(MARK)
    except UnicodeDecodeError:
        raise Refused(Why.UNKNOWN) from None
    if _CONTROL.search(text):
        raise Refused(Why.UNKNOWN)
    if turns_round(text) or _HIDDEN.search(text) or STRAY.search(text):
        raise Refused(Why.HIDDEN_SIGNS)
    if _MARKUP.match(text):
        raise Refused(Why.MARKUP)
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    if not kept.strip():
        raise Refused(Why.EMPTY)
    return kept.encode()
