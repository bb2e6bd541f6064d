"""Holding what an act on an adaptation needs, and writing what every act writes."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session

from app.access.policy import ensure
from app.access.viewer import Viewer
from app.core.db import table
from app.core.errors import Conflict
from app.core.i18n import N_
from app.core.reading import Reading
from app.directory.still_acting import ensure_still_acts
from app.items import actions as items
from app.items.models import Item
from app.items.queries import Matter
from app.practices import journal
from app.practices.adapting import opening
from app.practices.adapting.forms import Said
from app.practices.adapting.models import Adaptation
from app.practices.adapting.rules import (
    PERMISSIONS,
    Act,
    after,
)
from app.practices.adapting.values import Adapted
from app.practices.rules import Stage as PracticeStage

item = table(Item)
_HELD = Reading(select(item.c.stage).where(item.c.id == bindparam("id")).with_for_update())
GONE = N_("This practice is no longer published, so nothing can be recorded about it.")


def hold(db: Session, practice_id: str, *, must_be_out: bool = False) -> None:
    """Hold a practice until the commit: nobody changes meanwhile who reads it."""
    stage = _HELD.first(db.connection(), {"id": practice_id}).stage
    if must_be_out and stage != PracticeStage.PUBLISHED:
        raise Conflict(GONE)


def move(
    db: Session, viewer: Viewer, found: Adapted, act: Act, version: int
) -> tuple[Item, Adaptation]:
    """Hold office, practice and adaptation, and move that on; its right is asked again."""
    ensure(ensure_still_acts(db, viewer), PERMISSIONS[act], found.matter)
    end = after(act, found.matter.stage)
    hold(db, found.practice_id)
    moved = items.move(db, found.matter.id, seen=found.matter.stage, to=end, version=version)
    return moved, db.get_one(Adaptation, found.matter.id, populate_existing=True)


def about_of(db: Session, practice_id: str) -> Matter:
    """Return the practice as rules see it, whoever asks."""
    about = db.get_one(Item, practice_id)
    return Matter(
        id=about.id,
        kind=about.kind,
        number=about.number,
        stage=about.stage,
        audience=about.audience,
        language=about.language,
        office_id=about.office_id,
        owners=frozenset(opening.owners_of(db, practice_id)),
        version=about.version,
    )


def reopen(db: Session, moved: Item, row: Adaptation) -> None:
    """Write who reads it from now on; its words stay as they are."""
    db.flush()
    opening.open_to(db, moved.id)
    journal.note(db, row.practice_id)


def put(db: Session, viewer: Viewer, moved: Item, row: Adaptation) -> frozenset[str]:
    """Write what it says from now on: for its readers, as a revision, and for the filter."""
    db.flush()
    labels = opening.open_to(db, moved.id)
    keep(db, viewer, moved, row)
    journal.note(db, row.practice_id)
    return labels


def columns(said: Said) -> Mapping[str, Any]:
    """Return the columns in which the words of an adaptation stand."""
    found = {name: value for name, value in asdict(said).items() if name != "language"}
    return {**found, **{name: found[name] or None for name in ("cost", "effort", "led_to")}}


KEPT = ("verdict", "changed", "why", "conditions", "cost", "effort", "readers", "led_to")
"""What a revision keeps, and the result beside it."""


def keep(db: Session, viewer: Viewer, made: Item, row: Adaptation) -> None:
    """Keep what it says now as a revision."""
    names = (*KEPT, "result", "result_note")
    says = {name: getattr(row, name) for name in names} | {"language": made.language}
    items.revise(db, viewer, made, body=json.dumps(says, ensure_ascii=False, sort_keys=True))
