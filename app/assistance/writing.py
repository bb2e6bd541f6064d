"""Sealing what is written, and letting exactly those open it who see the item."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlmodel import Session

from app.assistance.acting import Acting
from app.assistance.models import Offer, Request
from app.core.errors import Conflict
from app.core.i18n import N_
from app.core.seal import Place, Seal, SealedText
from app.items.actions import relabel
from app.items.models import Item
from app.items.queries import readers
from app.sealing import wrapping
from app.sealing.keys import Opened

LOST = N_(
    "The words stored here cannot be opened any more, so nothing was changed. Tell the Secretariat:"
    " whoever runs the portal may bring the key back."
)


def put(db: Session, by: Acting, row: Request | Offer, texts: Mapping[str, str]) -> None:
    """Seal ``texts`` (column to words) into ``row``; empty words leave nothing behind.

    Raises:
        Conflict: where words stand that a lost key sealed; another would lose them for good.
    """
    record = record_of(db, by, row)
    for column, text in texts.items():
        place = Place(str(row.__tablename__), column, row.item_id)
        setattr(row, column, record.seal(text, place) if text else None)


def record_of(db: Session, by: Acting, row: Request | Offer) -> Opened:
    """Return what ``row`` is sealed by, for a writer.

    Raises:
        Conflict: where words stand that a lost key sealed; another would lose them for good.
    """
    record = wrapping.held(db, by.seal, row.item_id, by.viewer.labels)
    if record is None and _by_lost_key(row):
        raise Conflict(LOST)
    return record or to_write(db, by, row.item_id)


def _by_lost_key(row: Request | Offer) -> bool:
    """Whether ``row``, whose record has no key, holds words sealed by one."""
    values = (getattr(row, name) for name in type(row).model_fields)
    return any(isinstance(one, SealedText) and not one.is_old for one in values)


def to_write(db: Session, by: Acting, item_id: str) -> Opened:
    """Return a record for a writer of ``by``'s parties; one without a key gets it here."""
    found = wrapping.held(db, by.seal, item_id, by.viewer.labels)
    return found or wrapping.begin(db, by.seal, item_id, readers(db.connection(), item_id))


def show_to(
    db: Session, by: Acting, item: Item, labels: Collection[str], *, moment: datetime | None = None
) -> None:
    """Let exactly ``labels`` see an item and open what it says."""
    show_by(db, by.seal, by.viewer.labels, item, labels, moment=moment)


def show_by(  # noqa: PLR0913 - all by name but what an item is shown by
    db: Session,
    seal: Seal,
    mine: Collection[str],
    item: Item,
    labels: Collection[str],
    *,
    moment: datetime | None = None,
) -> None:
    """Do as ``show_to`` where nobody acts: opened as one of ``mine``, which see it now."""
    relabel(db, item, labels, moment=moment)
    wrapping.rewrap(db, seal, item.id, mine, labels)
