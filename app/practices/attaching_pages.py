"""The files of a practice: the page on which its office keeps them, and each file."""

from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.access.viewer import Viewer
from app.audit.events import Event
from app.audit.reading import note_reading
from app.core.errors import NotFound
from app.directory.still_acting import hold_written
from app.files import keeping, serving
from app.files.actions import Room as Space
from app.files.attaching import FilesPage, Place
from app.items import queries as items
from app.items.models import Kind
from app.items.queries import Matter
from app.practices import queries
from app.practices.journey import enters, member_of
from app.practices.rules import BEING_WRITTEN, OUT, Stage
from app.web.ask import Ask
from app.web.guard import Room

room = Room("practices.files")
BASE = "/practices/{item_id}/files"


@dataclass(frozen=True, kw_only=True)
class PracticeFilesPage(FilesPage):
    """What is attached to a practice that is being written, and the form for more.

    All files of a member have ``most`` megabytes together.
    """

    template: ClassVar[str] = "practices/files.html"
    here: ClassVar[str] = "practices"

    most: int


@room.get(f"{BASE}/{{file_id}}", P.ANYONE)
def give(ask: Ask, item_id: str, file_id: str) -> Response:
    """Give one file to those who may see the practice."""
    matter = _matter(ask, item_id)
    answer = serving.handed_out(ask, item_id, file_id, by=ask.viewer.reads_by)
    if matter.stage not in OUT:
        note_reading(ask, matter, Event.PRACTICE_VIEWED)
    return answer


def _matter(ask: Ask, item_id: str) -> Matter:
    return items.get(ask.conn, ask.viewer, Kind.PRACTICE, item_id)


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
    most = ask.portal.settings.files_quota
    member = member_of(ask, matter)
    stages = {Stage.ON_BEHALF} if enters(ask, matter) else BEING_WRITTEN

    def hold(db: Session, viewer: Viewer) -> Space:
        hold_written(db, viewer, P.PRACTICE_EDIT, matter, stages)
        return Space(ask.portal.seal, matter.owners, most, member=member)

    return Place(
        id=item_id,
        subject=matter,
        permission=P.PRACTICE_EDIT,
        page=partial(PracticeFilesPage, most=most),
        back=f"/practices/{item_id}",
        base=f"/practices/{item_id}/files",
        title=entry.title,
        language=entry.language,
        files=entry.files,
        member=member,
        waits=not enters(ask, matter),
        hold=hold,
    )


keeping.keep(room, BASE, P.PRACTICE_EDIT, _place)
keeping.take_off(room, BASE, P.PRACTICE_EDIT, _place)
