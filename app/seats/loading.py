"""Loads the made-up open seats of the demonstration through the acts people use."""

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import update
from sqlmodel import Session

from app.access.viewer import Viewer
from app.audit.actions import date_back
from app.audit.events import Event
from app.core import clock
from app.core.config import ROOT
from app.core.seal import Seal
from app.items import ledger
from app.items.dating import ago, date_item
from app.seats import actions
from app.seats.forms import Offered
from app.seats.holding import Acting
from app.seats.queries import one as seat_of
from app.seats.queries import seat

DEMONSTRATION = ROOT / "data" / "demonstration.toml"
LOADED = "demonstration-open-seats"


def load_demonstration(
    db: Session, seal: Seal, personas: Mapping[str, Viewer], file: Path = DEMONSTRATION
) -> int:
    """Add made-up seats, each once; return how many were added.

    What was loaded before is left alone, whatever became of it.
    """
    content = tomllib.loads(file.read_text(encoding="utf-8"))["open_seats"]
    new = [one for one in content if ledger.find(db, LOADED, one["key"]) is None]
    for one in sorted(new, key=lambda one: int(one["published_days_ago"]), reverse=True):
        _publish(db, Acting(personas[one["persona"]], seal), one)
    return len(new)


def _publish(db: Session, by: Acting, one: Mapping[str, Any]) -> None:
    """Offer and publish one seat on the day of the file; nobody gets letters about it."""
    made = actions.offer(db, by.viewer, _said(one, by.viewer))
    db.flush()
    found = seat_of(db.connection(), by.viewer, made)
    if found is None:
        raise LookupError(made)
    actions.publish(db, by, found, version=found.matter.version)
    moment = ago(one["published_days_ago"])
    for event in (Event.SEAT_DRAFTED, Event.SEAT_PUBLISHED):
        date_back(db, event, made, moment)
    date_item(db, made, moment, moment)
    rows = update(seat).where(seat.c.item_id == made)
    db.execute(rows.values(published_at=moment, told_at=moment))
    ledger.enter(db, LOADED, one["key"], one, made)


def _said(one: Mapping[str, Any], viewer: Viewer) -> Offered:
    day = {
        name: clock.today() + timedelta(days=one[f"{name}_in_days"])
        for name in ("starts", "ends", "apply_by")
    }
    return Offered(
        title=one["title"],
        about=one["text"],
        kind=one["kind"],
        themes=tuple(one["themes"]),
        languages=tuple(one["languages"]),
        online=one["online"],
        place=one["place"],
        places=one["places"],
        cost=one["cost"],
        contact_office=viewer.office.id if viewer.office else "",
        example="",
        link="",
        audience=one["audience"],
        language=one["language"],
        **day,
    )
