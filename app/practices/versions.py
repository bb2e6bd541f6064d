"""The version of a practice that a form was made from."""

from app.core.errors import Conflict
from app.web.ask import Ask

FIELD = "version"


def version_sent(ask: Ask) -> int:
    """Return the version in the form.

    Raises:
        Conflict: when it is missing or no number, so that it cannot be the present one.
    """
    sent = ask.field(FIELD)
    if not (sent.isascii() and sent.isdigit()) or len(sent) > 9:  # noqa: PLR2004 - int columns
        raise Conflict
    return int(sent)
