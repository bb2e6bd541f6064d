"""The person in the masthead: a viewer as ``base.html`` shows one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from app.access.policy import P, allows
from app.access.viewer import Viewer
from app.core.i18n import gettext

MENU: Mapping[str, P] = {
    "home": P.HOME_READ,
    "manual": P.ANYONE,
    "practices": P.ANYONE,
    "assistance": P.ASSISTANCE_READ,
    "directory": P.ANYONE,
    "desk": P.DESK_READ,
}
"""The entries of the main menu, and the permission that the page of each names."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Satisfies ``chrome.Acting``."""

    name: str
    acting_tile: str
    acting_name: str
    is_secretariat: bool
    reads_only: bool
    opens: frozenset[str]

    @classmethod
    def of(cls, viewer: Viewer) -> Self | None:
        """Return the masthead's view of ``viewer``, None for the public."""
        if not viewer.signed_in:
            return None
        office = viewer.office
        return cls(
            name=viewer.name,
            acting_tile=office.member if office else "",
            acting_name=gettext(office.member_name) if office else viewer.name,
            is_secretariat=viewer.in_secretariat,
            reads_only=viewer.reads_only,
            opens=frozenset(key for key, needed in MENU.items() if allows(viewer, needed)),
        )
