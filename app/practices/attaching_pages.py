"""The files of a practice: the page on which its office keeps them, and each file."""

from dataclasses import dataclass
from typing import ClassVar

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.access.viewer import Viewer
from app.audit.events import Event
from app.audit.reading import note_reading
from app.core.errors import NotFound
from app.directory.still_acting import hold_written
from app.files import attaching, serving
from app.files.actions import Room as Space
from app.files.attaching import FilesPage, Place
from app.files.rules import MOST_BODY
from app.items import queries as items
from app.items.models import Kind
from app.items.queries import Matter
from app.practices import queries
from app.practices.rules import BEING_WRITTEN, Stage
from app.web.ask import Ask
from app.web.guard import Room
from app.web.throttle import UPLOADING

room = Room("practices.files")


@dataclass(frozen=True, kw_only=True)
class PracticeFilesPage(FilesPage):
    """What is attached to a practice that is being written, and the form for more."""

    template: ClassVar[str] = "practices/files.html"
    here: ClassVar[str] = "practices"


@room.get("/practices/{item_id}/files", P.PRACTICE_EDIT)
def show(ask: Ask, item_id: str, said: str = "") -> Response:
    """Show what is attached, and the form for more."""
    return attaching.show(ask, _place(ask, item_id), said)


def may_send(ask: Ask, item_id: str) -> None:
    """Let send files who may attach them to this practice now.

    Raises:
        NotFound: when there is none for this viewer.
        Forbidden: when it is no longer being written, or by another office.
    """
    ask.ensure(P.PRACTICE_EDIT, _matter(ask, item_id))


@room.post(
    "/practices/{item_id}/files",
    P.PRACTICE_EDIT,
    takes_file=True,
    largest=MOST_BODY,
    may_send=may_send,
    pace=UPLOADING,
)
def attach(ask: Ask, item_id: str) -> Response:
    """Examine files and attach those that can be taken; say of each other why it was not."""
    return attaching.attach(ask, lambda: _place(ask, item_id))


@room.post("/practices/{item_id}/files/{file_id}/remove", P.PRACTICE_EDIT)
def remove(ask: Ask, item_id: str, file_id: str) -> Response:
    """Take a file off."""
    return attaching.remove(ask, _place(ask, item_id), file_id)


@room.get("/practices/{item_id}/files/{file_id}", P.ANYONE)
def give(ask: Ask, item_id: str, file_id: str) -> Response:
    """Give one file to those who may see the practice."""
    matter = _matter(ask, item_id)
    answer = serving.handed_out(ask, item_id, file_id, by=ask.viewer.reads_by)
    if matter.stage != Stage.PUBLISHED:
        note_reading(ask, matter, Event.PRACTICE_VIEWED)
    return answer


def _matter(ask: Ask, item_id: str) -> Matter:
    matter = items.find(ask.conn, ask.viewer, Kind.PRACTICE, item_id)
    if matter is None:
        raise NotFound
    return matter


def _place(ask: Ask, item_id: str) -> Place:
    """Return a practice that this office may still change, as a place for files.

    Raises:
        NotFound: when there is none for this viewer.
        Forbidden: when it is no longer being written, or by another office.
    """
    matter = _matter(ask, item_id)
    entry = queries.entry(ask.conn, ask.viewer, item_id)
    if entry is None:
        raise NotFound
    ask.ensure(P.PRACTICE_EDIT, matter)

    def hold(db: Session, viewer: Viewer) -> Space:
        hold_written(db, viewer, P.PRACTICE_EDIT, matter, BEING_WRITTEN)
        return Space(ask.portal.seal, matter.owners, ask.portal.settings.files_quota)

    return Place(
        id=item_id,
        subject=matter,
        permission=P.PRACTICE_EDIT,
        page=PracticeFilesPage,
        back=f"/practices/{item_id}",
        base=f"/practices/{item_id}/files",
        title=entry.title,
        language=entry.language,
        files=entry.files,
        hold=hold,
    )
