"""Where sealed texts stand: of which record each is, and under which name its row was sealed."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    LargeBinary,
    String,
    cast,
    func,
    select,
    type_coerce,
)

from app.access.labels import office_label
from app.assistance.after.models import Aftermath, Note
from app.assistance.clearance.models import RequestRound
from app.assistance.models import Offer, Request
from app.assistance.talks.models import Word
from app.assistance.typed.models import RequestAside
from app.assistance.working.models import Task
from app.core.db import table
from app.core.seal import OLD, Place, SealedText
from app.directory.models import HandOver
from app.guests.models import Guest, GuestName
from app.identity.models import CheckWord
from app.items.models import Revision
from app.items.queries import item, readers
from app.moderation.models import Batch
from app.practices.unnamed.models import PracticeUnnamed
from app.seats.models import SeatApplication

request, offer = table(Request), table(Offer)
task, after, note = table(Task), table(Aftermath), table(Note)
word, sent_out = table(Word), table(RequestRound)
revision, hand_over, guest = table(Revision), table(HandOver), table(Guest)
guest_name = table(GuestName)
unnamed, aside = table(PracticeUnnamed), table(RequestAside)
application = table(SeatApplication)
check_word, batch = table(CheckWord), table(Batch)


@dataclass(frozen=True, slots=True)
class Texts:
    """The sealed texts of one column: ``record`` has the key, ``row`` is the name of the row."""

    column: Column[SealedText]
    record: Column[str]
    row: ColumnElement[str]

    @property
    def old(self) -> ColumnElement[bool]:
        """The condition that a text is sealed by the installation's key itself."""
        token = type_coerce(self.column, LargeBinary)
        return func.substr(token, 1, 1, type_=LargeBinary) == OLD

    def place(self, row: str) -> Place:
        """Return the place of the text in the row of that name."""
        return Place(self.column.table.name, self.column.name, row)


def _texts(columns: str, record: Column[str], row: ColumnElement[str]) -> Sequence[Texts]:
    return [Texts(record.table.c[name], record, row) for name in columns.split()]


_NUMBERED = revision.c.item_id + "/" + cast(revision.c.number, String)
EVERYWHERE: Sequence[Texts] = (
    *_texts(
        "title outcome basis for_whom contribution reason result_note",
        request.c.item_id,
        request.c.item_id,
    ),
    *_texts("message period terms", offer.c.item_id, offer.c.item_id),
    *_texts("what word", task.c.item_id, task.c.id),
    *_texts("text", word.c.item_id, word.c.id),
    *_texts("marking readers", sent_out.c.item_id, sent_out.c.item_id),
    *_texts("words year_words", after.c.id, after.c.id),
    *_texts("text", note.c.id, note.c.id),
    *_texts("words", guest.c.item_id, guest.c.id),
    *_texts("who why needs word", application.c.id, application.c.id),
    *_texts("known", guest_name.c.id, guest_name.c.id),
    *_texts("typed", aside.c.id, aside.c.id),
    *_texts("owner", unnamed.c.id, unnamed.c.id),
    *_texts("sealed_body", revision.c.item_id, _NUMBERED),
    *_texts("note", hand_over.c.id, hand_over.c.id),
    *_texts("words", check_word.c.person_id, check_word.c.person_id),
    *_texts("words", batch.c.id, batch.c.id),
)
"""Every column of confidential text; a test compares it with the marks of the tables."""


def parties_of(conn: Connection, record: str) -> frozenset[str]:
    """Return who may read a record: the labels of the item, or the office that was handed over."""
    office = conn.execute(
        select(hand_over.c.office_id).where(hand_over.c.id == record)
    ).scalar_one_or_none()
    return frozenset({office_label(office)}) if office else readers(conn, record)


def hold(conn: Connection, record: str) -> None:
    """Keep others from writing a record until the act ends; every act on an item begins so."""
    conn.execute(select(item.c.id).where(item.c.id == record).with_for_update())
