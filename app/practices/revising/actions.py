"""The acts on a change of a published practice: begun, handed in, taken in, dropped.

Whoever acts on both holds the published practice first, then its change.
"""

from dataclasses import dataclass, replace

from sqlalchemy import bindparam, insert, select
from sqlmodel import Session

from app.access.audience import labels_of_draft, labels_of_submitted
from app.access.labels import SECRETARIAT
from app.access.policy import P, ensure
from app.access.viewer import Viewer
from app.audit import actions as audit
from app.audit.actions import Plain
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.core.i18n import N_
from app.core.seal import Seal
from app.directory.still_acting import ensure_still_acts
from app.files import handing_on
from app.following import happenings
from app.following.rules import What as Followed
from app.items import actions as items
from app.items.models import Item, Kind
from app.items.queries import Matter
from app.notifications import actions as notifications
from app.notifications.post import Post
from app.practices import letters, words
from app.practices.actions import open_to
from app.practices.entry import Entry
from app.practices.holding import confirm_from, entry_of, hold, move
from app.practices.joining import agreement
from app.practices.models import Practice, PracticeRevision
from app.practices.revising import kept
from app.practices.rules import UNDER_WAY, Act, Stage, What
from app.practices.template import CURRENT
from app.practices.together import saving

item = table(Item)
practice = table(Practice)
changed = table(PracticeRevision)

MEANWHILE = N_("A change of this practice is under way already. Go on with that one.")


@dataclass(frozen=True, slots=True)
class Means:
    """What taking a change in needs beside the session: the post, and the keys of files."""

    post: Post
    seal: Seal


def begin(db: Session, viewer: Viewer, matter: Matter) -> Item:
    """Begin a change of a published practice: a draft with its words, for its office alone.

    Raises:
        Conflict: when it is no longer published, or one is under way.
    """
    viewer = ensure_still_acts(db, viewer)
    original = hold(db, matter.id)
    ensure(viewer, P.PRACTICE_REVISE, replace(matter, stage=original.stage))
    if open_changes(db, matter.id):
        raise Conflict(MEANWHILE)
    owners = sorted(agreement.owners_of(db, matter.id))
    made = items.create(
        db,
        viewer,
        Kind.PRACTICE,
        stage=Stage.DRAFT,
        audience=original.audience,
        language=original.language,
        owners=owners,
        labels=labels_of_draft(owners),
    )
    entry = replace(entry_of(db, viewer.labels, matter.id), template=CURRENT)
    first = {"title": entry.title, "summary": entry.summary, "description": entry.description}
    db.execute(insert(practice).values({**first, "item_id": made.id}))
    db.execute(insert(changed).values({"item_id": made.id, "revises": matter.id}))
    words.set_owners(db, made.id, owners)
    words.copy(db, entry, made.id)
    confirm_from(db, made.id, None, entry.confirm_months)
    begun: dict[str, Plain] = {"change": made.id}
    audit.record(db, Event.PRACTICE_CHANGE_BEGUN, viewer=viewer, subject=matter.id, detail=begun)
    return made


def take(  # noqa: PLR0913 - who, what, into what, and how to tell
    db: Session, viewer: Viewer, matter: Matter, of: str, by: Means, *, version: int
) -> None:
    """Take a submitted change into the practice ``of`` that it changes.

    Raises:
        Conflict: when somebody else has answered it, or the practice is no longer published.
    """
    original = hold(db, of)
    moved = move(db, matter, Act.TAKE, version)
    items.relabel(db, moved, labels_of_submitted(matter.owners))
    notifications.done_waiting(db, moved.id)
    change = entry_of(db, (SECRETARIAT,), moved.id)
    _put_in(db, original, change)
    handing_on.hand_on(db, by.seal, moved.id, original.id)
    entry = _shown(db, original, matter)
    kept.keep(db, original, entry, words.revise(db, viewer, original, entry))
    if original.stage != Stage.HIDDEN:
        happenings.note(db, viewer, original.id, Followed.CHANGED)
    notifications.tell(db, original.id, labels_of_draft(matter.owners), What.TAKEN)
    letters.write(db, by.post, entry, What.TAKEN)
    taken: dict[str, Plain] = {"change": moved.id}
    audit.record(db, Event.PRACTICE_CHANGE_TAKEN, viewer=viewer, subject=original.id, detail=taken)


def _shown(db: Session, original: Item, matter: Matter) -> Entry:
    """Let the readers find the practice as it is now; one that is hidden stays so."""
    if original.stage == Stage.HIDDEN:
        return entry_of(db, (SECRETARIAT,), original.id)
    return open_to(db, original, matter.owners)


def _put_in(db: Session, original: Item, change: Entry) -> None:
    """Let the practice say what its change says; its readers, number and owners stay."""
    words.copy(db, change, original.id)
    agreement.void(db, original.id)
    saving.forget(db, change.id)
    confirm_from(db, original.id, change.confirmed_on, change.confirm_months)
    original.language = change.language
    original.changed_at = clock.now()
    original.version += 1
    db.add(original)
    db.flush()


def drop_with(db: Session, viewer: Viewer, original: Matter) -> None:
    """Withdraw the change that is under way of a practice that was just withdrawn."""
    for change, stage in open_changes(db, original.id):
        moved = items.move(db, change, seen=stage, to=Stage.WITHDRAWN)
        unseen = stage == Stage.DRAFT
        owners = original.owners
        items.relabel(db, moved, labels_of_draft(owners) if unseen else labels_of_submitted(owners))
        notifications.done_waiting(db, change)
        audit.record(db, Event.PRACTICE_WITHDRAWN, viewer=viewer, subject=change)


_OPEN = (
    select(item.c.id, item.c.stage)
    .join_from(changed, item, item.c.id == changed.c.item_id)
    .where(changed.c.revises == bindparam("of"), item.c.stage.in_(sorted(UNDER_WAY)))
    .with_for_update(of=item)
)


def open_changes(db: Session, item_id: str) -> list[tuple[str, str]]:
    """Return (id, stage) of the change of a practice that is under way, held until the commit."""
    return [(row.id, row.stage) for row in db.execute(_OPEN, {"of": item_id})]
