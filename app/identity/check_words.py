"""A person's check word: what the portal's letters to that person show, and forged ones cannot.

It is sealed for the party that the portal writes letters as; nobody belongs to it. Whoever has the
database and not the installation's key reads none.
"""

import secrets
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select
from sqlmodel import Session

from app.access.viewer import Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.db import Database, table
from app.core.errors import SignInNeeded
from app.core.i18n import N_, SOURCE_LANGUAGE, gettext, use_language
from app.core.reading import Reading
from app.core.seal import CannotOpen, Place, Seal
from app.identity.models import CheckWord, Person
from app.mail.models import Letter
from app.sealing import wrapping
from app.sealing.keys import Keys, record_key

LETTERS = "check-words"
MOST = 40
LEAST = 4
CONSONANTS, VOWELS = "bdfgklmnprstvz", "aeiou"
SHOWN = N_("Your check word: %(words)s. A letter that does not show it is not ours.")
NONE = N_(
    "You have no check word yet. With one you tell our letters from forged ones: sign in by your"
    " own bookmark and choose it under “Your account”."
)

word = table(CheckWord)
person = table(Person)
_KEPT = Reading(
    select(word.c.words, record_key.c.wrapped)
    .join_from(word, record_key, record_key.c.record == word.c.person_id)
    .where(word.c.person_id == bindparam("id"), record_key.c.party == LETTERS)
)
_LANGUAGE = Reading(select(person.c.language).where(person.c.id == bindparam("id")))


def offered() -> str:
    """Return two made-up words that nobody else is offered, for whoever has no own idea."""
    return " ".join(
        "".join(secrets.choice(CONSONANTS) + secrets.choice(VOWELS) for _ in range(3))
        for _ in range(2)
    )


def of(conn: Connection, seal: Seal, person_id: str) -> str:
    """Return the check word of a person, nothing where there is none."""
    row = _KEPT.first(conn, {"id": person_id})
    if row is None:
        return ""
    opened = Keys(conn, seal, (LETTERS,)).of(person_id, bytes(row.wrapped))
    return opened.words(row.words, _place(person_id))


def keep(db: Session, viewer: Viewer, seal: Seal, words: str) -> None:
    """Seal the viewer's check word in the place of the one before; the same word is no news.

    Raises:
        SignInNeeded: when the viewer was taken out meanwhile.
    """
    person_id = viewer.person_id or ""
    if db.get(Person, person_id, with_for_update=True) is None:
        raise SignInNeeded
    if of(db.connection(), seal, person_id) == words:
        return
    forget(db, person_id)
    sealed = wrapping.begin(db, seal, person_id, {LETTERS}).seal(words, _place(person_id))
    changed: datetime = clock.now()
    db.add(CheckWord(person_id=person_id, words=sealed, changed_at=changed))
    db.flush()
    record(db, Event.CHECK_WORD_CHOSEN, viewer=viewer, subject=person_id)


def remove(db: Session, viewer: Viewer) -> None:
    """Let the viewer have no check word any more."""
    forget(db, viewer.person_id or "")
    record(db, Event.CHECK_WORD_REMOVED, viewer=viewer, subject=viewer.person_id)


def forget(db: Session, person_id: str) -> None:
    """Delete a person's check word, and the key that opened it."""
    db.execute(delete(word).where(word.c.person_id == person_id))
    wrapping.forget(db, [person_id])


def line(conn: Connection, seal: Seal, person_id: str) -> str:
    """Return the last line of a letter to a person, in that person's language."""
    words = of(conn, seal, person_id)
    row = _LANGUAGE.first(conn, {"id": person_id})
    with use_language((row and row.language) or SOURCE_LANGUAGE):
        return gettext(SHOWN, words=words) if words else gettext(NONE)


def last_line(seal: Seal, db: Database, found: Letter) -> str:
    """Return how a letter ends; nothing for one to somebody outside.

    A key that is lost does not keep all letters back.
    """
    if found.person_id is None or found.address:
        return ""
    with db.read() as conn:
        try:
            return line(conn, seal, found.person_id)
        except CannotOpen:
            return ""


def _place(person_id: str) -> Place:
    return Place(str(CheckWord.__tablename__), "words", person_id)
