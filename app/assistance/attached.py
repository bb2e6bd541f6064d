"""What the files of requests and of talks share: their page, their names, the room there is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection
from sqlmodel import Session

from app.access.viewer import Viewer
from app.assistance import queries
from app.assistance.acting import Acting
from app.assistance.models import Offer, Request
from app.assistance.queries import Asked, Help
from app.assistance.writing import record_of
from app.core.errors import NotFound
from app.files.actions import Room as Space
from app.files.attaching import FilesPage
from app.files.queries import Attached, of_sealed
from app.web.ask import Ask
from app.web.portal import Portal


@dataclass(frozen=True, kw_only=True)
class RequestFilesPage(FilesPage):
    """The files of a request, or with ``talk`` those of one offer; ``other`` is the other side."""

    template: ClassVar[str] = "assistance/files.html"
    here: ClassVar[str] = "assistance"

    talk: bool = False
    other: str = ""


def asked_of(ask: Ask, item_id: str) -> Asked:
    """Return a request as the viewer reads it.

    Raises:
        NotFound: when the viewer does not see it.
    """
    asked = queries.one(ask.conn, ask.viewer, ask.portal.seal, item_id)
    if asked is None:
        raise NotFound
    return asked


def files_of(ask: Ask, item_id: str) -> Sequence[Attached]:
    """Return the files of a request or an offer as the viewer reads it."""
    found = of_sealed(ask.conn, ask.portal.seal, ask.viewer.labels, [item_id])
    return found.get(item_id, ())


def space_for(
    ask: Ask, db: Session, viewer: Viewer, row: Request | Offer, member: str | None = None
) -> Space:
    """Return the room there is for files below the key of ``row``, out of the viewer's member's.

    ``member`` is for whom the viewer attaches, None for the own.
    """
    portal = ask.portal
    record = record_of(db, Acting(viewer, portal.seal), row)
    most, owner = portal.settings.files_quota, member or viewer.member or ""
    return Space(portal.seal, [owner], most, record, member=member)


def with_offers(
    conn: Connection, viewer: Viewer, portal: Portal, asked: Asked, offers: Sequence[Help]
) -> Mapping[str, Sequence[Attached]]:
    """Return the files of a request and its offers, by what they belong to."""
    ids = [asked.matter.id, *(one.id for one in offers)]
    return of_sealed(conn, portal.seal, viewer.labels, ids)
