"""Following one practice, from its page."""

from starlette.responses import Response

from app.access.policy import P
from app.alerts.pages import usual
from app.core.errors import Conflict
from app.core.i18n import N_
from app.following import actions
from app.items import queries as items
from app.items.models import Kind
from app.practices.rules import Stage
from app.web.ask import Ask
from app.web.guard import Room

room = Room("following.practices")

NOT_OUT = N_("Only what is published can be followed.")
OWN = N_("Your office hears of its own practices anyway.")


@room.post("/practices/{item_id}/follow", P.FOLLOW)
def follow(ask: Ask, item_id: str) -> Response:
    """Follow a practice that the viewer reads and that is another member's.

    Raises:
        NotFound: when there is none for this viewer.
        Conflict: when it is not published, or the viewer's own.
    """
    matter = items.get(ask.conn, ask.viewer, Kind.PRACTICE, item_id)
    if matter.stage != Stage.PUBLISHED:
        raise Conflict(NOT_OUT)
    if ask.viewer.member in matter.owners:
        raise Conflict(OWN)
    how = usual(ask)
    with ask.unit_of_work() as db:
        actions.follow_item(db, ask.viewer, item_id, how)
        return ask.go(f"/practices/{item_id}?said=followed", db)


@room.post("/practices/{item_id}/unfollow", P.FOLLOW)
def unfollow(ask: Ask, item_id: str) -> Response:
    """Follow a practice no longer, whether or not it can still be read."""
    with ask.unit_of_work() as db:
        actions.end_item(db, ask.viewer, item_id)
        return ask.go(f"/practices/{item_id}?said=unfollowed", db)
