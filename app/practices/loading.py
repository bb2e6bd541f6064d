"""Loads the documented practices, and those of the demonstration; what the portal changed stays."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session

from app.access.audience import Audience, Circle
from app.access.viewer import ANYONE, Viewer
from app.core import clock
from app.core.config import ROOT
from app.discussion import actions as discussion
from app.discussion.forms import Written
from app.items import actions as items
from app.items import ledger
from app.items.models import Item, Kind
from app.items.queries import find
from app.practices import actions, facets, queries
from app.practices.entry import COLUMNS, OWN, PUBLIC_SOURCES, Changes, Source
from app.practices.rules import SERIES, Stage, What

DOCUMENTED = ROOT / "data" / "practices"
DEMONSTRATION = ROOT / "data" / "demonstration.toml"
PRACTICES, DEMO_PRACTICES, DEMO_COMMENTS = (
    "practices",
    "demonstration-practices",
    "demonstration-comments",
)
"""The data sets, as the ledger names them."""

Record = Mapping[str, Any]
LISTS = {
    "pillars": facets.PILLAR,
    "themes": facets.THEME,
    "practical_steps": facets.STEP,
    "risk_factors": facets.FACTOR,
}


def load(db: Session, folder: Path = DOCUMENTED) -> int:
    """Publish the documented practices that were never loaded; return how many were added.

    One whose file has changed is loaded again only while nobody has touched it in the portal.
    """
    added = 0
    begun = clock.now()
    for path in sorted(folder.glob("*.toml")):
        record = tomllib.loads(path.read_text(encoding="utf-8"))
        moment = begun - timedelta(milliseconds=record["number"])
        added += _load_one(db, record, moment)
    return added


def _load_one(db: Session, record: Record, moment: datetime) -> bool:
    known = ledger.find(db, PRACTICES, record["key"])
    if known is None:
        made = actions.create(db, ANYONE, record["members"], _changes(record, PUBLIC_SOURCES))
        _publish(db, ANYONE, made, record["members"], moment)
        ledger.enter(db, PRACTICES, record["key"], record, made.id)
        return True
    stale = known.hash != ledger.fingerprint(record)
    if stale and known.item_id and ledger.is_untouched(db, known.item_id):
        actions.replace(db, known.item_id, record["members"], _changes(record, PUBLIC_SOURCES))
        ledger.enter(db, PRACTICES, record["key"], record, known.item_id)
    return False


def _changes(record: Record, source_kind: str) -> Changes:
    """Return what one record of a file says; what it does not say stays unknown."""
    columns = {name: record.get(name) for name in COLUMNS}
    status = record.get("status")
    return Changes(
        columns={
            **columns,
            "partners": "\n".join(record.get("partners", ())) or None,
            "description": record["description"].strip(),
            "source_kind": source_kind,
        },
        facets={
            **{facet: record.get(name, ()) for name, facet in LISTS.items()},
            facets.STATUS: (status,) if status else (),
        },
        sources=[Source(s["title"], s["url"]) for s in record.get("sources", ())],
        audience=Audience.parse(record.get("audience", Circle.PUBLIC)),
        language=record["language"],
    )


def _publish(
    db: Session, viewer: Viewer, made: Item, owners: Sequence[str], moment: datetime
) -> None:
    made.stage = Stage.PUBLISHED
    made.created_at = made.changed_at = moment
    made.number = items.next_number(db, SERIES)
    actions.put_out(db, viewer, made, owners)


def load_demonstration(
    db: Session, personas: Mapping[str, Viewer], file: Path = DEMONSTRATION
) -> int:
    """Add made-up practices and comments, each once; return how many were added."""
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    return _each(db, DEMO_PRACTICES, content["practices"], personas, _demo_practice) + _each(
        db, DEMO_COMMENTS, content["comments"], personas, _demo_comment
    )


def _each(
    db: Session,
    dataset: str,
    records: Sequence[Record],
    personas: Mapping[str, Viewer],
    add: Callable[[Session, Viewer, Record], str],
) -> int:
    new = [r for r in records if ledger.find(db, dataset, r["key"]) is None]
    for record in new:
        item_id = add(db, personas[record["persona"]], record)
        ledger.enter(db, dataset, record["key"], record, item_id)
    return len(new)


def _demo_practice(db: Session, viewer: Viewer, record: Record) -> str:
    owners = [record["member"]]
    made = actions.create(db, viewer, owners, _changes(record, OWN))
    if record["stage"] == Stage.PUBLISHED:
        moment = clock.now() - timedelta(days=record["submitted_days_ago"])
        _publish(db, viewer, made, owners, moment)
    return made.id


def _demo_comment(db: Session, viewer: Viewer, record: Record) -> str:
    known = ledger.items_of(db, PRACTICES, DEMO_PRACTICES, DEMO_COMMENTS)
    conn = db.connection()
    about = find(conn, viewer, Kind.PRACTICE, known[record["on"]])
    if about is None:
        raise ValueError(f"{record['persona']} does not see {record['on']}.")
    title, address = queries.titles(conn, viewer, [about.id])[about.id]
    made = discussion.post(
        db,
        viewer,
        about,
        Written(
            record["text"],
            known.get(record.get("reply_to", "")),
            record["language"],
            Audience.parse(record["audience"]),
        ),
        title=title,
        address=address,
        tells=What.COMMENTED,
        at=clock.now() - timedelta(days=record["days_ago"]),
    )
    return made.id
