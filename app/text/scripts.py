"""What the room knows about scripts: characters that stand alone, and marks inside words."""

import re

CJK = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u302f\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
# Signs that Python's \w leaves out although they stand inside words.
INSIDE = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0711\u0730-\u074a\u07a6-\u07b0\u0900-\u0963\u0980-\u0df3\u0e31-\u0e3a\u0e47-\u0e4e"
    "\u0eb1-\u0ebc\u0ec8-\u0ece\u0f18-\u0f39\u0f71-\u0fbc\u102b-\u103e\u1056-\u1059\u135d-\u135f"
    "\u17b4-\u17d3\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u200c\u200d\u00ad"
)
_CJK = re.compile(f"[{CJK}]")


def is_cjk(char: str) -> bool:
    """Tell whether ``char`` is written without spaces around words (Chinese, Japanese)."""
    return _CJK.match(char) is not None
