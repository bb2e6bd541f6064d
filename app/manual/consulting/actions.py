"""What editors do with a consultation. Each act takes an open session and writes all of one act.

Every act holds the consultation first: whether it is over counts at that moment.
"""

import json
from datetime import date

from sqlmodel import Session

from app.access.audience import Audience, Circle
from app.access.policy import P, ensure
from app.access.viewer import Viewer
from app.core import clock
from app.directory.still_acting import ensure_still_acts
from app.items import actions as items
from app.items.models import Kind
from app.manual import queries as manual
from app.manual.consulting import frozen
from app.manual.consulting.forms import Opening
from app.manual.consulting.holding import hold
from app.manual.consulting.models import Consultation
from app.manual.consulting.rules import KEPT, Moved, NotLater, Stage, State, What
from app.manual.consulting.telling import told
from app.manual.rules import DraftChanged
from app.manual.voices import letters
from app.notifications.post import Post

INVITED = Audience(Circle.NETWORK)
"""All members: those who act for a Focal Point or an alternate."""


def open_(db: Session, viewer: Viewer, said: Opening, post: Post) -> str:
    """Open a consultation on the draft as it was looked at; return its id.

    Raises:
        DraftChanged: when the draft is not what was looked at.
    """
    ensure(ensure_still_acts(db, viewer), P.CONSULTATION_LEAD)
    draft = frozen.of_draft(db.connection())
    text = draft.only(said.chapters)
    if draft.hash != said.seen or not text.heads:
        raise DraftChanged
    last = manual.current(db.connection())
    made = items.create(
        db,
        viewer,
        Kind.CONSULTATION,
        stage=Stage.OPENED,
        audience=str(INVITED),
        language=said.language,
        owners=(),
        labels=INVITED.labels,
    )
    row = Consultation(
        item_id=made.id,
        title=said.title,
        asked=said.asked,
        begins=said.begins,
        until=said.until,
        edition=last.number if last else None,
        whole=len(text.heads) == len(draft.heads),
        hash=text.hash,
        at=made.created_at,
    )
    db.add(row)
    db.flush()
    frozen.freeze(db, made.id, text)
    kept = {"title": said.title, "asked": said.asked, "hash": text.hash}
    items.revise(db, viewer, made, body=json.dumps(kept, ensure_ascii=False))
    told(db, viewer, row, What.OPENED, post)
    return made.id


def prolong(db: Session, viewer: Viewer, item_id: str, until: date, post: Post) -> None:
    """Let a consultation that is not over last longer.

    Raises:
        Moved: when it is over or was withdrawn.
        NotLater: when that day is not after its last one.
    """
    held = hold(db, viewer, P.CONSULTATION_LEAD, item_id)
    if held.state not in {State.COMING, State.OPEN}:
        raise Moved
    if until <= held.row.until:
        raise NotLater
    held.row.until = until
    db.flush()
    told(db, viewer, held.row, What.PROLONGED, post)


def end(db: Session, viewer: Viewer, item_id: str, post: Post) -> None:
    """End a consultation before its last day.

    Raises:
        Moved: when it is not open.
    """
    held = hold(db, viewer, P.CONSULTATION_LEAD, item_id)
    if held.state != State.OPEN:
        raise Moved
    items.move(db, item_id, seen=held.item.stage, to=Stage.ENDED)
    held.row.ended_at = clock.now()
    db.flush()
    told(db, viewer, held.row, What.ENDED, post)


def withdraw(db: Session, viewer: Viewer, item_id: str, post: Post) -> None:
    """Withdraw a consultation: its text is shown no longer.

    What was submitted stays between its author and the Secretariat for a while, see ``ending``.

    Raises:
        Moved: when that happened already, or its submissions were shown to others.
    """
    held = hold(db, viewer, P.CONSULTATION_LEAD, item_id)
    if held.state == State.WITHDRAWN or held.row.shown_at is not None:
        raise Moved
    items.move(db, item_id, seen=held.item.stage, to=Stage.WITHDRAWN)
    held.row.withdrawn_at = clock.now()
    db.flush()
    letters.tell_withdrawn(db, item_id, held.row.withdrawn_at.date() + KEPT, post)
    told(db, viewer, held.row, What.WITHDRAWN, post)
