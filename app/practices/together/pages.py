"""How a draft came about: who saved which part, and what changed by it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.items import queries as items
from app.items.models import Kind
from app.practices import queries as practices
from app.practices.revising.differences import Difference
from app.practices.revising.shown import between
from app.practices.together import saving
from app.practices.together.people import part_name, who
from app.practices.together.present import Writer, writers
from app.practices.together.saving import Saved
from app.web.ask import Ask
from app.web.guard import Room
from app.web.render import Page

room = Room("practices.together")

MOST = 20
"""So many savings are shown with what changed by them."""


@dataclass(frozen=True, slots=True)
class Step:
    """One saving in words; ``changed`` is None for the first that is kept."""

    who: str
    part: str
    at: datetime
    changed: Sequence[Difference] | None


@dataclass(frozen=True, kw_only=True)
class Written(Page):
    """How a draft came about, for those who write it."""

    template: ClassVar[str] = "practices/together/written.html"
    here: ClassVar[str] = "practices"

    href: str
    title: str
    language: str
    steps: Sequence[Step]
    now: Sequence[Writer]


@room.get("/practices/{item_id}/written", P.PRACTICE_EDIT)
def written(ask: Ask, item_id: str) -> Response:
    """Show who saved what of a draft, to those who write it."""
    matter = items.get(ask.conn, ask.viewer, Kind.PRACTICE, item_id)
    ask.ensure(P.PRACTICE_EDIT, matter)
    title, href = practices.titles(ask.conn, ask.viewer, [item_id])[item_id]
    found = saving.all_of(ask.conn, ask.viewer, item_id)[: MOST + 1]
    steps = [_step(ask, new, old) for new, old in pairwise(found)]
    first = [_step(ask, found[-1], None)] if found and len(found) <= MOST else []
    page = Written(
        href=href,
        title=title,
        language=matter.language,
        steps=[*steps, *first],
        now=writers(ask.conn, ask.viewer, matter),
    )
    return ask.page(page)


def _step(ask: Ask, saved: Saved, before: Saved | None) -> Step:
    changed = between(ask, before.says, saved.says) if before else None
    return Step(who(ask.viewer, saved), part_name(saved.part), saved.at, changed)
