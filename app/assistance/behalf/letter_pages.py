"""The letter by which an office asked for a request: its page, and each file of it."""

from functools import partial
from typing import Any, ClassVar

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.access.viewer import Viewer
from app.assistance.address import address
from app.assistance.attached import asked_of
from app.assistance.behalf.queries import LETTERS, behalf_of
from app.assistance.pages import found
from app.assistance.rules import Stage
from app.audit.actions import Plain, record
from app.audit.events import Event
from app.core.errors import NotFound
from app.core.i18n import N_, gettext
from app.directory.office_showing import in_full
from app.directory.still_acting import hold_written
from app.files import keeping, serving
from app.files.attaching import Place
from app.files.letters import KINDS, MOST, TOO_MANY, Papers
from app.practices.behalf.letter_pages import LetterPage
from app.web.ask import Ask
from app.web.guard import Room

room = Room("assistance.letters")
BASE = "/assistance/{item_id}/letter"
WITHOUT = N_("Without it the entry is not handed to its office.")
UNTIL = N_(
    "Before you hand the entry over you can remove a file. What the office is asked about stays"
    " with it, and each reading is recorded."
)


class RequestLetterPage(LetterPage):
    """The letter of an office while its request is entered, and the form for more of it."""

    here: ClassVar[str] = "assistance"


@room.get(f"{BASE}/{{file_id}}", P.REQUEST_LETTER)
def give(ask: Ask, item_id: str, file_id: str) -> Response:
    """Give a file of the letter to its office and the Secretariat; each reading is recorded."""
    ask.ensure(P.REQUEST_LETTER, found(ask, item_id))
    kept = LETTERS.find(ask.conn, ask.viewer.labels, item_id, file_id)
    answer = serving.hand_out(ask, kept, ask.viewer.labels)
    with ask.unit_of_work() as db:
        seen: dict[str, Plain] = {"file": file_id}
        event = Event.REQUEST_LETTER_VIEWED
        record(db, event, viewer=ask.viewer, subject=item_id, detail=seen)
    return answer


def _place(ask: Ask, item_id: str) -> Place:
    """Return an entry that the Secretariat still writes as a place for the letter.

    Raises:
        NotFound: when there is none for this viewer.
        Forbidden: when it is handed over already, or for its office.
    """
    asked = asked_of(ask, item_id)
    matter, seal = asked.matter, ask.portal.seal
    ask.ensure(P.REQUEST_ENTER, matter)
    ask.ensure(P.REQUEST_EDIT, matter)
    entered = behalf_of(ask.conn, item_id)
    if entered is None:
        raise NotFound

    def hold(db: Session, viewer: Viewer) -> Papers:
        hold_written(db, viewer, P.REQUEST_EDIT, matter, {Stage.ON_BEHALF})
        return Papers(LETTERS, seal, matter.owners)

    return Place(
        id=item_id,
        subject=matter,
        permission=P.REQUEST_EDIT,
        page=partial(_page, office=in_full(entered.seat.kind, entered.seat.member_name)),
        back=address(item_id),
        base=address(item_id, "letter"),
        title=asked.title,
        language=matter.language,
        files=LETTERS.read(ask.conn, ask.viewer.labels, seal, item_id),
        hold=hold,
        most=MOST,
        too_many=TOO_MANY,
        kinds=KINDS,
        waits=False,
    )


def _page(*, waiting: object, own: object, **shown: Any) -> RequestLetterPage:  # noqa: ARG001 - none waits
    """Return the page; whoever of the Secretariat attached a file, any of it takes it off."""
    return RequestLetterPage(
        **shown,
        own=[one.id for one in shown["files"]],
        room=(gettext("Assistance"), "/assistance"),
        onward=f"{shown['back']}/what",
        without=gettext(WITHOUT),
        until=gettext(UNTIL),
    )


keeping.keep(room, BASE, P.REQUEST_ENTER, _place)


@room.post(f"{BASE}/{{file_id}}/remove", P.REQUEST_ENTER)
def remove(ask: Ask, item_id: str, file_id: str) -> Response:
    """Take a file of the letter off, before the entry is handed over."""
    place = _place(ask, item_id)
    with ask.unit_of_work() as db:
        place.hold(db, ask.viewer)
        LETTERS.remove(db, ask.viewer, item_id, file_id)
        return ask.go(f"{place.base}?said=removed", db)
