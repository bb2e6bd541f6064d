"""The letter by which an office asked for a whole table: examined once, attached to each entry."""

from app.core.i18n import N_, gettext
from app.files.examining import Patience
from app.files.letters import KINDS
from app.files.readying import Ready, make_several, note_virus
from app.files.rules import SENTENCES
from app.files.serving import store_of
from app.files.verdict import Refused, Why
from app.web.ask import Ask

NO_LETTER = N_("Choose the letter of the office: it is attached to each entry.")
TOO_HEAVY = N_("The letter is too large for so many rows. Send a smaller file, or fewer rows.")
MOST_OF_ALL = 200_000_000
"""Bytes that the letter may take once it lies with each entry."""


def letters_of(ask: Ask, number: int) -> tuple[list[Ready], str]:
    """Return the letter, examined once and stored for each entry, or why it is not taken."""
    sent = next((one for one in ask.uploads if one.field == "letter"), None)
    if sent is None or not sent.content:
        return [], gettext(NO_LETTER)
    if len(sent.content) * number > MOST_OF_ALL:
        return [], gettext(TOO_HEAVY)
    settings = ask.portal.settings
    store, patience = store_of(settings), Patience.new(settings.files_scanner, 0)
    try:
        return make_several(store, sent.name, sent.content, patience, KINDS, number), ""
    except Refused as why:
        if why.why is Why.VIRUS:
            note_virus(ask, len(sent.content))
        return [], gettext(SENTENCES[why.why])
