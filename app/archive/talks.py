"""The talk about an offer in the file of an office: its decisions first, then all that was said."""

from collections.abc import Sequence

from app.archive.sight import Sight
from app.assistance.queries import Asked, Help
from app.assistance.talks.dated import moments
from app.assistance.talks.queries import Said, Written, all_words
from app.assistance.talks.rules import State
from app.assistance.working.rules import Side
from app.core.i18n import gettext
from app.web.components import moment_words


def texts_of(sight: Sight, asked: Asked, one: Help, talk: Said) -> Sequence[tuple[str, str]]:
    """Return what was decided and said, as far as the holder of the office reads it."""
    words = [word for word in all_words(sight.conn, sight.viewer, sight.seal, talk) if word.text]
    names = {
        Side.ASKER: gettext(asked.owner_name),
        Side.HELPER: gettext(one.member_name),
    }
    decided = [word for word in words if word.decided_at is not None]
    return [
        (gettext("Decisions of both sides"), _lines(decided, names)),
        (gettext("What both sides said"), _lines(words, names)),
    ]


def _lines(words: Sequence[Written], names: dict[Side, str]) -> str:
    return "\n\n".join(
        f"{names[Side(word.side)]}, {moment_words(word.at)}:\n{word.text}" for word in words
    )


def dates_of(sight: Sight, offer_id: str) -> Sequence[str]:
    """Return the dates that both sides agreed on and that are to come."""
    found = moments(sight.conn, sight.viewer, offer_id)
    return [moment_words(one.starts_at) for one in found if one.state == State.TAKEN]
