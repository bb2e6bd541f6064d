"""The letter by which a UN entity answered: its page, and each file of it."""

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.access.viewer import Viewer
from app.assistance.acting import Acting
from app.assistance.entities.page import found_of
from app.assistance.entities.pages import BASE
from app.assistance.entities.queries import LETTERS
from app.assistance.outbox.acts import staff
from app.audit.actions import Plain, record
from app.audit.events import Event
from app.core.errors import Conflict
from app.core.i18n import N_, gettext
from app.files import keeping, serving
from app.files.attaching import Place
from app.files.letter_pages import LetterPage
from app.files.letters import KINDS, MOST, TOO_MANY, Papers
from app.web.ask import Ask
from app.web.guard import Room

room = Room("assistance.entity-letters")
HERE = BASE + "/papers"
WITHOUT = N_("Without it no answer is entered.")
UNTIL = N_(
    "Before an answer is entered you can remove a file. Afterwards it stays as long as the words of"
    " the request, and each reading is recorded."
)
ENTERED = N_("The answer was entered on this letter, so it stays.")


class EntityLetterPage(LetterPage):
    """The letter of a UN entity, and the form for more of it."""

    template: ClassVar[str] = "assistance/entities/papers.html"
    here: ClassVar[str] = "assistance"


@room.get(f"{HERE}/{{file_id}}", P.DESK_READ)
def give(ask: Ask, item_id: str, code: str, file_id: str) -> Response:
    """Give a file of the letter to the Secretariat; each reading is recorded."""
    there = found_of(ask, item_id, code)
    kept = LETTERS.find(ask.conn, ask.viewer.labels, there.one.id, file_id)
    answer = serving.hand_out(ask, kept, ask.viewer.labels)
    with ask.unit_of_work() as db:
        seen: dict[str, Plain] = {"file": file_id}
        event = Event.REQUEST_LETTER_VIEWED
        record(db, event, viewer=ask.viewer, subject=item_id, detail=seen)
    return answer


def _place(ask: Ask, item_id: str, code: str) -> Place:
    """Return an entity that is asked as a place for its letter.

    Raises:
        NotFound: when there is none for this viewer.
    """
    there = found_of(ask, item_id, code)
    matter, seal, one = there.asked.matter, ask.portal.seal, there.one
    place = f"/assistance/{item_id}/entities/{code}"

    def hold(db: Session, viewer: Viewer) -> Papers:
        staff(db, Acting(viewer, seal), matter)
        return Papers(LETTERS, seal, (code,))

    return Place(
        id=one.id,
        subject=matter,
        permission=P.DESK_READ,
        page=partial(_page, entered=one.answer is not None, office=gettext(one.name)),
        back=place,
        base=f"{place}/papers",
        title=there.asked.title,
        language=matter.language,
        files=LETTERS.read(ask.conn, ask.viewer.labels, seal, one.id),
        hold=hold,
        most=MOST,
        too_many=TOO_MANY,
        kinds=KINDS,
        waits=False,
    )


def _page(*, entered: bool, own: Sequence[str], **shown: Any) -> EntityLetterPage:
    """Return the page; until an answer is entered any file of it can be taken off."""
    return EntityLetterPage(
        **shown,
        own=() if entered else own,
        room=(gettext("Assistance"), "/assistance"),
        onward=shown["back"],
        without=gettext(WITHOUT),
        until=gettext(UNTIL),
    )


keeping.keep(room, HERE, P.DESK_READ, _place)


@room.post(f"{HERE}/{{file_id}}/remove", P.DESK_READ)
def remove(ask: Ask, item_id: str, code: str, file_id: str) -> Response:
    """Take a file of the letter off, before an answer is entered on it.

    Raises:
        Conflict: once one was.
    """
    place = _place(ask, item_id, code)
    with ask.unit_of_work() as db:
        place.hold(db, ask.viewer)
        if found_of(ask, item_id, code).one.answer is not None:
            raise Conflict(ENTERED)
        LETTERS.remove(db, ask.viewer, place.id, file_id)
        return ask.go(f"{place.base}?said=removed", db)
