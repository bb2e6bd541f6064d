"""The requests that an office could help with, among the newest that look for help."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import Connection
from starlette.responses import Response

from app.access.policy import P
from app.access.viewer import Viewer
from app.assistance import lists
from app.assistance.dealt import dealt_with, offered_for
from app.assistance.helpers import wish_of
from app.assistance.index import Row, row_of
from app.assistance.lists import Listed, Wanted
from app.assistance.rules import TAKES_OFFERS
from app.core.errors import NotFound
from app.core.seal import Seal
from app.directory.clocks import Clock, clock_for
from app.matching.evidence import Known
from app.matching.gathering import own
from app.matching.rules import Fit, fit
from app.matching.words import own_reasons
from app.web.ask import Ask
from app.web.guard import Room
from app.web.render import Page

room = Room("assistance.suggested")
MOST_WEIGHED = 60
MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Suggested:
    """A request as a row, and why the office could help with it."""

    row: Row
    reasons: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class SuggestedPage(Page):
    """Requests that the viewer's office could help with."""

    template: ClassVar[str] = "assistance/suggested.html"
    here: ClassVar[str] = "assistance"

    found: Sequence[Suggested]
    declares: bool


@room.get("/assistance/suggested", P.ASSISTANCE_READ)
def suggested(ask: Ask) -> Response:
    """Show the requests that the viewer's office could help with, and why.

    Raises:
        NotFound: for the secretariat, which helps with none.
    """
    if ask.viewer.member is None:
        raise NotFound
    known = own(ask.conn, ask.viewer)
    fits = _fitting(ask.conn, ask.viewer, ask.portal.seal, known)
    clock = clock_for(ask.conn, ask.viewer.member or "") if fits else Clock()
    page = SuggestedPage(
        found=[
            Suggested(row_of(one, clock, own=False), own_reasons(found, wish_of(one)))
            for one, found in fits
        ],
        declares=not known.declared,
    )
    return ask.page(page)


def _fitting(
    conn: Connection, viewer: Viewer, seal: Seal, known: Known
) -> Sequence[tuple[Listed, Fit]]:
    """Return the requests that fit, the nearest answer date first; no more than are read at once.

    Left out is what the office has answered already, with an offer or with a no.
    """
    wanted = Wanted(stages=TAKES_OFFERS, most=MOST_WEIGHED)
    asked = lists.open_to_us(conn, viewer, seal, wanted)
    fits = [(one, found) for one in asked if (found := fit(wish_of(one), known)) is not None]
    if not fits:
        return []
    code, ids = viewer.member or "", [one.id for one, _ in fits]
    answered = offered_for(conn, code, ids) | {
        key for key, own in dealt_with(conn, code, ids).items() if own.passed_on
    }
    left = [(one, found) for one, found in fits if one.id not in answered]
    likeliest = sorted(left, key=lambda pair: (-pair[1].value, pair[0].id))[:MOST_SHOWN]
    return sorted(likeliest, key=lambda pair: (pair[0].answer_by or date.max, pair[0].id))
