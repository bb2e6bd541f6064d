"""The acts on an adaptation. Each takes an open session and writes all that belongs to it.

Each holds the practice first and then the adaptation, as whoever changes who reads the practice.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session

from app.access.viewer import Viewer
from app.audit.actions import record as note
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.core.i18n import N_
from app.core.reading import Reading
from app.items import actions as items
from app.items.models import Item, Kind
from app.items.queries import Matter
from app.notifications import actions as notifications
from app.notifications.post import Post
from app.practices import journal
from app.practices.adapting import opening, telling
from app.practices.adapting.audience import labels_unseen
from app.practices.adapting.forms import Said
from app.practices.adapting.models import Adaptation
from app.practices.adapting.queries import Adapted
from app.practices.adapting.rules import (
    ASKED_AGAIN,
    EARLY,
    SERIES,
    TAKEN_OVER,
    Act,
    Stage,
    What,
    after,
    first_due,
)
from app.practices.rules import Stage as PracticeStage

item = table(Item)
adaptation = table(Adaptation)
_HELD = Reading(select(item.c.stage).where(item.c.id == bindparam("id")).with_for_update())
TWICE = N_("Your member has recorded this already. Change that record instead.")
GONE = N_("This practice is no longer published, so nothing can be recorded about it.")
NOT_DONE = N_("Nothing came of what you decided against.")


def record(db: Session, viewer: Viewer, about: Matter, said: Said, post: Post | None) -> str:
    """Record what the viewer's member made of a practice; its readers read it at once.

    Raises:
        Conflict: when the practice has gone, or the member has recorded this already.
    """
    _hold(db, about.id, must_be_out=True)
    code = viewer.member or ""
    twice = (adaptation.c.practice_id == about.id) & (adaptation.c.standing == code)
    if db.execute(select(adaptation.c.item_id).where(twice)).first():
        raise Conflict(TWICE)
    made = items.create(
        db,
        viewer,
        Kind.ADAPTATION,
        stage=Stage.RECORDED,
        audience=about.audience,
        language=said.language,
        owners=[code],
        labels=labels_unseen(code),
    )
    made.number = items.next_number(db, SERIES)
    row = Adaptation(
        item_id=made.id,
        practice_id=about.id,
        member=code,
        standing=code,
        result_due=first_due(said.verdict, clock.today()),
        **_columns(said),
    )
    db.add(row)
    labels = opening.open_to(db, made.id)
    _keep(db, viewer, made, row)
    note(db, Event.ADAPTATION_RECORDED, viewer=viewer, subject=made.id)
    telling.owners(db, post, made, about, labels, What.NEW)
    journal.note(db, about.id)
    return made.id


def change(db: Session, viewer: Viewer, found: Adapted, said: Said, *, version: int) -> None:
    """Say anew what the member made of the practice.

    Raises:
        Conflict: when it was withdrawn, or changed since it was read.
    """
    if found.matter.version == version and said == as_said(found):
        return
    moved, row = _move(db, found, Act.CHANGE, version)
    moved.language = said.language
    if (row.verdict in TAKEN_OVER) != (said.verdict in TAKEN_OVER):
        row.result, row.result_note, row.result_on, row.asked_on = None, "", None, None
        row.result_due = first_due(said.verdict, clock.today())
        notifications.done_waiting(db, moved.id)
    for name, value in _columns(said).items():
        setattr(row, name, value)
    _put(db, viewer, moved, row)
    note(db, Event.ADAPTATION_CHANGED, viewer=viewer, subject=moved.id)


def answer(  # noqa: PLR0913, PLR0917 - who, of what, which answer, and how to tell
    db: Session,
    viewer: Viewer,
    found: Adapted,
    result: str,
    words: str,
    post: Post | None,
    *,
    version: int,
) -> None:
    """Say what came of it; where it is too early, the member is asked again.

    Raises:
        Conflict: when it was withdrawn or decided against, or changed since it was read.
    """
    moved, row = _move(db, found, Act.RESULT, version)
    if row.verdict not in TAKEN_OVER:
        raise Conflict(NOT_DONE)
    early = result == EARLY
    row.result, row.result_on = (None, None) if early else (result, clock.today())
    row.result_note = words
    row.result_due, row.asked_on = (clock.today() + ASKED_AGAIN if early else None), None
    notifications.done_waiting(db, moved.id)
    labels = _put(db, viewer, moved, row)
    event = Event.ADAPTATION_PUT_OFF if early else Event.ADAPTATION_ANSWERED
    note(db, event, viewer=viewer, subject=moved.id)
    if not early and moved.stage == Stage.RECORDED:
        about = _about(db, row.practice_id)
        telling.owners(db, post, moved, about, labels, What.ANSWERED)


def withdraw(db: Session, viewer: Viewer, found: Adapted, *, version: int) -> None:
    """Take a record back: from now on its own office and the Secretariat read it.

    Raises:
        Conflict: when it was withdrawn already, or changed since it was read.
    """
    moved, row = _move(db, found, Act.WITHDRAW, version)
    row.standing, row.result_due, row.asked_on = None, None, None
    notifications.done_waiting(db, moved.id)
    _reopen(db, moved, row)
    note(db, Event.ADAPTATION_WITHDRAWN, viewer=viewer, subject=moved.id)


def hide(  # noqa: PLR0913 - who, what, why, and how to tell
    db: Session, viewer: Viewer, found: Adapted, reason: str, post: Post | None, *, version: int
) -> None:
    """Let nobody read a record but its own office, which is told why, and the Secretariat.

    Raises:
        Conflict: when it is not shown, or changed since it was read.
    """
    moved, row = _move(db, found, Act.HIDE, version)
    row.hidden_reason = reason
    _reopen(db, moved, row)
    telling.author(db, post, moved, row.member, What.HIDDEN)
    note(db, Event.ADAPTATION_HIDDEN, viewer=viewer, subject=moved.id)


def show(db: Session, viewer: Viewer, found: Adapted, post: Post | None, *, version: int) -> None:
    """Let its readers read a record again that was hidden; its office is told.

    Raises:
        Conflict: when it is not hidden, or changed since it was read.
    """
    moved, row = _move(db, found, Act.SHOW, version)
    row.hidden_reason = ""
    _reopen(db, moved, row)
    telling.author(db, post, moved, row.member, What.SHOWN)
    note(db, Event.ADAPTATION_SHOWN, viewer=viewer, subject=moved.id)


def as_said(found: Adapted) -> Said:
    """Return an adaptation as its member recorded it."""
    return Said(
        verdict=found.verdict,
        changed=found.changed,
        why=found.why,
        conditions=found.conditions,
        cost=found.cost or "",
        effort=found.effort or "",
        readers=found.readers,
        led_to=found.led_id or "",
        language=found.matter.language,
    )


def _hold(db: Session, practice_id: str, *, must_be_out: bool = False) -> None:
    """Hold a practice until the commit: nobody changes meanwhile who reads it."""
    stage = _HELD.first(db.connection(), {"id": practice_id}).stage
    if must_be_out and stage != PracticeStage.PUBLISHED:
        raise Conflict(GONE)


def _move(db: Session, found: Adapted, act: Act, version: int) -> tuple[Item, Adaptation]:
    end = after(act, found.matter.stage)
    _hold(db, found.practice_id)
    moved = items.move(db, found.matter.id, seen=found.matter.stage, to=end, version=version)
    return moved, db.get_one(Adaptation, found.matter.id, populate_existing=True)


def _about(db: Session, practice_id: str) -> Matter:
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


def _reopen(db: Session, moved: Item, row: Adaptation) -> None:
    """Write who reads it from now on; its words stay as they are."""
    db.flush()
    opening.open_to(db, moved.id)
    journal.note(db, row.practice_id)


def _put(db: Session, viewer: Viewer, moved: Item, row: Adaptation) -> frozenset[str]:
    """Write what it says from now on: for its readers, as a revision, and for the filter."""
    db.flush()
    labels = opening.open_to(db, moved.id)
    _keep(db, viewer, moved, row)
    journal.note(db, row.practice_id)
    return labels


def _columns(said: Said) -> Mapping[str, Any]:
    """Return the columns in which the words of an adaptation stand."""
    found = {name: value for name, value in asdict(said).items() if name != "language"}
    return {**found, **{name: found[name] or None for name in ("cost", "effort", "led_to")}}


KEPT = ("verdict", "changed", "why", "conditions", "cost", "effort", "readers", "led_to")
"""What a revision keeps, and the result beside it."""


def _keep(db: Session, viewer: Viewer, made: Item, row: Adaptation) -> None:
    names = (*KEPT, "result", "result_note")
    says = {name: getattr(row, name) for name in names} | {"language": made.language}
    items.revise(db, viewer, made, body=json.dumps(says, ensure_ascii=False, sort_keys=True))
