"""What one process of the portal holds: settings, database, seal, templates, and two questions.

``viewer_of`` and ``waiting_of`` are answered by rooms above this one; ``main`` hands them in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from app.access.viewer import Viewer
from app.core.config import Settings
from app.core.db import Database
from app.core.seal import Seal
from app.web.static import Static

if TYPE_CHECKING:
    from app.web.render import Renderer

ViewerOf = Callable[["Portal", Connection, str], Viewer | None]
WaitingOf = Callable[[Connection, Viewer], int]


@dataclass(frozen=True, kw_only=True)
class Portal:
    """The services of one process; stands on ``app.state.portal``."""

    settings: Settings
    db: Database
    seal: Seal
    static: Static
    renderer: "Renderer"
    viewer_of: ViewerOf
    waiting_of: WaitingOf
