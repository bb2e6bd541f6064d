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
from app.core.i18n import gettext
from app.directory.queries import member_names
from app.items import queries as items
from app.items.models import Kind
from app.items.queries import Matter
from app.practices.page import Notes
from app.practices.pages import shown
from app.practices.unnamed import actions, sealed
from app.practices.versions import version_sent
from app.web.ask import Ask
from app.web.guard import Room
from app.web.render import Page

room = Room("practices.unnamed")


@dataclass(frozen=True, kw_only=True)
class UnnamedPage(Page):
    """What the viewer's member published without its name."""

    template: ClassVar[str] = "practices/unnamed/own.html"
    here: ClassVar[str] = "practices"

    own: Sequence[tuple[str, str, str]]


@room.get("/practices/unnamed", P.PRACTICE_WRITE)
def own(ask: Ask) -> Response:
    """Show what the own member published without its name, to its own offices alone."""
    return ask.page(UnnamedPage(own=sealed.own(ask.conn, ask.portal.seal, ask.viewer)))


@room.post("/practices/{item_id}/name", P.PRACTICE_NAME)
def name(ask: Ask, item_id: str) -> Response:
    """Put the name of the own member on a practice that was published without it."""
    matter = _matter(ask, item_id)
    if not sealed.is_owner(ask.conn, ask.portal.seal, ask.viewer, matter):
        raise NotFound
    with ask.unit_of_work() as db:
        actions.name(db, ask.viewer, matter, ask.portal.seal, version=version_sent(ask))
        return ask.go(f"/practices/{item_id}?said=named", db)


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
    matter = items.find(ask.conn, ask.viewer, Kind.PRACTICE, item_id)
    if matter is None:
        raise NotFound
    return matter
