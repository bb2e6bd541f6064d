"""Who asks for the file of which office, and by what it is read: as on the pages, asked again."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Connection

from app.access.policy import P, allows
from app.access.predicates import Subject
from app.access.viewer import Viewer
from app.core.seal import Seal
from app.directory.seats import Seat
from app.files.queries import find
from app.files.rules import Unreadable
from app.files.serving import content_of
from app.items.models import Kind
from app.web.portal import Portal


@dataclass(frozen=True, slots=True)
class Sight:
    """One request for the file of the office ``seat``."""

    conn: Connection
    viewer: Viewer
    portal: Portal
    seat: Seat

    @property
    def seal(self) -> Seal:
        """What opens confidential text for whom it is wrapped."""
        return self.portal.seal

    @property
    def code(self) -> str:
        """The code of the office's member."""
        return self.seat.member

    @property
    def office_id(self) -> str:
        """The id of the office."""
        return self.seat.office_id or ""

    @property
    def own(self) -> bool:
        """Whether the office belongs to the member that the viewer acts for."""
        return self.viewer.member == self.code

    def may(self, permission: P, subject: Subject | None = None) -> bool:
        """Whether the viewer may do it to the office, or to ``subject``."""
        return allows(self.viewer, permission, subject or self.seat)

    def labels_for(self, kind: Kind) -> Sequence[str]:
        """Return the labels by which the pages show things of a kind; a mission reads more."""
        return self.viewer.labels if kind == Kind.REQUEST else self.viewer.reads_by

    def hash_of(self, item_id: str, file_id: str) -> str | None:
        """Return the SHA-256 of a file as its readers save it, None where it cannot be read."""
        labels = self.viewer.reads_by
        kept = find(self.conn, labels, item_id, file_id)
        if kept is None:
            return None
        try:
            _named, content = content_of(self.conn, self.portal, kept, labels)
        except Unreadable:
            return None
        return sha256(content).hexdigest()
