"""What a letter must not say: letters lie open on the way, and in other people's mailboxes."""

from collections.abc import Sequence

from app.assistance.outbox.rules import Kind
from app.assistance.queries import Asked
from app.core.i18n import N_, gettext
from app.text.normalise import normalise

SHORTEST = 12
"""Shorter words of a request are no secret by themselves."""
TELLS_WORDS = N_("Take out what the request says: it stands in the portal only. It says: %(words)s")
TELLS_WHO = N_("Take out who asks: letters to others do not say it.")
TO_OTHERS = frozenset({Kind.NUDGE, Kind.HELPER, Kind.THANKS, Kind.ENTITY})


def told(kind: Kind, words: str, asked: Asked) -> tuple[str, dict[str, str]] | None:
    """Return what is wrong with the words of a letter, as a msgid and its values; None if nothing.

    Looked for are sentences of the request and, in letters to others, the name of who asks.
    """
    said = normalise(words)
    for part in _sentences(asked):
        if normalise(part) in said:
            return TELLS_WORDS, {"words": part[:80]}
    names = {asked.owner_name, gettext(asked.owner_name)}
    if kind in TO_OTHERS and any(normalise(name) in said for name in names):
        return TELLS_WHO, {}
    return None


def _sentences(asked: Asked) -> Sequence[str]:
    """Return the sentences of a request that are long enough to tell something."""
    fields = (asked.title, asked.outcome, asked.for_whom, asked.contribution, asked.reason)
    parts = [part.strip() for text in fields for line in text.splitlines() for part in _cut(line)]
    return [part for part in parts if len(part) >= SHORTEST]


def _cut(line: str) -> Sequence[str]:
    return line.replace("! ", ". ").replace("? ", ". ").split(". ")
