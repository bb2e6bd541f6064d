"""The pages of a letter by which an office asked for an entry; each room tells what differs."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.access.viewer import Viewer
from app.audit.actions import Plain, record
from app.audit.events import Event
from app.core.i18n import gettext
from app.files import keeping, serving
from app.files.attaching import FilesPage, Place
from app.files.letters import KINDS, MOST, TOO_MANY, Letters, Papers
from app.items.queries import Matter
from app.web.ask import Ask
from app.web.guard import Room


@dataclass(frozen=True, kw_only=True)
class LetterPage(FilesPage):
    """The letter of an office while its entry is written, and the form for more of it.

    Files of a letter are attached for the Secretariat, so any of it takes them off.
    """

    template: ClassVar[str] = "files/letter.html"

    office: str
    room: tuple[str, str]
    onward: str
    without: str
    until: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What the Secretariat writes for an office, which is named in words."""

    title: str
    language: str
    office: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lettered:
    """What a room tells of the letters for its entries.

    ``read`` is the permission to read a file, noted as ``viewed``; ``enter`` that to write entries,
    ``edit`` that to change this one. ``find`` finds an item for its readers; ``entry`` what stands
    on the page of one that was asked for by a letter, or raises; ``hold`` keeps it, asked again,
    until an act is done. Items lie at ``address``, called ``name``; ``onward`` is where one goes on
    writing. ``without`` says what a missing letter stops, ``until`` how long a file comes off.
    """

    letters: Letters
    read: P
    viewed: Event
    enter: P
    edit: P
    find: Callable[[Ask, str], Matter]
    entry: Callable[[Ask, str], Entry]
    hold: Callable[[Session, Viewer, Matter], None]
    page: type[LetterPage]
    name: str
    address: str
    onward: str
    without: str
    until: str

    def place(self, ask: Ask, item_id: str) -> Place:
        """Return an entry that the Secretariat still writes as a place for the letter.

        Raises:
            NotFound: when there is none for this viewer.
            Forbidden: when it is handed over already, or for its office.
        """
        matter = self.find(ask, item_id)
        ask.ensure(self.enter, matter)
        ask.ensure(self.edit, matter)
        entry, seal = self.entry(ask, item_id), ask.portal.seal
        back = f"{self.address}/{item_id}"

        def hold(db: Session, viewer: Viewer) -> Papers:
            self.hold(db, viewer, matter)
            return Papers(self.letters, seal, matter.owners)

        return Place(
            id=item_id,
            subject=matter,
            permission=self.edit,
            page=partial(
                self.page,
                office=entry.office,
                room=(gettext(self.name), self.address),
                onward=f"{back}/{self.onward}",
                without=gettext(self.without),
                until=gettext(self.until),
            ),
            back=back,
            base=f"{back}/letter",
            title=entry.title,
            language=entry.language,
            files=self.letters.read(ask.conn, ask.viewer.labels, seal, item_id),
            hold=hold,
            most=MOST,
            too_many=TOO_MANY,
            kinds=KINDS,
            waits=False,
        )


def keep_letter(room: Room, of: Lettered) -> None:
    """Register reading a file of a letter, the page of the letter, and sending and removing."""
    base = f"{of.address}/{{item_id}}/letter"

    @room.get(f"{base}/{{file_id}}", of.read)
    def give(ask: Ask, item_id: str, file_id: str) -> Response:
        """Give a file of the letter to its office and the Secretariat; each reading is recorded."""
        ask.ensure(of.read, of.find(ask, item_id))
        found = of.letters.find(ask.conn, ask.viewer.labels, item_id, file_id)
        answer = serving.hand_out(ask, found, ask.viewer.labels)
        with ask.unit_of_work() as db:
            seen: dict[str, Plain] = {"file": file_id}
            record(db, of.viewed, viewer=ask.viewer, subject=item_id, detail=seen)
        return answer

    keeping.keep(room, base, of.enter, of.place)

    @room.post(f"{base}/{{file_id}}/remove", of.enter)
    def remove(ask: Ask, item_id: str, file_id: str) -> Response:
        """Take a file of the letter off, while its entry is still written."""
        place = of.place(ask, item_id)
        with ask.unit_of_work() as db:
            place.hold(db, ask.viewer)
            of.letters.remove(db, ask.viewer, item_id, file_id)
            return ask.go(f"{place.base}?said=removed", db)
