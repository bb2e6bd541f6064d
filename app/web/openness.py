"""Refusing changes and sign-ins while the portal is frozen."""

from sqlmodel import Session

from app.core.errors import Frozen
from app.web.portal import Portal


def ensure_open(portal: Portal, db: Session | None = None) -> None:
    """Let pass unless the portal is frozen; with ``db`` the database itself is asked.

    Raises:
        Frozen: while it is.
    """
    state = portal.state.now if db is None else portal.state_of(db.connection())
    if state.frozen:
        raise Frozen
