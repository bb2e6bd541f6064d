"""The acts on a practice. Each takes an open session and writes all that belongs to the act."""

import dataclasses
from collections.abc import Iterable, Sequence

from sqlalchemy import Update, insert, select, update
from sqlmodel import Session

from app.access.audience import (
    Audience,
    Circle,
    labels_of_draft,
    labels_of_open,
    labels_of_submitted,
)
from app.access.labels import SECRETARIAT
from app.access.viewer import ANYONE, Viewer
from app.audit import actions as audit
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict, NotFound
from app.following import happenings
from app.following.rules import What as Followed
from app.items import actions as items
from app.items.models import Item, Kind
from app.items.queries import Matter, readers
from app.notifications import actions as notifications
from app.notifications.post import Post
from app.practices import around, letters, queries, searching, views, words
from app.practices.entry import Changes, Entry
from app.practices.models import Practice
from app.practices.rules import SERIES, Act, NotSourced, Stage, What, after, answer_due

item = table(Item)
practice = table(Practice)

DEFAULT_AUDIENCE = Audience.of(Circle.NETWORK)


def create(db: Session, viewer: Viewer, owners: Sequence[str], changes: Changes) -> Item:
    """Begin a draft that only the offices of ``owners`` see."""
    made = items.create(
        db,
        viewer,
        Kind.PRACTICE,
        stage=Stage.DRAFT,
        audience=str(changes.audience or DEFAULT_AUDIENCE),
        language=changes.language or "en",
        owners=owners,
        labels=labels_of_draft(owners),
    )
    db.execute(insert(practice).values({**changes.columns, "item_id": made.id}))
    words.set_owners(db, made.id, owners)
    words.set_facets(db, made.id, changes)
    words.set_sources(db, made.id, changes.sources or ())
    audit.record(db, Event.PRACTICE_CREATED, viewer=viewer, subject=made.id)
    return made


def save(db: Session, viewer: Viewer, matter: Matter, changes: Changes, *, version: int) -> None:
    """Save one page of a draft; what is there already is not written again.

    Raises:
        Conflict: when somebody of the office saved after ``version`` was read.
    """
    before = _entry(db, viewer, matter.id)
    if (before.version, before.stage) == (version, matter.stage) and not changes.is_news_to(before):
        return
    values: dict[str, object] = {"changed_at": clock.now(), "version": item.c.version + 1}
    if changes.audience is not None:
        values["audience"] = str(changes.audience)
    if changes.language is not None:
        values["language"] = changes.language
    wanted = (item.c.id == matter.id, item.c.version == version, item.c.stage == matter.stage)
    if not db.execute(update(item).where(*wanted).values(values).returning(item.c.id)).first():
        raise Conflict
    if changes.columns:
        stored = update(practice).where(practice.c.item_id == matter.id)
        db.execute(stored.values(dict(changes.columns)))
    words.set_facets(db, matter.id, changes)
    if changes.sources is not None:
        words.set_sources(db, matter.id, changes.sources)
    audit.record(db, Event.PRACTICE_CHANGED, viewer=viewer, subject=matter.id)


def replace(db: Session, item_id: str, owners: Sequence[str], changes: Changes) -> None:
    """Put what a file says now in place of a published practice that nobody has touched."""
    found = db.get_one(Item, item_id)
    db.execute(update(practice).where(practice.c.item_id == item_id).values(dict(changes.columns)))
    words.set_owners(db, item_id, owners)
    words.set_facets(db, item_id, changes)
    words.set_sources(db, item_id, changes.sources or ())
    put_out(db, ANYONE, found, owners, Followed.CHANGED)


def submit(db: Session, viewer: Viewer, matter: Matter, post: Post, *, version: int) -> None:
    """Hand a practice to the secretariat, which is told and answers within five working days.

    Raises:
        Conflict: when it is no longer being written, or not as it was when read.
        NotSourced: when neither a source nor the office stands behind it.
    """
    moved = _move(db, matter, Act.SUBMIT, version)
    _stand_behind(db, matter.id)
    entry = _entry(db, viewer, matter.id)
    if not entry.is_sourced:
        raise NotSourced
    moved.number = moved.number or items.next_number(db, SERIES)
    items.relabel(db, moved, labels_of_submitted(matter.owners))
    words.revise(db, viewer, moved, entry)
    notifications.done_waiting(db, matter.id)
    due = answer_due(clock.today())
    notifications.wait_for(db, matter.id, SECRETARIAT, What.SUBMITTED, due=due)
    letters.write_to_secretariat(db, post, dataclasses.replace(entry, number=moved.number))
    audit.record(db, Event.PRACTICE_SUBMITTED, viewer=viewer, subject=matter.id)


def publish(db: Session, viewer: Viewer, matter: Matter, post: Post, *, version: int) -> None:
    """Publish a submitted practice to the readers its office chose.

    Raises:
        Conflict: when somebody else has answered it.
    """
    moved = _move(db, matter, Act.PUBLISH, version)
    db.execute(_of(moved.id).values(reason=None))
    put_out(db, viewer, moved, matter.owners)
    notifications.done_waiting(db, moved.id)
    notifications.tell(db, moved.id, labels_of_draft(matter.owners), What.PUBLISHED)
    entry = _entry(db, viewer, moved.id)
    letters.write(db, post, entry, What.PUBLISHED)
    letters.write_to_readers(db, post, entry)


def put_out(
    db: Session, viewer: Viewer, moved: Item, owners: Iterable[str], told: Followed = Followed.NEW
) -> None:
    """Open a practice to its readers as it is now: what it says is kept, recorded and ``told``."""
    entry = open_to(db, moved, owners)
    happenings.note(db, viewer, moved.id, told)
    words.revise(db, viewer, moved, entry)
    audit.record(
        db,
        Event.PRACTICE_PUBLISHED,
        viewer=viewer,
        subject=moved.id,
        detail={"number": moved.number, "audience": moved.audience},
    )


def open_to(db: Session, moved: Item, owners: Iterable[str]) -> Entry:
    """Let the readers of a published practice find it, and nobody else; return what it says."""
    db.flush()
    labels = labels_of_open(owners, Audience.parse(moved.audience))
    items.relabel(db, moved, labels, moment=moved.changed_at)
    entry = _entry_by(db, moved.id, (SECRETARIAT,))  # reads all that is out, whoever publishes it
    searching.put(db, entry, labels)
    around.find_anew(db, moved.id)
    return entry


def send_back(  # noqa: PLR0913 - who, what, why, and how to tell
    db: Session, viewer: Viewer, matter: Matter, reason: str, post: Post, *, version: int
) -> None:
    """Return a submitted practice to its office with a reason.

    Raises:
        Conflict: when somebody else has answered it.
    """
    moved = _move(db, matter, Act.RETURN, version)
    db.execute(_of(moved.id).values(reason=reason))
    items.relabel(db, moved, labels_of_submitted(matter.owners))
    notifications.done_waiting(db, moved.id)
    offices = labels_of_draft(matter.owners)
    for label in sorted(offices):
        notifications.wait_for(db, moved.id, label, What.RETURNED)
    notifications.tell(db, moved.id, offices, What.RETURNED)
    letters.write(db, post, _entry(db, viewer, moved.id), What.RETURNED)
    audit.record(db, Event.PRACTICE_RETURNED, viewer=viewer, subject=moved.id)


def withdraw(db: Session, viewer: Viewer, matter: Matter, *, version: int) -> None:
    """Take a practice back: from then on only its office sees it, and who had it to review.

    Raises:
        Conflict: when it has changed since it was read.
    """
    before = readers(db.connection(), matter.id)
    moved = _move(db, matter, Act.WITHDRAW, version)
    was = labels_of_draft if matter.stage == Stage.DRAFT else labels_of_submitted
    items.relabel(db, moved, was(matter.owners))
    notifications.done_waiting(db, moved.id)
    if matter.stage == Stage.PUBLISHED:
        searching.remove(db, moved.id)
        around.hush(db, moved.id)
        db.execute(_of(moved.id).values(wished=None, reason=None))
        happenings.note(db, viewer, moved.id, Followed.GONE, before=before)
    audit.record(db, Event.PRACTICE_WITHDRAWN, viewer=viewer, subject=moved.id)


def confirm(db: Session, viewer: Viewer, matter: Matter, *, version: int) -> None:
    """Say that a published practice is still true; its readers see the day, which says it once.

    Raises:
        Conflict: when it has changed since it was read.
    """
    wanted = (item.c.id == matter.id, item.c.version == version, item.c.stage == Stage.PUBLISHED)
    said = select(practice.c.confirmed_on).join_from(practice, item).where(*wanted)
    if db.execute(said).scalar() == clock.today():
        return
    newer = update(item).where(*wanted).values(version=item.c.version + 1)
    if not db.execute(newer.returning(item.c.id)).first():
        raise Conflict
    _stand_behind(db, matter.id)
    views.forget(db, matter.id)
    happenings.note(db, viewer, matter.id, Followed.CONFIRMED)
    audit.record(db, Event.PRACTICE_CONFIRMED, viewer=viewer, subject=matter.id)


def _stand_behind(db: Session, item_id: str) -> None:
    """Note that the owning office stands behind the words today."""
    db.execute(_of(item_id).values(confirmed_on=clock.today()))


def _of(item_id: str) -> Update:
    return update(practice).where(practice.c.item_id == item_id)


def _move(db: Session, matter: Matter, act: Act, version: int) -> Item:
    return items.move(
        db, matter.id, seen=matter.stage, to=after(act, matter.stage), version=version
    )


def _entry(db: Session, viewer: Viewer, item_id: str) -> Entry:
    return _entry_by(db, item_id, viewer.labels)


def _entry_by(db: Session, item_id: str, labels: Iterable[str]) -> Entry:
    db.flush()
    entry = queries.entries_by(db.connection(), labels, [item_id]).get(item_id)
    if entry is None:
        raise NotFound
    return entry
