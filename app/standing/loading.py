"""Loads the made-up standing offers of the demonstration through the act people use."""

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
from app.core.db import table
from app.items import ledger
from app.items.dating import ago, date_item
from app.items.models import Item
from app.standing import actions, searching
from app.standing.forms import Declared
from app.standing.models import StandingOffer

DEMONSTRATION = ROOT / "data" / "demonstration.toml"
LOADED = "demonstration-standing-offers"
offer = table(StandingOffer)


def load_demonstration(
    db: Session, personas: Mapping[str, Viewer], file: Path = DEMONSTRATION
) -> int:
    """Add made-up standing offers, each once; return how many were added.

    What was loaded before is left alone, whatever became of it.
    """
    content = tomllib.loads(file.read_text(encoding="utf-8"))["standing_offers"]
    new = [one for one in content if ledger.find(db, LOADED, one["key"]) is None]
    for one in sorted(new, key=lambda one: int(one["declared_days_ago"]), reverse=True):
        _declare(db, personas[one["persona"]], one)
    return len(new)


def _declare(db: Session, viewer: Viewer, one: Mapping[str, Any]) -> None:
    """Declare one offer on the day of the file."""
    said = _said(one)
    made = actions.declare(db, viewer, said)
    moment = ago(one["declared_days_ago"])
    date_back(db, Event.STANDING_DECLARED, made, moment)
    date_item(db, made, moment, moment)
    rows = update(offer).where(offer.c.item_id == made)
    db.execute(rows.values(confirmed_on=moment.date()))
    searching.put(db, db.get_one(Item, made), said, viewer.member or "")
    ledger.enter(db, LOADED, one["key"], one, made)


def _said(one: Mapping[str, Any]) -> Declared:
    return Declared(
        summary=one["summary"],
        experience=one["experience"],
        capacity=one["capacity"],
        themes=tuple(one["themes"]),
        modalities=tuple(one["modalities"]),
        languages=tuple(one["languages"]),
        example="",
        valid_until=clock.today() + timedelta(days=one["valid_in_days"]),
        language=one["language"],
    )
