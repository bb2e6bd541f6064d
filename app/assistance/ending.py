"""The words of an ended request: its parties are told when they will go, then they are destroyed.

What stays is a receipt: which request, when, after how many days, how many texts and files; of a
file its key goes at once, and what lies in the store a day later. The worker
does both (see ``app/duties.py``).
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Table,
    delete,
    func,
    insert,
    inspect,
    select,
    update,
)
from sqlmodel import Session

from app.access.audience import labels_of_draft
from app.access.labels import SECRETARIAT
from app.assistance import letters
from app.assistance.after.asking import after, end_words, note
from app.assistance.clearance import queries as clearance
from app.assistance.letters import About, Letter
from app.assistance.models import Ending
from app.assistance.papers import letter_files
from app.assistance.queries import item, item_owner, offer, request
from app.assistance.rules import ENDED
from app.assistance.talks.queries import conversation, word
from app.assistance.working.queries import task
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.seal import Sealed
from app.files import apart
from app.files.queries import attachment
from app.guests.models import Guest
from app.items.models import Kind, Revision
from app.items.queries import readers
from app.notifications import actions as notifications
from app.notifications.post import Post
from app.sealing import wrapping
from app.web.portal import Portal

TOLD_BEFORE = timedelta(days=14)
"""So long before, at least, everybody concerned is told."""
AT_ONCE = 50

ending = table(Ending)
revision = table(Revision)
guest = table(Guest)


def day_of(ended: datetime, days: int) -> date:
    """Return the day on which the words of a request that ended then are destroyed."""
    return ended.date() + timedelta(days=days)


def words_end_on(portal: Portal, stage: str, ended: datetime, due: date | None) -> date | None:
    """Return when the words of a request go: ``due`` once it was told, None before it has ended."""
    if stage not in ENDED:
        return None
    day = day_of(ended, portal.settings.keep_closed_days)
    return due or max(day, clock.today() + TOLD_BEFORE)


def tell_due(portal: Portal) -> int:
    """Announce to the parties of ended requests when the words go; return of how many."""
    days = portal.settings.keep_closed_days
    today = clock.today()
    latest = clock.now() - timedelta(days=days) + TOLD_BEFORE
    with portal.db.read() as conn:
        rows = conn.execute(_untold(latest)).all()
    for row in rows:
        due = max(day_of(row.changed_at, days), today + TOLD_BEFORE)
        with portal.db.unit_of_work() as db:
            if not _has_ended(db.connection(), row.id):
                continue
            db.add(Ending(item_id=row.id, days=days, due_on=due))
            db.flush()
            about = About(row.id, row.number, due)
            to = labels_of_draft(_parties(db, row.id))
            to |= readers(db.connection(), row.id) & {SECRETARIAT}
            notifications.tell(db, row.id, to, letters.WHATS[Letter.ENDING])
            letters.write(db, Post.of(portal), Letter.ENDING, about, to=to)
    return len(rows)


def destroy_due(portal: Portal) -> int:
    """Destroy the words whose day has come; return of how many requests."""
    with portal.db.read() as conn:
        due = conn.execute(
            select(ending.c.item_id, ending.c.days)
            .where(ending.c.destroyed_at.is_(None), ending.c.due_on <= clock.today())
            .order_by(ending.c.due_on, ending.c.item_id)
            .limit(AT_ONCE)
        ).all()
    for row in due:
        with portal.db.unit_of_work() as db:
            _destroy(db, row.item_id, row.days)
    if due:
        portal.db.settle()
    return len(due)


def _destroy(db: Session, request_id: str, days: int) -> None:
    conn = db.connection()
    if not _has_ended(conn, request_id):
        return
    told = select(ending.c.item_id).where(ending.c.item_id == request_id)
    if conn.execute(told.where(ending.c.destroyed_at.is_(None))).scalar() is None:
        return
    by_letter = letter_files(conn, request_id)
    apart.forget(db, by_letter)
    texts, files = empty(conn, request_id), take_files(conn, request_id) + len(by_letter)
    records = records_of(conn, request_id)
    end_words(db, records[1:])
    wrapping.forget(db, records)
    done = update(ending).where(ending.c.item_id == request_id)
    db.execute(done.values(destroyed_at=clock.wall(), texts=texts, files=files))
    detail = {"texts": texts, "files": files, "days": days}
    record(db, Event.REQUEST_WORDS_DESTROYED, subject=request_id, detail={**detail})


def _has_ended(conn: Connection, request_id: str) -> bool:
    """Whether a request, held from here on, has ended and was not taken up again meanwhile."""
    held = select(item.c.stage).where(item.c.id == request_id).with_for_update()
    return conn.execute(held).scalar() in ENDED


def records_of(conn: Connection, request_id: str) -> Sequence[str]:
    """Return a request, its rounds, its offers and what their sides said alone: all with a key."""
    found = conn.execute(select(offer.c.item_id).where(offer.c.request_id == request_id))
    offers, out = list(found.scalars()), clearance.records(conn, request_id)
    return [request_id, *out, *offers, *_apart(conn, offers)]


def _apart(conn: Connection, offers: Sequence[str]) -> Sequence[str]:
    """Return the items of the two members alone; also in a schema that knows none yet."""
    if not offers or not inspect(conn).has_table(conversation.name):
        return []
    wanted = select(conversation.c.apart_id).where(
        conversation.c.item_id.in_(offers), conversation.c.apart_id.is_not(None)
    )
    return list(conn.execute(wanted).scalars())


def empty(conn: Connection, request_id: str) -> int:
    """Take every text of a request, of its offers and what belongs to them, and of its guests away.

    Return how many there were.

    Also in a schema that does not know every column yet: a restored backup may be older.
    """
    records = records_of(conn, request_id)
    done = 0
    for rows in (request, clearance.rounds, offer, task, word, after, note, revision, guest):
        columns = _sealed(conn, rows)
        mine: ColumnElement[bool] = rows.c.item_id.in_(records)
        if not columns:
            continue
        if rows is note:  # what both sides share with others stays until one takes it back
            mine &= note.c.shared_at.is_(None)
        found = conn.execute(select(*(func.count(one) for one in columns)).where(mine)).one()
        done += sum(found)
        conn.execute(update(rows).where(mine).values({one.name: None for one in columns}))
    return done


def take_files(conn: Connection, request_id: str) -> int:
    """Take every file off a request and its offers; return how many there were.

    Also in a schema that knows no attachments yet, as ``empty``.
    """
    if not inspect(conn).has_table(attachment.name):
        return 0
    mine: ColumnElement[bool] = attachment.c.item_id.in_(records_of(conn, request_id))
    mine |= attachment.c.id.in_(letter_files(conn, request_id))
    return conn.execute(delete(attachment).where(mine)).rowcount


def put_back_receipts(
    conn: Connection, receipts: Sequence[Mapping[str, Any]], *, keep: bool = True
) -> int:
    """After an older backup was brought back, destroy again what had been destroyed since.

    Without ``keep`` the schema has no place for receipts yet. Returns of how many requests.
    """
    there = set(conn.execute(select(request.c.item_id)).scalars())
    again = 0
    for one in receipts:
        if one["item_id"] not in there:
            continue
        gone = empty(conn, one["item_id"]), take_files(conn, one["item_id"])
        again += any(gone)
        if keep:
            conn.execute(delete(ending).where(ending.c.item_id == one["item_id"]))
            conn.execute(insert(ending).values(_known(conn, one)))
    return again


def _known(conn: Connection, receipt: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a schema, which may be older, keeps of a receipt."""
    there = {one["name"] for one in inspect(conn).get_columns(ending.name)}
    return {name: value for name, value in receipt.items() if name in there}


def _sealed(conn: Connection, rows: Table) -> Sequence[Column[Any]]:
    known = inspect(conn)
    if not known.has_table(rows.name):
        return []
    there = {one["name"] for one in known.get_columns(rows.name)}
    return [one for one in rows.c if isinstance(one.type, Sealed) and one.name in there]


def _untold(latest: datetime) -> Any:
    told = select(ending.c.item_id).where(ending.c.item_id == item.c.id).exists()
    return (
        select(item.c.id, item.c.number, item.c.changed_at)
        .where(item.c.kind == Kind.REQUEST, item.c.stage.in_(ENDED))
        .where(item.c.changed_at <= latest, ~told)
        .order_by(item.c.changed_at, item.c.id)
        .limit(AT_ONCE)
    )


def _parties(db: Session, request_id: str) -> set[str]:
    """Return the member that asked and those that offered."""
    owners = select(item_owner.c.member).where(item_owner.c.item_id == request_id)
    helpers = select(offer.c.member).where(offer.c.request_id == request_id)
    return {*db.execute(owners).scalars(), *db.execute(helpers).scalars()}
