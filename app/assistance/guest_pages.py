"""Whom the office of a request lets read it as a guest, and how it does."""

from dataclasses import dataclass
from typing import ClassVar

from app.assistance import queries
from app.assistance.attached import asked_of
from app.assistance.pages import found
from app.assistance.words import title_of
from app.audit.events import Event
from app.guests import routes
from app.guests.lending import GuestsPage, Thing
from app.guests.rules import PLACES
from app.items.models import Kind
from app.web.ask import Ask
from app.web.guard import Room

room = Room("assistance.guests")


@dataclass(frozen=True, kw_only=True)
class RequestGuestsPage(GuestsPage):
    """Who may read a request as a guest, and the form of an invitation."""

    here: ClassVar[str] = "assistance"


def _thing(ask: Ask, item_id: str) -> Thing:
    asked = asked_of(ask, item_id)
    return Thing(
        matter=asked.matter,
        title=title_of(asked.title, destroyed=asked.destroyed_at is not None),
        page=RequestGuestsPage,
        record=queries.record_of(ask.conn, ask.portal.seal, ask.viewer.labels, item_id),
    )


routes.lends(room, PLACES[Kind.REQUEST], found, _thing, Event.REQUEST_VIEWED)
