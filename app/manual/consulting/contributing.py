"""What an office submits to a consultation: sent, changed and withdrawn while it is open."""

import json
from typing import Any

from sqlalchemy import insert, select, update
from sqlmodel import Session

from app.access.audience import Audience, Circle, labels_of_draft, labels_of_submitted
from app.access.policy import P
from app.access.viewer import Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.items import actions as items
from app.items.models import Item, Kind
from app.manual.consulting.forms import Written
from app.manual.consulting.holding import Held, hold
from app.manual.consulting.models import Contribution
from app.manual.consulting.rules import Closed, NotBegun, Rewritten, Sent, State
from app.manual.consulting.telling import tell_secretariat
from app.manual.consulting.values import Contribution as Read
from app.manual.meaning import ensure_stance

contribution = table(Contribution)
KEPT = str(Audience(Circle.SECRETARIAT))


def send(db: Session, viewer: Viewer, consultation_id: str, said: Written) -> str:
    """Send the submission of the viewer's member, or another text in its place; return its id.

    What it says already is no news.

    Raises:
        NotBegun, Closed: when nobody writes yet, or any more.
        Rewritten: when it is not what its author looked at.
        NoPosition: for a position, when the office came into the interim meanwhile.
    """
    held = hold(db, viewer, P.CONTRIBUTION_WRITE, consultation_id)
    _ensure_open(held)
    ensure_stance(held.viewer, said.stance)
    code = viewer.member or ""
    own = (contribution.c.consultation_id == consultation_id, contribution.c.member == code)
    known = db.execute(select(contribution).where(*own)).first()
    found = db.get(Item, known.item_id, populate_existing=True) if known else None
    if (found.version if found else 0) != said.seen:
        raise Rewritten
    if known and found and _says(known, found) == (said.words, said.stance, said.language):
        return found.id
    values = {"words": said.words, "stance": said.stance, "at": clock.now()}
    if found is None:
        made = _item(db, viewer, said.language, code)
        keys = {"item_id": made.id, "consultation_id": consultation_id, "member": code}
        db.execute(insert(contribution).values({**keys, **values, "answer": ""}))
        tell_secretariat(db, made.id)
    else:
        made = items.move(db, found.id, seen=found.stage, to=Sent.SENT, version=said.seen)
        made.language = said.language
        items.relabel(db, made, labels_of_submitted([code]))
        db.execute(update(contribution).where(*own).values(values))
    kept = {"words": said.words, "stance": said.stance}
    items.revise(db, viewer, made, body=json.dumps(kept, ensure_ascii=False))
    event = Event.CONTRIBUTION_CHANGED if found else Event.CONTRIBUTION_SENT
    record(db, event, viewer=viewer, subject=made.id)
    return made.id


def _says(known: Any, found: Item) -> tuple[str, str, str] | None:
    """Return what a submission says, in which sense and language, unless it was withdrawn."""
    return (known.words, known.stance, found.language) if found.stage == Sent.SENT else None


def _item(db: Session, viewer: Viewer, language: str, code: str) -> Item:
    return items.create(
        db,
        viewer,
        Kind.CONTRIBUTION,
        stage=Sent.SENT,
        audience=KEPT,
        language=language,
        owners=[code],
        labels=labels_of_submitted([code]),
    )


def take_back(db: Session, viewer: Viewer, found: Read) -> None:
    """Withdraw a submission: its own offices alone read it from now on.

    Of a consultation that was withdrawn too, until the submission is given back.

    Raises:
        NotBegun, Closed: when nobody writes yet, or any more.
        Rewritten: when it was withdrawn already.
    """
    held = hold(db, viewer, P.CONTRIBUTION_WRITE, found.consultation_id)
    if held.state != State.WITHDRAWN:
        _ensure_open(held)
    try:
        moved = items.move(db, found.matter.id, seen=Sent.SENT, to=Sent.WITHDRAWN)
    except Conflict as late:
        raise Rewritten from late
    items.relabel(db, moved, labels_of_draft(found.matter.owners))
    record(db, Event.CONTRIBUTION_WITHDRAWN, viewer=viewer, subject=found.matter.id)


def _ensure_open(held: Held) -> None:
    if held.state == State.COMING:
        raise NotBegun
    if held.state != State.OPEN:
        raise Closed
