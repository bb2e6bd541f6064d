"""What the page of a practice says of its clearance: whether a way leads there."""

from app.access.policy import P, allows
from app.items.queries import Matter
from app.practices.clearing import queries
from app.web.ask import Ask


def clears(ask: Ask, matter: Matter) -> bool:
    """Whether the viewer's office can send a practice out for clearance, or ever did."""
    if allows(ask.viewer, P.PRACTICE_EDIT, matter):
        return True
    own = ask.viewer.member in matter.owners and allows(ask.viewer, P.PRACTICE_WRITE)
    return own and queries.went_out(ask.conn, ask.viewer, matter.id)
