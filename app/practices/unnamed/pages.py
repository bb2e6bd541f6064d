"""The pages of practices without a name: the own ones, naming one, and opening whose it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from app.access.labels import SECRETARIAT
from app.access.policy import P
from app.audit import actions as audit
from app.audit.events import Event
from app.core.errors import NotFound
from app.core.i18n import N_, gettext
from app.directory.queries import member_names
from app.files import serving
from app.items import queries as items
from app.items.models import Kind
from app.items.queries import Matter
from app.notifications.post import Post
from app.practices import forms
from app.practices.behalf.pages import MISSING_WHY
from app.practices.behalf.papers import LETTERS
from app.practices.freshness import months_of
from app.practices.page import Notes
from app.practices.pages import shown
from app.practices.unnamed import actions, answering, sealed
from app.practices.unnamed.sealed import Own
from app.practices.versions import version_sent
from app.web.ask import Ask
from app.web.guard import Room
from app.web.render import Page

room = Room("practices.unnamed")
REFUSED = N_("You have refused it. It is taken out, and the Secretariat reads your reason.")


@dataclass(frozen=True, kw_only=True)
class UnnamedPage(Page):
    """What the viewer's member published without its name."""

    template: ClassVar[str] = "practices/unnamed/own.html"
    here: ClassVar[str] = "practices"

    own: Sequence[Own]
    said: str


@room.get("/practices/unnamed", P.PRACTICE_WRITE)
def own(ask: Ask, said: str = "") -> Response:
    """Show what the own member published without its name, to its own offices alone."""
    mine = sealed.own(ask.conn, ask.portal.seal, ask.viewer)
    return ask.page(UnnamedPage(own=mine, said=gettext(REFUSED) if said == "refused" else ""))


@room.post("/practices/{item_id}/name", P.PRACTICE_NAME)
def name(ask: Ask, item_id: str) -> Response:
    """Put the name of the own member on a practice that was published without it."""
    matter = _own(ask, item_id)
    with ask.unit_of_work() as db:
        actions.name(db, ask.viewer, matter, ask.portal.seal, version=version_sent(ask))
        return ask.go(f"/practices/{item_id}?said=named", db)


@room.post("/practices/{item_id}/unnamed/confirm", P.PRACTICE_WRITE)
def confirm(ask: Ask, item_id: str) -> Response:
    """Confirm in one step what was entered by the own letter and published without the name."""
    matter, seal = _own(ask, item_id), ask.portal.seal
    with ask.unit_of_work() as db:
        months, version = months_of(ask.field("months")), version_sent(ask)
        answering.confirm(db, ask.viewer, matter, seal, months, version=version)
        return ask.go(f"/practices/{item_id}?said=confirmed", db)


@room.post("/practices/{item_id}/unnamed/refuse", P.PRACTICE_NAME)
def refuse(ask: Ask, item_id: str) -> Response:
    """Take out with a reason what was entered by the own letter and published without the name."""
    matter, seal = _own(ask, item_id), ask.portal.seal
    reason, form = forms.read_why(ask.sent, MISSING_WHY)
    if not form.good:
        return ask.page(shown(ask, item_id, notes=Notes(refuse=form)), status=422)
    with ask.unit_of_work() as db:
        post, version = Post.of(ask.portal), version_sent(ask)
        answering.refuse(db, ask.viewer, matter, seal, reason, post=post, version=version)
        return ask.go("/practices/unnamed?said=refused", db)


@room.get("/practices/{item_id}/unnamed/letter/{file_id}", P.PRACTICE_WRITE)
def letter(ask: Ask, item_id: str, file_id: str) -> Response:
    """Give a file of the letter to the member that wrote it; each reading is recorded."""
    _own(ask, item_id)
    found = LETTERS.find(ask.conn, (sealed.OWNERS,), item_id, file_id)
    answer = serving.hand_out(ask, found, (sealed.OWNERS,))
    with ask.unit_of_work() as db:
        audit.record(db, Event.PRACTICE_LETTER_VIEWED, subject=item_id, detail={"file": file_id})
    return answer


@room.post("/practices/{item_id}/owner", P.PRACTICE_OPEN)
def open_owner(ask: Ask, item_id: str) -> Response:
    """Show the Secretariat whose practice it is; each opening is recorded before it is shown."""
    matter = _matter(ask, item_id)
    if not sealed.is_unnamed(matter):
        raise NotFound
    with ask.unit_of_work() as db:
        audit.record(db, Event.PRACTICE_OWNER_VIEWED, viewer=ask.viewer, subject=item_id)
    code = sealed.owner_of(ask.conn, ask.portal.seal, item_id, SECRETARIAT) or ""
    names = member_names(ask.conn)
    return ask.page(shown(ask, item_id, notes=Notes(owner=gettext(names.get(code, code)))))


def _matter(ask: Ask, item_id: str) -> Matter:
    return items.get(ask.conn, ask.viewer, Kind.PRACTICE, item_id)


def _own(ask: Ask, item_id: str) -> Matter:
    """Return a practice of the viewer's member that does not name it; to others it is not there."""
    matter = _matter(ask, item_id)
    if not sealed.is_owner(ask.conn, ask.portal.seal, ask.viewer, matter):
        raise NotFound
    return matter
