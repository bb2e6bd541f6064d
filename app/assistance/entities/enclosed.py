"""What a letter to a UN entity says of a request: made anew each time, and kept nowhere.

Of a sealed request these are the words of its card, and nothing else.
"""

from collections.abc import Sequence

from app.assistance.blind import queries
from app.assistance.blind.showing import shown
from app.assistance.facts import facts_of
from app.assistance.queries import Asked
from app.core.i18n import gettext, use_language
from app.web.ask import Ask

Facts = Sequence[tuple[str, str | Sequence[str]]]


def enclosed(ask: Ask, asked: Asked, language: str) -> Facts:
    """Return what the entity reads of a request, in the language of the letter."""
    with use_language(language):
        return _card(ask, asked) if asked.card_audience else _named(asked)


def _card(ask: Ask, asked: Asked) -> Facts:
    out = queries.listed(ask.conn, ask.viewer, asked.matter.id)
    if out is None:
        return []
    card = shown(out)
    return [(gettext("What is asked"), card.heading), *card.facts]


def _named(asked: Asked) -> Facts:
    said = [
        (gettext("Asked by"), gettext(asked.owner_name)),
        (gettext("What is asked"), asked.title),
        (gettext("What the office wants to be able to do"), asked.outcome),
        *facts_of(asked),
    ]
    return [(label, value) for label, value in said if value]
