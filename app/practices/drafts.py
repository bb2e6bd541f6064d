"""A practice that is being written, at one step of the journey, and who will read it."""

from dataclasses import dataclass

from sqlalchemy import Connection

from app.access.audience import Audience
from app.directory.audiences import Names
from app.directory.reach import Preview, preview
from app.directory.reader_form import Choosable
from app.items.queries import Matter
from app.practices import readers
from app.practices.entry import Entry

COUNTED = ("readers", "check")
"""Where it is said how many people will read it: where they are chosen, and before submitting."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A practice that is being written, at one step; ``given`` are the readers to choose from."""

    matter: Matter
    entry: Entry
    step: str
    given: Choosable | None

    @property
    def names(self) -> Names:
        """What its readers are called, chosen already or to be chosen."""
        called = self.entry.called
        if self.given is None:
            return called
        offered = self.given.names
        return Names({**offered.members, **called.members}, {**offered.offices, **called.offices})

    def preview(self, conn: Connection, audience: Audience) -> Preview:
        """Return who will read it in plain words, and how many people that is today."""
        owners, names = self.entry.owners, self.names
        sentence = readers.sentence(audience, owners, names, known=True)
        if self.step not in COUNTED:
            return Preview(sentence)
        return preview(conn, audience, owners, names, sentence)
