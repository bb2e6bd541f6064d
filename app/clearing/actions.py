"""The acts on every clearance. Each takes an open session and writes all that belongs to it.

Each holds the office first, then the clearance: whether it still acts, and may, is asked again.
"""

from datetime import date

from sqlalchemy import Table, update
from sqlmodel import Session

from app.access.audience import Audience, Circle, labels_of_draft
from app.access.labels import labels_of_members
from app.access.policy import P, ensure
from app.access.viewer import Viewer
from app.clearing.rules import OPEN, Closed, Stage
from app.clearing.values import Outgoing
from app.core.errors import Conflict, NotFound
from app.directory.still_acting import ensure_still_acts
from app.items import actions as items
from app.items.models import Item, Kind
from app.notifications.actions import done_waiting, wait_for

KEPT = str(Audience(Circle.SECRETARIAT))
SERIES = 8
"""So long a series can be; members whose codes begin alike share a count, which harms nobody."""


def begin(db: Session, viewer: Viewer, kind: Kind, language: str) -> Item:
    """Make the item of a clearance of the viewer's member, with the next number of that member."""
    code = viewer.member or ""
    made = items.create(
        db,
        viewer,
        kind,
        stage=Stage.OUT,
        audience=KEPT,
        language=language,
        owners=[code],
        labels=labels_of_draft([code]),
    )
    year, count = items.count_on(db, f"C-{code}"[:SERIES])
    made.number = f"C-{code}-{year}-{count:03d}"
    db.flush()
    return made


def let_wait(db: Session, item_id: str, member: str, what: str, deadline: date) -> None:
    """Let what is out wait for the offices of its member."""
    for label in labels_of_members([member]):
        wait_for(db, item_id, label, what, due=deadline)


def over(db: Session, item_id: str) -> None:
    """Let it wait for nobody."""
    done_waiting(db, item_id)


def hold_open(db: Session, viewer: Viewer, found: Outgoing, permission: P) -> None:
    """Hold office and clearance: of two who act on it at once, one comes first.

    Raises:
        Closed: when it is over.
        NotFound: for anybody but an office of its member.
    """
    ensure(ensure_still_acts(db, viewer), permission)
    if viewer.member not in found.matter.owners:
        raise NotFound
    row = db.get(Item, found.matter.id, with_for_update=True, populate_existing=True)
    if row is None or row.stage not in OPEN:
        raise Closed


def move(db: Session, found: Outgoing, to: Stage, kept: Table, **values: object) -> None:
    """Let a clearance that is held come further, and write ``values`` into its row in ``kept``.

    Raises:
        Closed: when it is over.
    """
    stage = db.get_one(Item, found.matter.id).stage
    try:
        items.move(db, found.matter.id, seen=stage, to=to)
    except Conflict as late:
        raise Closed from late
    db.execute(update(kept).where(kept.c.item_id == found.matter.id).values(values))
