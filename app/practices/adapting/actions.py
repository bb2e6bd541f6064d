"""The acts on an adaptation. Each takes an open session and writes all that belongs to it.

Each holds the office of whoever acts, then the practice, then the adaptation: the order of whoever
changes who reads the practice. The right is asked again of the office as it is then.
"""

from sqlalchemy import select
from sqlmodel import Session

from app.access.policy import P, ensure
from app.access.viewer import Viewer
from app.audit.actions import record as note
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.core.i18n import N_
from app.directory.still_acting import ensure_still_acts
from app.following import happenings
from app.following.rules import What as Followed
from app.items import actions as items
from app.items.models import Item, Kind
from app.items.queries import Matter, find
from app.notifications import actions as notifications
from app.notifications.post import Post
from app.practices import journal
from app.practices.adapting import opening, telling
from app.practices.adapting.audience import labels_unseen
from app.practices.adapting.forms import Said
from app.practices.adapting.holding import GONE, about_of, columns, hold, keep, move, put, reopen
from app.practices.adapting.models import Adaptation
from app.practices.adapting.rules import (
    ASKED_AGAIN,
    EARLY,
    SERIES,
    TAKEN_OVER,
    Act,
    Stage,
    What,
    first_due,
)
from app.practices.adapting.values import Adapted

item = table(Item)
adaptation = table(Adaptation)
TWICE = N_("Your member has recorded this already. Change that record instead.")
NOT_DONE = N_("Nothing came of what you decided against.")


def record(db: Session, viewer: Viewer, about: Matter, said: Said, post: Post | None) -> str:
    """Record what the viewer's member made of a practice; its readers read it at once.

    Raises:
        Conflict: when the practice has gone, or the member has recorded this already.
    """
    viewer = ensure_still_acts(db, viewer)
    ensure(viewer, P.ADAPTATION_WRITE, about)
    hold(db, about.id, must_be_out=True)
    if find(db.connection(), viewer, Kind.PRACTICE, about.id) is None:
        raise Conflict(GONE)
    code = viewer.member or ""
    _ensure_first(db, about.id, code)
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
        **columns(said),
    )
    db.add(row)
    labels = opening.open_to(db, made.id)
    keep(db, viewer, made, row)
    note(db, Event.ADAPTATION_RECORDED, viewer=viewer, subject=made.id)
    telling.owners(db, post, made, about, labels, What.NEW)
    journal.note(db, about.id)
    happenings.note(db, viewer, about.id, Followed.ADAPTED, with_id=made.id)
    return made.id


def _ensure_first(db: Session, practice_id: str, code: str) -> None:
    twice = (adaptation.c.practice_id == practice_id) & (adaptation.c.standing == code)
    if db.execute(select(adaptation.c.item_id).where(twice)).first():
        raise Conflict(TWICE)


def change(db: Session, viewer: Viewer, found: Adapted, said: Said, *, version: int) -> None:
    """Say anew what the member made of the practice.

    Raises:
        Conflict: when it was withdrawn, or changed since it was read.
    """
    if found.matter.version == version and said == as_said(found):
        return
    moved, row = move(db, viewer, found, Act.CHANGE, version)
    moved.language = said.language
    if (row.verdict in TAKEN_OVER) != (said.verdict in TAKEN_OVER):
        row.result, row.result_note, row.result_on, row.asked_on = None, "", None, None
        row.result_due = first_due(said.verdict, clock.today())
        notifications.done_waiting(db, moved.id)
    for name, value in columns(said).items():
        setattr(row, name, value)
    put(db, viewer, moved, row)
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
    moved, row = move(db, viewer, found, Act.RESULT, version)
    if row.verdict not in TAKEN_OVER:
        raise Conflict(NOT_DONE)
    early = result == EARLY
    row.result, row.result_on = (None, None) if early else (result, clock.today())
    row.result_note = words
    row.result_due, row.asked_on = (clock.today() + ASKED_AGAIN if early else None), None
    notifications.done_waiting(db, moved.id)
    labels = put(db, viewer, moved, row)
    event = Event.ADAPTATION_PUT_OFF if early else Event.ADAPTATION_ANSWERED
    note(db, event, viewer=viewer, subject=moved.id)
    if not early and moved.stage == Stage.RECORDED:
        about = about_of(db, row.practice_id)
        telling.owners(db, post, moved, about, labels, What.ANSWERED)


def withdraw(db: Session, viewer: Viewer, found: Adapted, *, version: int) -> None:
    """Take a record back: from now on its own office and the Secretariat read it.

    Raises:
        Conflict: when it was withdrawn already, or changed since it was read.
    """
    moved, row = move(db, viewer, found, Act.WITHDRAW, version)
    row.standing, row.result_due, row.asked_on = None, None, None
    notifications.done_waiting(db, moved.id)
    reopen(db, moved, row)
    note(db, Event.ADAPTATION_WITHDRAWN, viewer=viewer, subject=moved.id)


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
