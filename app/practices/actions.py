"""The acts on a practice. Each takes an open session and writes all that belongs to the act."""

import dataclasses
from collections.abc import Iterable, Sequence

from sqlalchemy import insert, update
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
from app.core.errors import Conflict, Forbidden
from app.following import happenings
from app.following.rules import What as Followed
from app.items import actions as items
from app.items.models import Item, Kind
from app.items.queries import Matter
from app.notifications import actions as notifications
from app.notifications.post import Post
from app.practices import around, letters, searching, telling, words
from app.practices.clearing.telling import hush
from app.practices.entry import Changes, Entry
from app.practices.holding import entry_of, hold, move, row_of, stand_behind
from app.practices.joining import agreement, naming
from app.practices.joining.covering import ensure_covers
from app.practices.joining.rules import What as Joint
from app.practices.models import Practice
from app.practices.refusals import NothingChanged, NotSourced
from app.practices.revising import kept
from app.practices.rules import SERIES, Act, Stage, What, answer_due
from app.practices.template import CURRENT
from app.practices.together import saving

item = table(Item)
practice = table(Practice)

DEFAULT_AUDIENCE = Audience.of(Circle.NETWORK)


def create(
    db: Session,
    viewer: Viewer,
    owners: Sequence[str],
    changes: Changes,
    *,
    stage: Stage = Stage.DRAFT,
) -> Item:
    """Begin a draft that only the offices of ``owners`` see, or an entry that is made for them."""
    own = stage == Stage.DRAFT
    made = items.create(
        db,
        viewer,
        Kind.PRACTICE,
        stage=stage,
        audience=str(changes.audience or DEFAULT_AUDIENCE),
        language=changes.language or "en",
        owners=owners,
        labels=labels_of_draft(owners) if own else labels_of_submitted(owners),
    )
    first = {**changes.columns, "item_id": made.id, "template": CURRENT}
    db.execute(insert(practice).values(first))
    words.set_owners(db, made.id, owners)
    words.set_facets(db, made.id, changes)
    words.set_sources(db, made.id, changes.sources or ())
    saving.note_first(db, viewer, made.id, changes)
    event = Event.PRACTICE_CREATED if own else Event.PRACTICE_BEGUN_FOR
    audit.record(db, event, viewer=viewer, subject=made.id)
    return made


def save(db: Session, viewer: Viewer, matter: Matter, changes: Changes, *, version: int) -> None:
    """Save one page of a draft; what is there already is not written again.

    Raises:
        Conflict: when somebody saved after ``version`` was read.
        OwnerLeftOut: when readers are chosen among whom an owner is not.
    """
    before = entry_of(db, viewer.labels, matter.id)
    if (before.version, before.stage) == (version, matter.stage) and not changes.is_news_to(before):
        return
    values: dict[str, object] = {"changed_at": clock.now(), "version": item.c.version + 1}
    if changes.audience is not None:
        ensure_covers(db.connection(), changes.audience, before.owners, viewer.member)
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
    agreement.void(db, matter.id)
    saving.note(db, viewer, before, changes, version=version + 1)
    audit.record(db, Event.PRACTICE_CHANGED, viewer=viewer, subject=matter.id)


def replace(db: Session, item_id: str, owners: Sequence[str], changes: Changes) -> None:
    """Put what a file says now in place of a published practice that nobody has touched."""
    found = db.get_one(Item, item_id)
    db.execute(update(practice).where(practice.c.item_id == item_id).values(dict(changes.columns)))
    words.set_owners(db, item_id, owners)
    words.set_facets(db, item_id, changes)
    words.set_sources(db, item_id, changes.sources or ())
    put_out(db, ANYONE, found, owners, Followed.CHANGED)


def submit(  # noqa: PLR0913 - who, what, how to tell, and what is wished
    db: Session,
    viewer: Viewer,
    matter: Matter,
    post: Post,
    *,
    version: int,
    nameless: bool = False,
) -> None:
    """Hand a practice to the secretariat, which is told and answers within five working days.

    Raises:
        Conflict: when it is no longer being written, or not as it was when read.
        NotSourced: when nothing stands behind it.
        Gone, NothingChanged: for a change of what is not published, or that changes nothing.
        Forbidden: for whoever writes it for its office.
        NotAgreed, StillAsked, NotBoth, TellsTheName: where others own it, or are asked to.
    """
    if viewer.member not in matter.owners:
        raise Forbidden
    naming.ensure_can_go(db, matter, nameless=nameless)
    original = kept.original_of(db.connection(), matter.id)
    if original:
        _ensure_changes(db, viewer, original, matter)
    moved = move(db, matter, Act.SUBMIT, version)
    stand_behind(db, matter.id)
    db.execute(row_of(matter.id).values(nameless=nameless))
    if not (entry := entry_of(db, viewer.labels, matter.id)).is_sourced:
        raise NotSourced
    if original is None:
        moved.number = moved.number or items.next_number(db, SERIES)
        entry = dataclasses.replace(entry, number=moved.number)
    items.relabel(db, moved, labels_of_submitted(matter.owners))
    words.revise(db, viewer, moved, entry)
    notifications.done_waiting(db, matter.id)
    hush(db, matter.id)
    what, due = What.CHANGED if original else What.SUBMITTED, answer_due(clock.today())
    notifications.wait_for(db, matter.id, SECRETARIAT, what, due=due)
    letters.write_to_secretariat(db, post, entry, what)
    audit.record(db, Event.PRACTICE_SUBMITTED, viewer=viewer, subject=matter.id)


def _ensure_changes(db: Session, viewer: Viewer, original: str, matter: Matter) -> None:
    """Hold a published practice and pass where its change says something else; tell its owners."""
    hold(db, original)
    published = entry_of(db, viewer.labels, original)
    change = entry_of(db, viewer.labels, matter.id)
    if not change.files and words.words_of(published) == words.words_of(change):
        raise NothingChanged
    agreement.tell_others(db, dataclasses.replace(matter, id=original), viewer, Joint.HANDED)


def publish(db: Session, viewer: Viewer, matter: Matter, post: Post, *, version: int) -> None:
    """Publish a submitted practice to the readers its office chose.

    Raises:
        Conflict: when somebody else has answered it.
        ValueError: for a change of a published practice, which is taken into that one.
    """
    if kept.original_of(db.connection(), matter.id):
        raise ValueError("A change is no practice of its own.")
    moved = move(db, matter, Act.PUBLISH, version)
    announce(db, viewer, moved, matter, post)


def announce(db: Session, viewer: Viewer, moved: Item, matter: Matter, post: Post) -> None:
    """Open a practice that was just published to its readers, and tell them and its office."""
    entry = entry_of(db, (SECRETARIAT,), moved.id)
    if entry.nameless:
        raise ValueError("What is published without a name is announced by nobody's name.")
    db.execute(row_of(moved.id).values(reason=None))
    put_out(db, viewer, moved, matter.owners)
    notifications.done_waiting(db, moved.id)
    entry = entry_of(db, (SECRETARIAT,), moved.id)
    telling.of_publication(db, post, entry)
    letters.write_to_readers(db, post, entry)


def put_out(
    db: Session, viewer: Viewer, moved: Item, owners: Iterable[str], told: Followed = Followed.NEW
) -> None:
    """Open a practice to its readers as it is now: what it says is kept, recorded and ``told``."""
    entry = open_to(db, moved, owners)
    happenings.note(db, viewer, moved.id, told)
    kept.keep(db, moved, entry, words.revise(db, viewer, moved, entry))
    saving.forget(db, moved.id)
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
    entry = entry_of(db, (SECRETARIAT,), moved.id)  # reads all that is out, whoever publishes it
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
    moved = move(db, matter, Act.RETURN, version)
    db.execute(row_of(moved.id).values(reason=reason))
    items.relabel(db, moved, labels_of_submitted(matter.owners))
    notifications.done_waiting(db, moved.id)
    offices = labels_of_draft(matter.owners)
    for label in sorted(offices):
        notifications.wait_for(db, moved.id, label, What.RETURNED)
    notifications.tell(db, moved.id, offices, What.RETURNED)
    letters.write(db, post, entry_of(db, viewer.labels, moved.id), What.RETURNED)
    audit.record(db, Event.PRACTICE_RETURNED, viewer=viewer, subject=moved.id)
