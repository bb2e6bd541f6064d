"""The acts on a translation: kept, offered, shown to readers, given back, taken away.

Each takes an open session and writes all that belongs to the act: the office first, then the
practice, then what is translated.
"""

from dataclasses import replace

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlmodel import Session

from app.access.audience import labels_of_draft
from app.access.labels import SECRETARIAT, labels_of_members
from app.access.policy import P, ensure
from app.access.viewer import Viewer
from app.audit import actions as audit
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.core.ids import new_id
from app.directory.still_acting import ensure_still_acts
from app.items.models import Item
from app.items.queries import Matter, readers
from app.notifications import actions as notifications
from app.notifications.post import Post
from app.practices import journal, letters, searching, views
from app.practices.holding import entry_of, hold
from app.practices.rules import What
from app.practices.translating.models import PracticeTranslating, PracticeTranslation
from app.practices.translating.queries import code_of
from app.practices.translating.values import Stage, Texts, Written, packed

shown = table(PracticeTranslation)
writing = table(PracticeTranslating)


def keep(  # noqa: PLR0913 - what, in which language, of which version, over which state
    db: Session,
    viewer: Viewer,
    matter: Matter,
    language: str,
    texts: Texts,
    *,
    made_for: int,
    version: int,
) -> int:
    """Keep what was typed as a draft of the viewer's member; return the number of its state.

    ``version`` is the state that was on the page, 0 where there was none.

    Raises:
        Conflict: when it was changed since, is offered, or the practice is no longer published.
    """
    viewer = _allowed(db, viewer, P.TRANSLATION_WRITE, matter)
    own = (
        writing.c.item_id == matter.id,
        writing.c.language == language,
        writing.c.member == code_of(viewer),
    )
    held = db.execute(select(writing.c.id, writing.c.version, writing.c.stage).where(*own)).first()
    if (held.version if held else 0) != version or (held and held.stage == Stage.OFFERED):
        raise Conflict
    values = {"texts": packed(texts), "made_for": made_for, "changed_at": clock.now()}
    if held:
        values |= {"version": version + 1}
        db.execute(update(writing).where(writing.c.id == held.id).values(values))
    else:
        values |= {"id": new_id(), "item_id": matter.id, "language": language, "version": 1}
        values |= {"member": code_of(viewer), "stage": Stage.DRAFT}
        db.execute(insert(writing).values(values))
    return version + 1


def offer(db: Session, viewer: Viewer, matter: Matter, made: Written, post: Post) -> None:
    """Offer a translation to the offices of the practice, which are told.

    Raises:
        Conflict: when it was changed or offered since it was read.
    """
    _allowed(db, viewer, P.TRANSLATION_WRITE, matter)
    if made.stage == Stage.OFFERED:
        raise Conflict
    _turn(db, made, Stage.OFFERED)
    for label in sorted(_deciding(matter)):
        notifications.wait_for(db, matter.id, label, What.OFFERED)
    letters.write(db, post, entry_of(db, viewer.labels, matter.id), What.OFFERED)
    audit.record(db, Event.TRANSLATION_OFFERED, viewer=viewer, subject=matter.id)


def show(db: Session, viewer: Viewer, matter: Matter, made: Written) -> None:
    """Show the viewer's own translation to the readers of the practice.

    Raises:
        Conflict: when it was changed since it was read.
    """
    _allowed(db, viewer, P.TRANSLATION_SHOW, matter)
    _put_out(db, viewer, matter, made, None)


def take_up(db: Session, viewer: Viewer, matter: Matter, made: Written) -> None:
    """Show a translation that was offered; whoever made it is told.

    Raises:
        Conflict: when it was taken back or answered since it was read.
    """
    _allowed(db, viewer, P.TRANSLATION_DECIDE, matter)
    _put_out(db, viewer, matter, made, code_of(viewer))
    _answered(db, matter, made, What.TRANSLATED)


def give_back(db: Session, viewer: Viewer, matter: Matter, made: Written, reason: str) -> None:
    """Give a translation back with a reason; whoever made it is told.

    Raises:
        Conflict: when it was taken back or answered since it was read.
    """
    _allowed(db, viewer, P.TRANSLATION_DECIDE, matter)
    _turn(db, made, Stage.RETURNED, reason)
    _answered(db, matter, made, What.DECLINED)
    audit.record(db, Event.TRANSLATION_DECLINED, viewer=viewer, subject=matter.id)


def drop(db: Session, viewer: Viewer, matter: Matter, made: Written) -> None:
    """Throw the viewer's own draft away, or take its offer back.

    Raises:
        Conflict: when it was changed or answered since it was read.
    """
    ensure_still_acts(db, viewer)
    hold(db, matter.id)
    _gone(db, made)
    _done(db, matter)


def take_away(db: Session, viewer: Viewer, matter: Matter, language: str) -> None:
    """Take a translation away from the readers of a practice.

    Raises:
        Conflict: when there is none any more.
    """
    _allowed(db, viewer, P.TRANSLATION_SHOW, matter)
    mine = (shown.c.item_id == matter.id, shown.c.language == language)
    if db.execute(delete(shown).where(*mine).returning(shown.c.language)).first() is None:
        raise Conflict
    _read_anew(db, matter)
    audit.record(db, Event.TRANSLATION_REMOVED, viewer=viewer, subject=matter.id)


def _allowed(db: Session, viewer: Viewer, permission: P, matter: Matter) -> Viewer:
    """Hold office and practice until the act is done, and ask again whether it is allowed."""
    viewer = ensure_still_acts(db, viewer)
    held: Item = hold(db, matter.id)
    ensure(viewer, permission, replace(matter, stage=held.stage, office_id=held.office_id))
    return viewer


def _put_out(
    db: Session, viewer: Viewer, matter: Matter, made: Written, agreed_by: str | None
) -> None:
    _gone(db, made)
    mine = (shown.c.item_id == matter.id, shown.c.language == made.language)
    db.execute(delete(shown).where(*mine))
    row = {
        "item_id": matter.id,
        "language": made.language,
        "made_for": made.made_for,
        "texts": packed(made.texts),
        "member": made.member,
        "agreed_by": agreed_by,
        "shown_at": clock.now(),
    }
    db.execute(insert(shown).values(row))
    _read_anew(db, matter)
    audit.record(db, Event.TRANSLATION_SHOWN, viewer=viewer, subject=matter.id)


def _read_anew(db: Session, matter: Matter) -> None:
    """Let pages and search follow what is translated now."""
    views.forget(db, matter.id)
    journal.note(db, matter.id)
    entry = entry_of(db, (SECRETARIAT,), matter.id)
    searching.put(db, entry, readers(db.connection(), matter.id))


def _turn(db: Session, made: Written, stage: Stage, reason: str | None = None) -> None:
    values = {"stage": stage, "reason": reason, "version": made.version + 1}
    turned = update(writing).where(*_same(made)).values({**values, "changed_at": clock.now()})
    if db.execute(turned.returning(writing.c.id)).first() is None:
        raise Conflict


def _gone(db: Session, made: Written) -> None:
    if db.execute(delete(writing).where(*_same(made)).returning(writing.c.id)).first() is None:
        raise Conflict


def _same(made: Written) -> tuple[ColumnElement[bool], ...]:
    """Return the condition that a translation stands as it was read."""
    return (
        writing.c.id == made.id,
        writing.c.version == made.version,
        writing.c.stage == made.stage,
    )


def _answered(db: Session, matter: Matter, made: Written, what: What) -> None:
    notifications.tell(db, matter.id, labels_of_members([made.member]), what)
    _done(db, matter)


def _done(db: Session, matter: Matter) -> None:
    """Let the practice wait no longer once nothing is offered any more."""
    left = select(writing.c.id).where(
        writing.c.item_id == matter.id, writing.c.stage == Stage.OFFERED
    )
    if db.execute(left.limit(1)).first() is None:
        notifications.done_waiting(db, matter.id, What.OFFERED)


def _deciding(matter: Matter) -> frozenset[str]:
    """Return the labels of those who decide about what is offered."""
    offices = labels_of_draft(matter.owners)
    return frozenset({*offices, SECRETARIAT}) if matter.office_id is None else frozenset(offices)
