"""Comments that stood under a practice before: where those who read them find them now."""

from collections.abc import Sequence

from app.discussion.finding import address_of
from app.discussion.surroundings import moved_away
from app.practices import queries
from app.web.ask import Ask


def links(ask: Ask, about: str) -> Sequence[tuple[str, str]]:
    """Return title and address of what was moved away from ``about``, as far as it is read."""
    found = moved_away(ask.conn, ask.viewer, about)
    named = queries.titles(ask.conn, ask.viewer, sorted({now for _, now in found}))
    return [
        (named[now][0], address_of(named[now][1], comment_id))
        for comment_id, now in found
        if now in named
    ]
