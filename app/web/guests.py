"""The person in the masthead: a viewer as ``base.html`` shows one."""

from dataclasses import dataclass
from typing import Self

from app.access.viewer import Viewer
from app.core.i18n import gettext


@dataclass(frozen=True, slots=True)
class Guest:
    """Satisfies ``chrome.Acting``."""

    name: str
    acting_tile: str
    acting_name: str
    is_secretariat: bool
    reads_only: bool

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
        )
