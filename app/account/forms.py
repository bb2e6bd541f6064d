"""The form of the account page."""

from app.core import i18n
from app.core.i18n import N_
from app.web.forms import Form, Reader, Sent

BROWSER = "browser"
"""The choice of no language: the browser's is used."""


def language(sent: Sent) -> tuple[str, Form]:
    """Return the language chosen, empty for the browser's, and the form as sent."""
    reader = Reader(sent)
    chosen = reader.choice(
        "language", (BROWSER, *i18n.languages()), missing=N_("Choose a language.")
    )
    return "" if chosen == BROWSER else chosen, reader.form
