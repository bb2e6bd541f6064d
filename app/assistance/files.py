"""The files of a request: the page on which its office keeps them, and each file."""

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.access.viewer import Viewer
from app.assistance.address import address
from app.assistance.attached import (
    RequestFilesPage,
    asked_of,
    files_of,
    space_for,
)
from app.assistance.models import Request
from app.assistance.pages import found
from app.assistance.rules import BEING_WRITTEN, FOR_OFFICE
from app.audit.events import Event
from app.audit.reading import note_reading
from app.directory.still_acting import hold_written
from app.files import keeping, serving
from app.files.actions import Room as Space
from app.files.attaching import Place
from app.web.ask import Ask
from app.web.guard import VARY, Room

room = Room("assistance.files")
BASE = "/assistance/{item_id}/files"


@room.get(f"{BASE}/{{file_id}}", P.ACCOUNT)
def give(ask: Ask, item_id: str, file_id: str) -> Response:
    """Give one file to those who may see the request."""
    matter = found(ask, item_id)
    answer = serving.handed_out(ask, item_id, file_id)
    note_reading(ask, matter, Event.REQUEST_VIEWED)
    return answer


def give_data(ask: Ask, item_id: str, file_id: str) -> Response:
    """Give one file of a request you may see."""
    matter = found(ask, item_id)
    answer = serving.handed_out(ask, item_id, file_id, vary=VARY)
    note_reading(ask, matter, Event.REQUEST_VIEWED)
    return answer


def _written(ask: Ask, item_id: str) -> Place:
    """Return a request that this office still writes, as a place for files.

    Raises:
        NotFound: when there is none for this viewer.
        Forbidden: when it is no longer being written, or by another office.
    """
    asked = asked_of(ask, item_id)
    matter = asked.matter
    ask.ensure(P.REQUEST_EDIT, matter)
    member = asked.owner if ask.viewer.in_secretariat else None

    def hold(db: Session, viewer: Viewer) -> Space:
        hold_written(db, viewer, P.REQUEST_EDIT, matter, {*BEING_WRITTEN, *FOR_OFFICE})
        return space_for(ask, db, viewer, db.get_one(Request, item_id), member=member)

    return Place(
        id=item_id,
        subject=matter,
        permission=P.REQUEST_EDIT,
        page=RequestFilesPage,
        back=address(item_id),
        base=address(item_id, "files"),
        title=asked.title,
        language=matter.language,
        files=files_of(ask, item_id),
        hold=hold,
        member=member,
    )


keeping.keep(room, BASE, P.REQUEST_EDIT, _written)
keeping.take_off(room, BASE, P.REQUEST_EDIT, _written)
