"""The words of a comment as HTML: Markdown, with those whom it mentions set off."""

import re
from collections.abc import Collection

from markupsafe import escape

from app.text.markdown import to_html

SIGN = "@"
BEGINS = r"(?<![A-Za-z0-9_@./`])"
"""Where a name begins: not within an address."""
ENDS = r"(?![^\W\u2e80-\uffff])"
"""Where a name ends: no letter follows, but in a script that writes without spaces."""


def html_of(body: str, mentioned: Collection[str] = ()) -> str:
    """Return ``body`` as safe HTML; what stands behind an ``@`` and is ``mentioned`` stands out."""
    html = str(to_html(body, profile="comment"))
    if not mentioned:
        return html
    longest = sorted({str(escape(SIGN + one)) for one in mentioned}, key=len, reverse=True)
    either = "|".join(map(re.escape, longest))
    named = re.compile(rf"(<[^>]*>)|{BEGINS}({either}){ENDS}", re.IGNORECASE)
    return named.sub(lambda m: m[1] or f"<strong>{m[2]}</strong>", html)
