"""A comment that begins from another one: an answer, or a quotation of it or of a part of it."""

from collections.abc import Sequence

from app.core import i18n
from app.core.i18n import gettext
from app.discussion.meaning import Stance
from app.discussion.one import one
from app.discussion.rules import POSTED
from app.discussion.tree import Said
from app.text.blocks import split
from app.web.ask import Ask
from app.web.forms import Form

MOST_ID = 12
MOST_NAMES = 40
QUOTED = 1_500
"""So much of a comment is quoted at most."""


def begun(ask: Ask, about: str) -> Form:
    """Return the form of a comment as its address asks for it: empty, or with what it begins from.

    ``answer`` is the id of a comment, ``quote`` that of one, with the number of a paragraph behind
    a point where only that is quoted.
    """
    asked = ask.request.query_params
    answer = asked.get("answer", "")[:MOST_ID]
    quote, _, part = asked.get("quote", "").partition(".")
    found = (
        one(ask.conn, ask.viewer, about, (quote or answer)[:MOST_ID]) if quote or answer else None
    )
    if found is None or found.stage != POSTED:
        return Form()
    words = quoted(found.body, part) if quote else ""
    return Form(
        {
            "comment": words,
            "answers": found.id,
            "language": i18n.language(),
            "stance": Stance.EXPERT,
        }
    )


def quoted(body: str, part: str = "") -> str:
    """Return a comment, or the paragraph of it with the number ``part``, as a quotation."""
    blocks = [one.source for one in split(body)]
    if part.isascii() and part.isdigit() and len(part) < 4 and int(part) < len(blocks):  # noqa: PLR2004 - digits
        body = blocks[int(part)]
    lines = body[:QUOTED].strip().splitlines()
    return "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"


def names(said: Sequence[Said], own: str) -> tuple[str, ...]:
    """Return the names of the members that take part, but of the own one, as they are mentioned."""
    there = {one.member: gettext(one.code_name) for one in said if one.member != own and one.html}
    return tuple(sorted(there.values())[:MOST_NAMES])
