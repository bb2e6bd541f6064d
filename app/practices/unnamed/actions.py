"""The acts on a practice without a name: published by the Secretariat, and named by its member."""

from sqlalchemy import delete, insert, select, update
from sqlmodel import Session

from app.access.audience import labels_of_submitted
from app.access.labels import SECRETARIAT, SECRETARIAT_CODE
from app.access.policy import P, ensure
from app.access.viewer import Viewer
from app.audit import actions as audit
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict, NotFound
from app.core.seal import Seal
from app.directory.still_acting import ensure_still_acts
from app.files import apart, handing_on
from app.files.queries import attachment
from app.items import actions as items
from app.items.models import Item, ItemOwner, Kind
from app.items.queries import Matter
from app.mail.models import Letter
from app.practices import letters, words
from app.practices.actions import open_to, put_out
from app.practices.behalf import queries
from app.practices.behalf.models import PracticeBehalf, PracticeLetter
from app.practices.behalf.papers import LETTERS
from app.practices.clearing import telling as clearing
from app.practices.entry import OWN, Entry
from app.practices.holding import entry_of, move, row_of, stand_behind
from app.practices.joining import naming
from app.practices.models import Practice
from app.practices.refusals import NoLetter, NotSourced
from app.practices.revising.actions import Means
from app.practices.rules import SERIES, Act, Stage
from app.practices.unnamed import sealed, wishing
from app.sealing import wrapping

behalf = table(PracticeBehalf)
item = table(Item)
owner = table(ItemOwner)
practice = table(Practice)
letter = table(Letter)
paper = table(PracticeLetter)

NOBODYS = dict.fromkeys(("member", "person_id", "office_id"))
"""What is kept of who attached a file, once that would tell whose it is."""


def publish(db: Session, viewer: Viewer, matter: Matter, by: Means, *, version: int) -> Item:
    """Publish a submitted practice as the Secretariat's own; return what was published.

    Its words go over to a new practice, and the one of the member is gone with all that hung on
    it: nothing in the database leads from one to the other but what is sealed.

    Raises:
        Conflict: when somebody else has answered it.
    """
    viewer = ensure_still_acts(db, viewer)
    moved = move(db, matter, Act.PUBLISH, version)
    entry = entry_of(db, (SECRETARIAT,), moved.id)
    if not entry.nameless:
        raise Conflict
    return _put_out(db, viewer, moved, matter, by)


def enter(db: Session, viewer: Viewer, matter: Matter, by: Means, *, version: int) -> Item:
    """Publish what was entered for an office, as its letter asks without the name; return it.

    The letter goes along, opened for its member as before. It waits for the member's word.

    Raises:
        NoLetter, NotSourced: while the letter is not attached, or a source is missing.
        NotNameless, TellsTheName: where its readers or others would tell whose it is.
        Conflict: when it has changed since it was read.
    """
    viewer = ensure_still_acts(db, viewer)
    ensure(viewer, P.PRACTICE_ENTER, matter)
    entry = entry_of(db, (SECRETARIAT,), matter.id)
    moved = move(db, matter, Act.ENTER, version)
    wishing.ensure_can(entry)
    if not LETTERS.files(db.connection(), matter.id):
        raise NoLetter
    if not entry.is_sourced:
        raise NotSourced
    made = _put_out(db, viewer, moved, matter, by)
    audit.record(db, Event.PRACTICE_ENTERED, viewer=viewer, subject=made.id)
    return made


def _put_out(db: Session, viewer: Viewer, moved: Item, matter: Matter, by: Means) -> Item:
    """Let the words of a practice be a published one of the Secretariat, and forget the other."""
    naming.ensure_unknown(db, matter)
    made = _copied(db, viewer, entry_of(db, (SECRETARIAT,), moved.id))
    handing_on.hand_on(db, by.seal, moved.id, made.id)
    sealed.keep(db, by.seal, made.id, min(matter.owners), _letter_kept(db, viewer, moved, made, by))
    theirs = update(attachment).where(attachment.c.item_id == made.id)
    db.execute(theirs.values(**NOBODYS, at=clock.now()))
    _forget(db, moved)
    put_out(db, viewer, made, [SECRETARIAT_CODE])
    letters.write_to_readers(db, by.post, entry_of(db, (SECRETARIAT,), made.id))
    return made


def _letter_kept(
    db: Session, viewer: Viewer, moved: Item, made: Item, by: Means
) -> queries.Asked | None:
    """Keep the letter of an office that has not answered with ``made``; return that it asked."""
    asked = queries.asked(db.connection(), moved.id)
    if asked is None or asked.answered_on:
        return None
    files = LETTERS.files(db.connection(), moved.id)
    apart.hand_on(db, viewer, by.seal, files, sealed.PARTIES)
    db.execute(update(paper).where(paper.c.item_id == moved.id).values(item_id=made.id))
    theirs = update(attachment).where(attachment.c.id.in_(files))
    db.execute(theirs.values(**NOBODYS, at=clock.now()))
    return asked


def _copied(db: Session, viewer: Viewer, entry: Entry) -> Item:
    """Make a practice of the Secretariat that says what ``entry`` says, but whose it is."""
    made = items.create(
        db,
        viewer,
        Kind.PRACTICE,
        stage=Stage.PUBLISHED,
        audience=str(entry.audience),
        language=entry.language,
        owners=[SECRETARIAT_CODE],
        labels=labels_of_submitted([SECRETARIAT_CODE]),
    )
    made.office_id, made.number = None, items.next_number(db, SERIES)
    first = {"title": entry.title, "summary": entry.summary, "description": entry.description}
    db.execute(insert(practice).values({**first, "item_id": made.id}))
    words.copy(db, entry, made.id)
    db.execute(row_of(made.id).values(contact_office=None, source_kind=None))
    return made


def _forget(db: Session, moved: Item) -> None:
    """Delete the practice of the member with its letters, versions and keys."""
    item_id = moved.id
    db.expunge(moved)
    mine = select(paper.c.attachment_id).where(paper.c.item_id == item_id)
    papers = db.execute(mine).scalars().all()
    clearing.forget(db, item_id)
    db.execute(delete(letter).where(letter.c.item_id == item_id))
    db.execute(delete(item).where(item.c.id == item_id))
    apart.forget(db, papers)
    wrapping.forget(db, [item_id])


def name(db: Session, viewer: Viewer, matter: Matter, seal: Seal, *, version: int) -> None:
    """Put the name of the viewer's member on a practice that was published without it.

    From then on it is that office's own, which stands behind it today.

    Raises:
        NotFound: for whoever it is not of.
        Conflict: when it has changed since it was read.
    """
    viewer = ensure_still_acts(db, viewer)
    ensure(viewer, P.PRACTICE_NAME, matter)
    if viewer.member is None or viewer.office is None:
        raise NotFound
    held = db.get_one(Item, matter.id, with_for_update=True, populate_existing=True)
    if not sealed.is_owner(db.connection(), seal, viewer, matter):
        raise NotFound
    if held.version != version:
        raise Conflict
    _letter_named(db, viewer.member, held.id, seal)
    sealed.forget(db, held.id)
    db.execute(update(owner).where(owner.c.item_id == held.id).values(member=viewer.member))
    words.set_owners(db, held.id, [viewer.member])
    held.office_id, held.version = viewer.office.id, held.version + 1
    own = {"contact_office": viewer.office.id, "source_kind": OWN}
    db.execute(row_of(held.id).values(own))
    stand_behind(db, held.id)
    audit.record(db, Event.PRACTICE_NAMED, viewer=viewer, subject=held.id)
    if held.stage in {Stage.PUBLISHED, Stage.RETIRED}:
        open_to(db, held, [viewer.member])
    else:
        items.relabel(db, held, labels_of_submitted([viewer.member]))


def _letter_named(db: Session, member: str, item_id: str, seal: Seal) -> None:
    """Let the letter by which a practice was entered be what it is for one with a name."""
    asked = sealed.asked_for(db.connection(), seal, item_id)
    if asked is None:
        return
    office, day = asked
    said = {"office_id": office, "asked_on": day, "answered_on": clock.today(), "refused": False}
    db.execute(insert(behalf).values(item_id=item_id, **said))
    for file in LETTERS.files(db.connection(), item_id):
        wrapping.rewrap(db, seal, file, [sealed.OWNERS], labels_of_submitted([member]))
