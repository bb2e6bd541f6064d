"""The files that the viewer attached, as far as what they belong to is still read."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, false, func, or_, select, true

from app.access.policy import P, allows
from app.access.viewer import Viewer
from app.assistance.models import Offer
from app.core.db import table
from app.core.seal import Seal
from app.directory import evidence_queries
from app.directory.evidence import evidence
from app.files import waiting
from app.files.queries import SCANNED, attachment, of_sealed
from app.items.queries import seen_by

offer = table(Offer)


def attached(conn: Connection, viewer: Viewer, seal: Seal) -> Sequence[Mapping[str, object]]:
    """Return what the viewer attached, names opened; of an offer while its request is read too.

    What ``waits`` for the virus scanner is there for nobody else; its name is told as long as the
    viewer acts for the member for which it was attached.
    """
    waits = (~SCANNED).label("waits")
    shown = attachment.c.item_id, attachment.c.name, attachment.c.size, attachment.c.at, waits
    rows = conn.execute(
        select(attachment.c.id, *shown)
        .join_from(attachment, offer, offer.c.item_id == attachment.c.item_id, isouter=True)
        .where(
            attachment.c.person_id == viewer.person_id,
            seen_by(viewer, attachment.c.item_id),
            or_(offer.c.item_id.is_(None), seen_by(viewer, offer.c.request_id)),
        )
        .order_by(attachment.c.at, attachment.c.id)
    ).all()
    ids = sorted({row.item_id for row in rows if not row.name})
    opened = [*of_sealed(conn, seal, viewer.labels, ids).values()]
    late = sorted({row.item_id for row in rows if row.waits and not row.name})
    opened += [waiting.of_person(conn, seal, viewer, item_id) for item_id in late]
    names = {one.id: one.name for files in opened for one in files}
    found = [
        {
            "item_id": row.item_id,
            "name": names.get(row.id, row.name),
            "size": row.size,
            "at": row.at,
            "waits": bool(row.waits),
        }
        for row in rows
    ]
    return [*found, *_papers(conn, viewer, seal)]


def _papers(conn: Connection, viewer: Viewer, seal: Seal) -> Sequence[Mapping[str, object]]:
    """Return the note verbales that the viewer attached and can still open."""
    of = func.coalesce(evidence.c.appointment_id, evidence.c.nomination_id)
    all_of_them = true() if allows(viewer, P.OFFICES_KEEP) else false()
    reads = or_(all_of_them, evidence.c.appointment_id.is_not(None))
    rows = conn.execute(
        select(attachment.c.id, of.label("of"))
        .join_from(attachment, evidence, evidence.c.attachment_id == attachment.c.id)
        .where(attachment.c.person_id == viewer.person_id, reads)
        .order_by(attachment.c.at, attachment.c.id)
    ).all()
    opened = evidence_queries.of_files(conn, viewer, seal, [row.id for row in rows])
    return [
        {"item_id": row.of, "name": one.name, "size": one.size, "at": one.at, "waits": False}
        for row in rows
        if (one := opened.get(row.id))
    ]
