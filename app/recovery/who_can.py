"""Who can be the second person of a recovery, and who gets to see its link."""

from typing import Any

from sqlalchemy import Connection

from app.access.viewer import Viewer
from app.directory.outsiders import beside
from app.directory.second_answers import agreed_outside
from app.directory.second_matter import What
from app.directory.two_people import colleagues, seconds
from app.recovery.helped import Helped
from app.recovery.queries import life_of
from app.recovery.rules import Stage


def be_second(conn: Connection, viewer: Viewer, one: Helped) -> bool:
    """Whether anybody can be the second person beside the viewer: of the staff or outside it."""
    but = viewer.person_id, one.person_id
    return bool(seconds(conn, *but) or beside(conn, viewer.person_id, one.members, one.person_id))


def make_link(conn: Connection, viewer: Viewer, found: Any) -> bool:
    """Whether the viewer gets to see the link of ``found``, a recovery or its row.

    Who proposed it does where the second person was from outside the staff and no colleague is
    there: then it ties a sign-in of the member's own provider only.
    """
    life = life_of(found)
    if viewer.person_id != life.proposed_by or not agreed_outside(conn, What.RECOVERY, found.id):
        return life.may_make_link(viewer.person_id)
    others = colleagues(conn, life.proposed_by, life.person_id)
    return life.stage == Stage.OPEN and not others
