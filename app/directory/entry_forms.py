"""What a holder may fill in about the own person."""

import re
from collections.abc import Collection

from app.core.i18n import N_
from app.directory.entry import FIELDS, Entry
from app.directory.office_forms import MAILBOX, NOT_AN_ADDRESS
from app.vocabulary import themes
from app.vocabulary.languages import LANGUAGES
from app.web.forms import Form, Reader, Sent

TELEPHONE = re.compile(r"\+?[0-9][0-9 ()/.\-]{4,38}")
NOT_A_NUMBER = N_("Write the number with its country code, such as +233 30 000 0000.")
MOST_EXPERTISE = 6
TOO_MANY = N_("Choose at most six: what a colleague should ask you about first.")


def entry(sent: Sent, zones: Collection[str]) -> tuple[Entry | None, Form]:
    """Return the entry as typed, None while something is wrong, and the form."""
    reader = Reader(sent)
    position = reader.line("position", most=200)
    email = reader.line("email", most=254)
    if email and not MAILBOX.fullmatch(email):
        reader.wrong("email", NOT_AN_ADDRESS)
    telephone = reader.line("telephone", most=40)
    if telephone and not TELEPHONE.fullmatch(telephone):
        reader.wrong("telephone", NOT_A_NUMBER)
    languages = reader.choices("languages", LANGUAGES.codes())
    expertise = reader.choices("expertise", themes.codes())
    if len(expertise) > MOST_EXPERTISE:
        reader.wrong("expertise", TOO_MANY)
    time_zone = reader.choice("time_zone", zones)
    shown = frozenset(reader.choices("shown", FIELDS))
    if not reader.form.good:
        return None, reader.form
    said = Entry(position, email, telephone, languages, expertise, time_zone, shown)
    return said, reader.form


def filled(said: Entry) -> Form:
    """Return the form of an entry as it is kept."""
    return Form(
        {
            "position": said.position,
            "email": said.email,
            "telephone": said.telephone,
            "languages": list(said.languages),
            "expertise": list(said.expertise),
            "time_zone": said.time_zone,
            "shown": [name for name in FIELDS if name in said.shown],
        }
    )
