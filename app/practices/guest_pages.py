"""Whom the office of a practice lets read it as a guest, and how it does."""

from dataclasses import dataclass
from typing import ClassVar

from app.guests import routes
from app.guests.lending import GuestsPage, Thing
from app.guests.rules import PLACES
from app.items import queries as items
from app.items.models import Kind
from app.items.queries import Matter
from app.practices import queries
from app.web.ask import Ask
from app.web.guard import Room

room = Room("practices.guests")


@dataclass(frozen=True, kw_only=True)
class PracticeGuestsPage(GuestsPage):
    """Who may read a practice as a guest, and the form of an invitation."""

    here: ClassVar[str] = "practices"


def _matter(ask: Ask, item_id: str) -> Matter:
    return items.get(ask.conn, ask.viewer, Kind.PRACTICE, item_id)


def _thing(ask: Ask, item_id: str) -> Thing:
    matter = _matter(ask, item_id)
    title, _address = queries.titles(ask.conn, ask.viewer, [matter.id])[matter.id]
    return Thing(matter=matter, title=title, page=PracticeGuestsPage)


routes.lends(room, PLACES[Kind.PRACTICE], _matter, _thing)
