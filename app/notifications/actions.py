"""Saying what waits and what happened, in the transaction of the act."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from app.access.labels import member_label
from app.access.viewer import Viewer
from app.core import clock
from app.core.db import table
from app.core.ids import new_id
from app.core.writing import Writing
from app.notifications.models import DigestLine, Excused, Notice, NoticeRead, Waiting

waiting = table(Waiting)
excused = table(Excused)
line = table(DigestLine)
notice = table(Notice)
read = table(NoticeRead)
_TOLD = Writing(insert(notice))


def wait_for(db: Session, item_id: str, label: str, what: str, *, due: date | None = None) -> None:
    """Say that ``item_id`` waits for whoever sees by ``label`` (``what`` names the reason)."""
    if db.get(Waiting, {"item_id": item_id, "label": label, "what": what}) is None:
        db.add(Waiting(item_id=item_id, label=label, what=what, due=due))
        db.flush()


def wait_by(db: Session, item_id: str, what: str, dues: Mapping[str, date]) -> None:
    """Let ``item_id`` wait for exactly the labels of ``dues``, each by its day."""
    mine = (waiting.c.item_id == item_id, waiting.c.what == what)
    found = db.execute(select(waiting.c.label, waiting.c.due).where(*mine))
    there = {row.label: row.due for row in found}
    if gone := sorted(set(there) - set(dues)):
        stop_waiting_for(db, item_id, what, gone)
    for label, due in sorted(dues.items()):
        if label not in there:
            wait_for(db, item_id, label, what, due=due)
        elif there[label] != due:
            db.execute(update(waiting).where(*mine, waiting.c.label == label).values(due=due))


def stop_waiting_for(db: Session, item_id: str, what: str, labels: Collection[str]) -> None:
    """Say that ``item_id`` waits no longer for those of ``labels`` for the reason ``what``."""
    gone = delete(waiting).where(waiting.c.item_id == item_id, waiting.c.label.in_(labels))
    db.execute(gone.where(waiting.c.what == what))
    left = select(waiting.c.label).where(waiting.c.item_id == item_id, waiting.c.what == what)
    if db.execute(left.limit(1)).first() is None:
        done_waiting(db, item_id, what)


def done_waiting(db: Session, item_id: str, *whats: str) -> None:
    """Say that ``item_id`` waits no longer, for the reasons ``whats`` or (none given) for any.

    Nobody is told in a digest to do what need not be done any more.
    """
    reasons = select(waiting.c.what).where(waiting.c.item_id == item_id)
    told = func.coalesce(line.c.with_id, line.c.item_id) == item_id
    stale = line.c.what.in_(reasons.where(waiting.c.what.in_(whats)) if whats else reasons)
    db.execute(delete(line).where(told, stale))
    for rows in (waiting, excused):
        chosen = delete(rows).where(rows.c.item_id == item_id)
        db.execute(chosen.where(rows.c.what.in_(whats)) if whats else chosen)


def stop_waiting(db: Session, item_id: str, labels: Collection[str]) -> None:
    """Say that ``item_id`` waits no longer for those of ``labels``: it is theirs no more."""
    for rows in (waiting, excused):
        db.execute(delete(rows).where(rows.c.item_id == item_id, rows.c.label.in_(labels)))


def hand_on(db: Session, item_id: str, was: Collection[str], now: Collection[str]) -> None:
    """Let what waits for those of the labels ``was`` wait for those of ``now`` instead."""
    held = select(waiting.c.what, func.max(waiting.c.due).label("due")).where(
        waiting.c.item_id == item_id, waiting.c.label.in_(was)
    )
    rows = db.execute(held.group_by(waiting.c.what)).all()
    stop_waiting(db, item_id, set(was) - set(now))
    for row in rows:
        for label in sorted(set(now) - set(was)):
            wait_for(db, item_id, label, row.what, due=row.due)


def excuse(db: Session, item_id: str, member: str, what: str) -> None:
    """Say that what waits for a whole circle does not wait for ``member``: its own, or answered."""
    label = member_label(member)
    if db.get(Excused, {"item_id": item_id, "label": label, "what": what}) is None:
        db.add(Excused(item_id=item_id, label=label, what=what))
        db.flush()


def tell(
    db: Session, item_id: str, labels: Iterable[str], what: str, *, with_id: str | None = None
) -> None:
    """Leave a notice for each of ``labels``; only who sees the item ``with_id`` will read it."""
    told = {"item_id": item_id, "what": what, "with_id": with_id}
    _TOLD.run(
        db,
        [
            {"id": new_id(), "label": label, "at": clock.now(), **told}
            for label in sorted(set(labels))
        ],
    )


def stands_under(db: Session, ids: Collection[str], was: str, now: str, path: str) -> None:
    """Let what was told of the items ``ids`` lead to where they stand ``now``, at ``path``."""
    for rows, led in ((notice, {}), (line, {"path": path})):
        told = update(rows).where(rows.c.with_id.in_(ids), rows.c.item_id == was)
        db.execute(told.values(item_id=now, **led))


def mark_read(db: Session, viewer: Viewer, until: datetime, *, is_sqlite: bool) -> None:
    """Note that the viewer, for the office acted for, has read what happened ``until`` then.

    What was read later stays read, also where two pages of the same reader say so at once.
    """
    if viewer.office is None or viewer.person_id is None:
        return
    until = min(until, clock.now())
    insert = sqlite.insert(read) if is_sqlite else postgresql.insert(read)
    noted = insert.values(person_id=viewer.person_id, office_id=viewer.office.id, until=until)
    db.execute(
        noted.on_conflict_do_update(
            index_elements=[read.c.person_id, read.c.office_id],
            set_={"until": until},
            where=read.c.until < until,
        )
    )
