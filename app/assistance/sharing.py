"""A closed request becomes a practice: a draft begins with the office's own words of it."""

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.access.viewer import Viewer
from app.assistance import queries
from app.assistance.queries import Asked
from app.assistance.rules import Stage
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_, gettext
from app.directory.still_acting import ensure_still_acts
from app.practices import actions, facets
from app.practices.adapting import origins
from app.practices.entry import OWN, Changes
from app.web.ask import Ask
from app.web.guard import Room
from app.web.throttle import POSTING

room = Room("assistance-sharing")
NOT_CLOSED = N_("A practice comes of a request once it is closed with its result.")
UNTITLED = N_("What came of our request for assistance")
TITLE_MOST, SUMMARY_MOST = 120, 300


@room.post("/assistance/{item_id}/practice", P.REQUEST_STEER, pace=POSTING)
def share(ask: Ask, item_id: str) -> Response:
    """Begin a practice from a closed request; only the own office sees the draft."""
    asked = queries.one(ask.conn, ask.viewer, ask.portal.seal, item_id)
    if asked is None:
        raise NotFound
    ask.ensure(P.REQUEST_STEER, asked.matter)
    ask.ensure(P.PRACTICE_WRITE)
    if asked.matter.stage != Stage.CLOSED:
        raise Conflict(NOT_CLOSED)
    with ask.unit_of_work() as db:
        made = begin(db, ask.viewer, asked)
        return ask.go(f"/practices/{made}/edit/what", db)


def begin(db: Session, viewer: Viewer, asked: Asked) -> str:
    """Begin a draft with what the office wrote of its request; return its id.

    These words leave the seal of the request by it, because the office says so. What helpers
    wrote is theirs and stays where it is.
    """
    viewer, note = ensure_still_acts(db, viewer), asked.result_note
    made = actions.create(db, viewer, sorted(asked.matter.owners), _changes(asked, note))
    origins.note(db, made.id, asked.matter.id)
    return made.id


def _changes(asked: Asked, note: str) -> Changes:
    title = asked.title or gettext(UNTITLED)
    return Changes(
        columns={
            "title": title[:TITLE_MOST],
            "summary": " ".join(note.split())[:SUMMARY_MOST],
            "description": "\n\n".join(filter(None, (asked.outcome, note))),
            "source_kind": OWN,
        },
        facets={
            facets.THEME: asked.themes,
            facets.FACTOR: asked.basis.risk_factors,
            facets.STEP: asked.basis.practical_steps,
        },
        language=asked.matter.language,
    )
