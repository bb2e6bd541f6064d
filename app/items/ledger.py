"""The ledger of loading: what was loaded, so that nothing edited or withdrawn comes back."""

import json
from collections.abc import Mapping
from hashlib import sha256

from sqlalchemy import Connection, select
from sqlmodel import Session

from app.core import clock
from app.core.db import table
from app.items.models import Item, Loaded

loaded = table(Loaded)
item = table(Item)
DEMONSTRATION = "demonstration-"
"""How the names of made-up data sets begin."""


def fingerprint(record: Mapping[str, object]) -> str:
    """Return a hash of one record of a data set."""
    plain = json.dumps(record, sort_keys=True, default=str)
    return sha256(plain.encode()).hexdigest()


def find(db: Session, dataset: str, key: str) -> Loaded | None:
    """Return what the ledger says of ``key``, None where it was never loaded."""
    return db.get(Loaded, {"dataset": dataset, "key": key})


def items_of(db: Session, *datasets: str) -> dict[str, str]:
    """Return the item of each loaded key of ``datasets``."""
    return items_in(db.connection(), *datasets)


def items_in(conn: Connection, *datasets: str) -> dict[str, str]:
    """Return the same on a connection that only reads."""
    rows = conn.execute(
        select(loaded.c.key, loaded.c.item_id).where(
            loaded.c.dataset.in_(datasets), loaded.c.item_id.is_not(None)
        )
    )
    return {row.key: row.item_id for row in rows}


def holds_demonstration(conn: Connection) -> bool:
    """Whether made-up data was ever loaded; False where the database has no ledger yet."""
    if not conn.dialect.has_table(conn, loaded.name):
        return False
    made_up = select(loaded.c.key).where(loaded.c.dataset.startswith(DEMONSTRATION)).limit(1)
    return conn.execute(made_up).first() is not None


def enter(
    db: Session, dataset: str, key: str, record: Mapping[str, object], item_id: str | None = None
) -> None:
    """Note that ``key`` was loaded as ``record`` says."""
    db.merge(
        Loaded(
            dataset=dataset,
            key=key,
            hash=fingerprint(record),
            item_id=item_id,
            at=clock.wall(),
        )
    )
    db.flush()


def is_untouched(db: Session, item_id: str) -> bool:
    """Whether the portal has not changed an item since it was loaded."""
    version = db.execute(select(item.c.version).where(item.c.id == item_id)).scalar()
    return version == 1
