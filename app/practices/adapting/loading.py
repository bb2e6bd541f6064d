"""Loads the made-up adaptations of the demonstration through the acts people use."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import update
from sqlmodel import Session

from app.access.viewer import Viewer
from app.audit.actions import date_back
from app.audit.events import Event
from app.core.config import ROOT
from app.core.db import table
from app.items import ledger
from app.items.dating import ago, date_item
from app.items.models import Kind
from app.items.queries import find
from app.practices.adapting import actions, queries
from app.practices.adapting.forms import Said
from app.practices.adapting.models import Adaptation
from app.practices.adapting.rules import FIRST_ASKED
from app.practices.loading import DEMO_PRACTICES, PRACTICES

DEMONSTRATION = ROOT / "data" / "demonstration.toml"
LOADED = "demonstration-adaptations"
adaptation = table(Adaptation)


def load_demonstration(
    db: Session, personas: Mapping[str, Viewer], file: Path = DEMONSTRATION
) -> int:
    """Add made-up adaptations, each once; return how many were added."""
    content = tomllib.loads(file.read_text(encoding="utf-8"))["adaptations"]
    new = [one for one in content if ledger.find(db, LOADED, one["key"]) is None]
    for one in new:
        _record(db, personas[one["persona"]], one)
    return len(new)


def _record(db: Session, viewer: Viewer, one: Mapping[str, Any]) -> None:
    """Record one on the day of the file, and what came of it where the file says so."""
    known = ledger.items_of(db, PRACTICES, DEMO_PRACTICES)
    about = find(db.connection(), viewer, Kind.PRACTICE, known[one["on"]])
    if about is None:
        raise ValueError(f"{one['persona']} does not see {one['on']}.")
    made = actions.record(db, viewer, about, _said(one), None)
    db.flush()
    found = queries.one(db.connection(), viewer, made)
    if "result" in one and found:
        version = found.matter.version
        note = one["result_note"]
        actions.answer(db, viewer, found, one["result"], note, None, version=version)
    moment = ago(one["recorded_days_ago"])
    date_back(db, Event.ADAPTATION_RECORDED, made, moment)
    date_item(db, made, moment, moment)
    if "result" not in one:
        rows = update(adaptation).where(adaptation.c.item_id == made)
        db.execute(rows.values(result_due=(moment + FIRST_ASKED).date()))
    ledger.enter(db, LOADED, one["key"], one, made)


def _said(one: Mapping[str, Any]) -> Said:
    return Said(
        verdict=one["verdict"],
        changed=one.get("changed", ""),
        why=one["text"],
        conditions=one.get("conditions", ""),
        cost=one.get("cost", ""),
        effort=one.get("effort", ""),
        readers=one["readers"],
        led_to="",
        language=one["language"],
    )
