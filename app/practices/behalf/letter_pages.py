"""The letter by which an office asked for an entry: its page, and each file of it."""

from typing import ClassVar

from app.access.policy import P
from app.audit.events import Event
from app.core.errors import NotFound
from app.core.i18n import N_
from app.directory.office_showing import in_full
from app.directory.still_acting import hold_written
from app.files.letter_pages import Entry, Lettered, LetterPage, keep_letter
from app.items import queries as items
from app.items.models import Kind
from app.items.queries import Matter
from app.practices import queries
from app.practices.behalf import queries as behalf
from app.practices.behalf.papers import LETTERS
from app.practices.rules import Stage
from app.web.ask import Ask
from app.web.guard import Room

room = Room("practices.letters")


class PracticeLetterPage(LetterPage):
    """The letter of an office while its practice is entered, and the form for more of it."""

    here: ClassVar[str] = "practices"


def _matter(ask: Ask, item_id: str) -> Matter:
    return items.get(ask.conn, ask.viewer, Kind.PRACTICE, item_id)


def _entry(ask: Ask, item_id: str) -> Entry:
    asked = behalf.asked(ask.conn, item_id)
    entry = queries.entry(ask.conn, ask.viewer, item_id)
    if asked is None or entry is None:
        raise NotFound
    office = in_full(asked.seat.kind, asked.seat.member_name)
    return Entry(entry.title, entry.language, office)


keep_letter(
    room,
    Lettered(
        letters=LETTERS,
        read=P.PRACTICE_LETTER,
        viewed=Event.PRACTICE_LETTER_VIEWED,
        enter=P.PRACTICE_ENTER,
        edit=P.PRACTICE_EDIT,
        find=_matter,
        entry=_entry,
        hold=lambda db, viewer, matter: hold_written(
            db, viewer, P.PRACTICE_EDIT, matter, {Stage.ON_BEHALF}
        ),
        page=PracticeLetterPage,
        name=N_("Practices"),
        address="/practices",
        onward="edit/how",
        without=N_("Without it the entry is not published."),
        until=N_(
            "Before you publish you can remove a file. What the entry was published on stays with"
            " it, and each reading is recorded."
        ),
    ),
)
