"""What one process of the portal holds: settings, database, seal, templates, acts of other rooms.

``viewer_of``, ``viewer_of_token``, ``waiting_of``, ``state_of``, ``standing_of``, ``seats_of``,
``second_asked``, ``invited``, ``guest_invited`` and ``guest_over`` are answered by rooms above this
one, ``holder_changed`` and ``readmit`` are done by some; ``main`` hands them in.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import Connection
from sqlmodel import Session

from app.access.viewer import Viewer
from app.core.config import Settings
from app.core.db import Database
from app.core.seal import Seal
from app.web.allowance import Allowance
from app.web.lines import Line
from app.web.state import StateOf, Watched
from app.web.static import Static

if TYPE_CHECKING:
    from app.web.render import Renderer

ViewerOf = Callable[["Portal", Connection, str], Viewer | None]
"""Who stands behind the secret of a session, or of a programme's token."""
WaitingOf = Callable[[Connection, Viewer], int]
StandingOf = Callable[[Connection, Viewer, str], Sequence[Line]]
"""What a member could give, or which seats it offers, as far as the viewer may read it."""
SecondAsked = Callable[[Connection, Viewer], Sequence[Line]]
"""What waits for the viewer as a second person from outside the Secretariat's staff."""
HolderChanged = Callable[[Session, str], None]
Readmit = Callable[["Portal", Session, str, tuple[str, str], bool], str]
"""Ties an identity to whom the link of a recovery is for, also one's own to which a new way in was
made; returns the person's id."""
Invited = Callable[[Session, str, str], bool]
"""Whether an invitation to an office, by its id, is still open at the address that led away."""
GuestInvited = Callable[[Session, str], str | None]
"""Which guest's invitation is still open, by the hash of its secret."""
GuestOver = Callable[[Session, str], bool]
"""Whether an account came as a guest, and nothing is lent to it any more."""


@dataclass(frozen=True, kw_only=True)
class Portal:
    """The services of one process; stands on ``app.state.portal``."""

    settings: Settings
    db: Database
    seal: Seal
    static: Static
    renderer: "Renderer"
    viewer_of: ViewerOf
    viewer_of_token: ViewerOf
    waiting_of: WaitingOf
    state_of: StateOf
    holder_changed: HolderChanged
    standing_of: StandingOf
    seats_of: StandingOf
    readmit: Readmit
    second_asked: SecondAsked
    invited: Invited
    guest_invited: GuestInvited
    guest_over: GuestOver
    waits: dict[str, int] = field(default_factory=dict)
    """Callers who were told to wait, and until when (see ``throttle``)."""
    allowance: Allowance = field(default_factory=Allowance)

    @cached_property
    def state(self) -> Watched:
        """In what state the portal is, as this process knows it."""
        return Watched(self.db, self.state_of)
