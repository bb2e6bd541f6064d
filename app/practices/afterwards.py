"""What becomes of a practice once it is written: it is confirmed, and it is withdrawn."""

from sqlalchemy import select, update
from sqlmodel import Session

from app.access.audience import labels_of_draft, labels_of_submitted
from app.access.viewer import Viewer
from app.audit import actions as audit
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.following import happenings
from app.following.rules import What as Followed
from app.items import actions as items
from app.items.models import Item
from app.items.queries import Matter, readers
from app.notifications import actions as notifications
from app.practices import around, journal, searching, views
from app.practices.clearing.telling import hush
from app.practices.holding import confirm_from, entry_of, move, row_of
from app.practices.joining import agreement, ending
from app.practices.joining.rules import Act as Together
from app.practices.joining.rules import What as Joint
from app.practices.models import Practice
from app.practices.revising import actions as revising
from app.practices.rules import OUT, Act, Stage

item = table(Item)
practice = table(Practice)


def withdraw(db: Session, viewer: Viewer, matter: Matter, *, version: int) -> None:
    """Take a practice back: from then on only its office sees it, and who had it to review.

    Raises:
        Conflict: when it has changed since it was read, or not all its owners agreed.
    """
    if viewer.member in matter.owners:
        agreement.ensure_agreed(db, matter, Together.WITHDRAW)
    before = readers(db.connection(), matter.id) if matter.stage in OUT else ()
    moved = move(db, matter, Act.WITHDRAW, version)
    was_draft = matter.stage == Stage.DRAFT
    labels = labels_of_draft(matter.owners) if was_draft else labels_of_submitted(matter.owners)
    items.relabel(db, moved, labels)
    notifications.done_waiting(db, moved.id)
    hush(db, moved.id)
    if matter.stage in OUT | {Stage.HIDDEN}:
        revising.drop_with(db, viewer, matter)
        searching.remove(db, moved.id)
        around.hush(db, moved.id)
        db.execute(row_of(moved.id).values(wished=None, reason=None))
    ending.end_all(db, moved.id)
    if before:
        happenings.note(db, viewer, moved.id, Followed.GONE, before=before)
    audit.record(db, Event.PRACTICE_WITHDRAWN, viewer=viewer, subject=moved.id)


def confirm(
    db: Session, viewer: Viewer, matter: Matter, *, version: int, months: int | None = None
) -> None:
    """Say that a published practice is still true; its readers see the day, which says it once.

    What was entered from public sources and is no office's becomes that of the viewer's office by
    this: the state claims it. ``months`` are those after which its office is asked again, None for
    as many as before.

    Raises:
        Conflict: when it has changed since it was read.
    """
    wanted = (item.c.id == matter.id, item.c.version == version, item.c.stage == Stage.PUBLISHED)
    said = select(practice.c.confirmed_on, practice.c.confirm_months, item.c.office_id).join_from(
        practice, item
    )
    held = db.execute(said.where(*wanted).with_for_update(of=item)).first()
    if held is None:
        raise Conflict
    claims = held.office_id is None and viewer.office is not None
    said_today = held.confirmed_on == clock.today() and months in {None, held.confirm_months}
    if said_today and not claims:
        return
    _next_version(db, viewer, matter.id, claims=claims)
    agreement.void(db, matter.id)
    confirm_from(db, matter.id, clock.today(), months or held.confirm_months)
    views.forget(db, matter.id)
    journal.note(db, matter.id)
    entry = entry_of(db, viewer.labels, matter.id)
    searching.put(db, entry, readers(db.connection(), matter.id))
    agreement.tell_others(db, matter, viewer, Joint.CONFIRMED)
    happenings.note(db, viewer, matter.id, Followed.CONFIRMED)
    event = Event.PRACTICE_CLAIMED if claims else Event.PRACTICE_CONFIRMED
    audit.record(db, event, viewer=viewer, subject=matter.id)


def _next_version(db: Session, viewer: Viewer, item_id: str, *, claims: bool) -> None:
    """Let a practice that is held be newer, and that of the viewer's office where it claims it."""
    values: dict[str, object] = {"version": item.c.version + 1}
    if claims and viewer.office:
        values["office_id"] = viewer.office.id
        asked = row_of(item_id).where(practice.c.contact_office.is_(None))
        db.execute(asked.values(contact_office=viewer.office.id))
    db.execute(update(item).where(item.c.id == item_id).values(values))
