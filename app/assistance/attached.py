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
from app.assistance.queries import Asked
from app.assistance.talks.queries import Said
from app.assistance.writing import record_of, to_write
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
    apart: bool = False
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


def files_of(ask: Ask, *records: str) -> Sequence[Attached]:
    """Return the files of a request, or of all in which a talk stands, as the viewer reads it."""
    found = of_sealed(ask.conn, ask.portal.seal, ask.viewer.labels, records)
    return [one for record in records for one in found.get(record, ())]


def space_for(  # noqa: PLR0913 - below which key, for whom, and where apart
    ask: Ask,
    db: Session,
    viewer: Viewer,
    row: Request | Offer,
    *,
    member: str | None = None,
    apart: str = "",
) -> Space:
    """Return the room there is for files below the key of ``row``, out of the viewer's member's.

    ``member`` is for whom the viewer attaches, None for the own. ``apart`` is the item of the two
    members alone where files stand in it and not in ``row``.
    """
    portal = ask.portal
    by = Acting(viewer, portal.seal)
    alone = apart not in {"", row.item_id}
    record = to_write(db, by, apart) if alone else record_of(db, by, row)
    most, owner = portal.settings.files_quota, member or viewer.member or ""
    return Space(portal.seal, [owner], most, record, member=member)


def with_offers(
    conn: Connection, viewer: Viewer, portal: Portal, asked: Asked, talks: Mapping[str, Said]
) -> Mapping[str, Sequence[Attached]]:
    """Return the files of a request and its offers, by what they belong to."""
    ids = [asked.matter.id, *(record for talk in talks.values() for record in talk.records)]
    found = of_sealed(conn, portal.seal, viewer.labels, ids)
    of_talks = {
        offer_id: [one for record in talk.records for one in found.get(record, ())]
        for offer_id, talk in talks.items()
    }
    return {asked.matter.id: found.get(asked.matter.id, ()), **of_talks}
