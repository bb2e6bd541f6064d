"""Changing a published practice, and its versions: any two beside each other as a redline."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from starlette.responses import Response

from app.access.audience import knows_readers
from app.access.policy import P
from app.core.errors import NotFound
from app.core.i18n import gettext
from app.items import queries as items
from app.items.models import Kind
from app.items.queries import Matter
from app.practices import queries, readers
from app.practices.revising import actions, kept
from app.practices.revising.differences import Difference
from app.practices.revising.kept import Version
from app.practices.revising.shown import between
from app.practices.rules import OUT
from app.web.ask import Ask
from app.web.audiences import Seen
from app.web.components import moment_words
from app.web.forms import Form
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import LEAFING

room = Room("practices.revising")


@dataclass(frozen=True, slots=True)
class Listed:
    """A version in the list."""

    number: int
    at: datetime
    current: bool


@dataclass(frozen=True, kw_only=True)
class Versions(Page):
    """The versions of a practice, and what differs between the two that were chosen."""

    template: ClassVar[str] = "practices/revising/versions.html"
    here: ClassVar[str] = "practices"

    href: str
    title: str
    language: str
    seen: Seen
    versions: Sequence[Listed]
    form: Form
    choices: Sequence[tuple[str, str]]
    older: int
    newer: int
    differences: Sequence[Difference]


@room.post("/practices/{item_id}/revise", P.PRACTICE_REVISE)
def begin(ask: Ask, item_id: str) -> Response:
    """Begin a change of a published practice; where one is under way, lead there."""
    matter = _matter(ask, item_id)
    ask.ensure(P.PRACTICE_REVISE, matter)
    if there := kept.under_way(ask.conn, ask.viewer, item_id):
        return ask.go(f"/practices/{there.id}")
    with ask.unit_of_work() as db:
        made = actions.begin(db, ask.viewer, matter)
        return ask.go(f"/practices/{made.id}/edit/what", db)


@room.get("/practices/{item_id}/versions", P.ANYONE, pace=LEAFING)
def versions(ask: Ask, item_id: str, older: str = "", newer: str = "") -> Response:
    """Show the versions that were published, and two of them compared: the last two at first."""
    matter = _matter(ask, item_id)
    found = kept.versions(ask.conn, ask.viewer, matter)
    entry = queries.entry(ask.conn, ask.viewer, item_id)
    if not found or entry is None or not _open(ask, matter):
        raise NotFound
    two = _chosen(found, older, newer)
    known = entry.knows(ask.viewer)
    return ask.page(
        Versions(
            href=f"/practices/{item_id}",
            title=entry.title,
            language=entry.language,
            seen=readers.seen_now(
                entry.stage, entry.audience, entry.owners, entry.called, known=known
            ),
            versions=[Listed(v.number, v.at, v is found[0]) for v in found],
            form=Form({"older": str(two[0]), "newer": str(two[1])}),
            choices=[(str(v.number), _named(v)) for v in found],
            older=two[0],
            newer=two[1],
            differences=_between(ask, item_id, two) if two[0] != two[1] else (),
        )
    )


def _open(ask: Ask, matter: Matter) -> bool:
    """Whether the versions are open to this viewer: to readers while the practice is out."""
    return matter.stage in OUT or knows_readers(ask.viewer, matter.owners)


def _between(ask: Ask, item_id: str, two: tuple[int, int]) -> Sequence[Difference]:
    said = kept.says(ask.conn, item_id, two)
    before, after = (json.loads(said[number]) for number in two)
    return between(ask, before, after)


def _chosen(found: Sequence[Version], older: str, newer: str) -> tuple[int, int]:
    """Return the numbers of two versions: those chosen where they are there, else the last two."""
    known = {str(one.number): one.number for one in found}
    last = found[0].number
    second = known.get(newer, last)
    before = [one.number for one in found if one.number < second]
    first = known.get(older, before[0] if before else second)
    return min(first, second), max(first, second)


def _named(one: Version) -> str:
    return gettext("Version %(number)s, %(at)s", number=one.number, at=moment_words(one.at))


def _matter(ask: Ask, item_id: str) -> Matter:
    return items.get(ask.conn, ask.viewer, Kind.PRACTICE, item_id)
