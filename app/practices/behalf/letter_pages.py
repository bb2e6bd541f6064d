"""The letter by which an office asked for an entry: its page, and each file of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.access.viewer import Viewer
from app.audit import actions as audit
from app.audit.actions import Plain
from app.audit.events import Event
from app.core.errors import NotFound
from app.core.i18n import N_, gettext
from app.directory.office_showing import in_full
from app.directory.still_acting import hold_written
from app.files import keeping, serving
from app.files.attaching import Place, Refusals
from app.files.letters import KINDS, MOST, TOO_MANY, Papers
from app.files.showing import ShownFile
from app.items import queries as items
from app.items.models import Kind
from app.items.queries import Matter
from app.practices import queries
from app.practices.behalf import queries as behalf
from app.practices.behalf.papers import LETTERS, papers_of
from app.practices.rules import Stage
from app.web.ask import Ask
from app.web.guard import Room
from app.web.render import Page

room = Room("practices.letters")
BASE = "/practices/{item_id}/letter"
WITHOUT = N_("Without it the entry is not published.")
UNTIL = N_(
    "Before you publish you can remove a file. What the entry was published on stays with it, and"
    " each reading is recorded."
)


@dataclass(frozen=True, kw_only=True)
class LetterPage(Page):
    """The letter of an office while its entry is written, and the form for more of it."""

    template: ClassVar[str] = "practices/behalf/letter.html"
    here: ClassVar[str] = "practices"

    back: str
    base: str
    title: str
    language: str
    files: Sequence[ShownFile]
    own: Sequence[str]
    refused: Refusals
    said: str
    full: bool
    office: str
    room: tuple[str, str]
    onward: str
    without: str
    until: str


@room.get(f"{BASE}/{{file_id}}", P.PRACTICE_LETTER)
def give(ask: Ask, item_id: str, file_id: str) -> Response:
    """Give a file of the letter to its office and the Secretariat; each reading is recorded."""
    matter = _matter(ask, item_id)
    ask.ensure(P.PRACTICE_LETTER, matter)
    found = LETTERS.find(ask.conn, ask.viewer.labels, item_id, file_id)
    answer = serving.hand_out(ask, found, ask.viewer.labels)
    with ask.unit_of_work() as db:
        seen: dict[str, Plain] = {"file": file_id}
        event = Event.PRACTICE_LETTER_VIEWED
        audit.record(db, event, viewer=ask.viewer, subject=item_id, detail=seen)
    return answer


def _matter(ask: Ask, item_id: str) -> Matter:
    return items.get(ask.conn, ask.viewer, Kind.PRACTICE, item_id)


def _place(ask: Ask, item_id: str) -> Place:
    """Return an entry that the Secretariat still writes as a place for the letter.

    Raises:
        NotFound: when there is none for this viewer.
        Forbidden: when it is published or submitted already, or for its office.
    """
    matter = _matter(ask, item_id)
    ask.ensure(P.PRACTICE_ENTER, matter)
    ask.ensure(P.PRACTICE_EDIT, matter)
    asked = behalf.asked(ask.conn, item_id)
    entry = queries.entry(ask.conn, ask.viewer, item_id)
    if asked is None or entry is None:
        raise NotFound
    seal = ask.portal.seal

    def hold(db: Session, viewer: Viewer) -> Papers:
        hold_written(db, viewer, P.PRACTICE_EDIT, matter, {Stage.ON_BEHALF})
        return papers_of(seal, matter.owners)

    return Place(
        id=item_id,
        subject=matter,
        permission=P.PRACTICE_EDIT,
        page=partial(_page, office=in_full(asked.seat.kind, asked.seat.member_name)),
        back=f"/practices/{item_id}",
        base=f"/practices/{item_id}/letter",
        title=entry.title,
        language=entry.language,
        files=LETTERS.read(ask.conn, ask.viewer.labels, seal, item_id),
        hold=hold,
        most=MOST,
        too_many=TOO_MANY,
        kinds=KINDS,
        waits=False,
    )


def _page(*, waiting: object, own: object, **shown: Any) -> LetterPage:  # noqa: ARG001 - none waits
    """Return the page; whoever of the Secretariat attached a file, any of it takes it off."""
    return LetterPage(
        **shown,
        own=[one.id for one in shown["files"]],
        room=(gettext("Practices"), "/practices"),
        onward=f"{shown['back']}/edit/how",
        without=gettext(WITHOUT),
        until=gettext(UNTIL),
    )


keeping.keep(room, BASE, P.PRACTICE_ENTER, _place)


@room.post(f"{BASE}/{{file_id}}/remove", P.PRACTICE_ENTER)
def remove(ask: Ask, item_id: str, file_id: str) -> Response:
    """Take a file of the letter off, before the entry is published."""
    place = _place(ask, item_id)
    with ask.unit_of_work() as db:
        place.hold(db, ask.viewer)
        LETTERS.remove(db, ask.viewer, item_id, file_id)
        return ask.go(f"{place.base}?said=removed", db)
