"""The letter by which an office asked for a request: its page, and each file of it."""

from typing import ClassVar

from app.access.policy import P
from app.assistance.attached import asked_of
from app.assistance.behalf.queries import LETTERS, behalf_of
from app.assistance.pages import found
from app.assistance.rules import Stage
from app.audit.events import Event
from app.core.errors import NotFound
from app.core.i18n import N_
from app.directory.office_showing import in_full
from app.directory.still_acting import hold_written
from app.files.letter_pages import Entry, Lettered, LetterPage, keep_letter
from app.web.ask import Ask
from app.web.guard import Room

room = Room("assistance.letters")


class RequestLetterPage(LetterPage):
    """The letter of an office while its request is entered, and the form for more of it."""

    here: ClassVar[str] = "assistance"


def _entry(ask: Ask, item_id: str) -> Entry:
    asked, entered = asked_of(ask, item_id), behalf_of(ask.conn, item_id)
    if entered is None:
        raise NotFound
    office = in_full(entered.seat.kind, entered.seat.member_name)
    return Entry(asked.title, asked.matter.language, office)


keep_letter(
    room,
    Lettered(
        letters=LETTERS,
        read=P.REQUEST_LETTER,
        viewed=Event.REQUEST_LETTER_VIEWED,
        enter=P.REQUEST_ENTER,
        edit=P.REQUEST_EDIT,
        find=found,
        entry=_entry,
        hold=lambda db, viewer, matter: hold_written(
            db, viewer, P.REQUEST_EDIT, matter, {Stage.ON_BEHALF}
        ),
        page=RequestLetterPage,
        name=N_("Assistance"),
        address="/assistance",
        onward="what",
        without=N_("Without it the entry is not handed to its office."),
        until=N_(
            "Before you hand the entry over you can remove a file. What the office is asked about"
            " stays with it, and each reading is recorded."
        ),
    ),
)
