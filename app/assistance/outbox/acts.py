"""Preparing, rewriting, sending and throwing away letters; each act under its locks.

The office is held first, then the request: whoever changes either comes before or after.
"""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import delete, or_, select, update
from sqlmodel import Session

from app.access.policy import P, ensure
from app.access.viewer import Viewer
from app.assistance.acting import Acting, hold
from app.assistance.outbox import queries
from app.assistance.outbox.models import PreparedLetter
from app.assistance.outbox.queries import letter
from app.assistance.outbox.rules import (
    DRAFT_KEPT,
    SENT_KEPT,
    WORDS,
    Kind,
    why_not,
    why_spared,
)
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_, SOURCE_LANGUAGE, gettext, language, use_language
from app.directory.still_acting import ensure_still_acts
from app.items.models import Kind as ItemKind
from app.items.queries import Matter, find
from app.notifications.post import Addressee

NOBODY = N_("Nobody who holds an office there today reads this request and wants such letters.")
SENT = N_("This letter has been sent. Here is what it said.")
CHANGED = N_("A colleague changed this letter meanwhile. Look at it below and press again.")


def prepare(  # noqa: PLR0913 - which letter to whom; how busy it is by name
    db: Session, by: Acting, request: Matter, kind: Kind, member: str, *, busy: int = 0
) -> str:
    """Write a draft to a member; one of the kind that stands already keeps its words.

    ``busy`` is how much help the member gives now, where it is to be asked for more.

    Raises:
        Conflict: when the letter does not fit, the member is spared now, or nobody would read it.
    """
    viewer = staff(db, by, request)
    stage = fits(db, viewer, request.id, kind, member, busy=busy)
    own = (letter.c.request_id == request.id, letter.c.member == member, letter.c.draft == kind)
    if found := db.execute(select(letter.c.id, letter.c.stage).where(*own)).first():
        if found.stage != stage:  # written when the request stood elsewhere: it fits anew
            again = {"stage": stage, "version": letter.c.version + 1}
            db.execute(update(letter).where(*own).values(**again))
        return str(found.id)
    by_hand = kind == Kind.ENTITY
    readers = () if by_hand else queries.people(db.connection(), request.id, member)
    if not readers and not by_hand:
        raise Conflict(NOBODY)
    made = PreparedLetter(
        request_id=request.id, member=member, kind=kind, draft=kind, stage=stage,
        language=spoken(readers) if readers else language(), changed_by=viewer.person_id,
    )  # fmt: skip
    db.add(made)
    db.flush()
    note(db, viewer, made.id, kind, "written")
    return made.id


def spoken(people: Sequence[Addressee]) -> str:
    """Return the language that most of those who get a letter read."""
    found = Counter(one.language or SOURCE_LANGUAGE for one in people)
    return min(found, key=lambda one: (-found[one], one != SOURCE_LANGUAGE, one))


def rewrite(db: Session, by: Acting, key: str, version: int, words: str) -> None:
    """Give a draft other words; those that its kind says by itself are kept as none.

    Raises:
        NotFound: when there is no such draft.
        Conflict: when a colleague changed it after ``version`` was read.
    """
    there, _request, viewer = draft(db, by, key)
    with use_language(there.language):
        own = "" if words == gettext(WORDS[Kind(there.kind)]) else words
    if there.version == version and own == there.words:
        return
    put(db, viewer, there, version, words=own)
    kind = Kind(there.kind)
    note(db, viewer, key, kind, "changed")


def discard(db: Session, by: Acting, key: str, version: int) -> None:
    """Throw a draft away.

    Raises:
        NotFound, Conflict: as ``rewrite``.
    """
    there, _request, viewer = draft(db, by, key)
    ensure_read(there, version)
    db.execute(delete(letter).where(letter.c.id == key))
    kind = Kind(there.kind)
    note(db, viewer, key, kind, "dropped")


def fits(  # noqa: PLR0913 - which letter to whom, all else by name
    db: Session,
    viewer: Viewer,
    request_id: str,
    kind: Kind,
    member: str,
    *,
    written_at: str = "",
    busy: int = 0,
) -> str:
    """Return the stage of the request; refuse a letter that does not fit it, or comes too often."""
    conn = db.connection()
    facts = queries.facts(conn, viewer, request_id)
    if facts is None:
        raise NotFound
    why = why_not(kind, member, facts, clock.today(), written_at)
    if not why and kind == Kind.NUDGE:
        this, others = queries.nudged(conn, request_id, [member]).get(member, (0, 0))
        why = why_spared(this, others, busy)
    if why:
        raise Conflict(why)
    return facts.stage


def staff(db: Session, by: Acting, request: Matter) -> Viewer:
    """Return the viewer as the office is now, both office and request held."""
    viewer = ensure_still_acts(db, by.viewer)
    ensure(viewer, P.DESK_READ)
    hold(db, request)
    return viewer


def draft(db: Session, by: Acting, key: str) -> tuple[PreparedLetter, Matter, Viewer]:
    """Return a draft and its request, both held, and the viewer as the office is now."""
    about = select(letter.c.request_id).where(letter.c.id == key)
    request_id = db.execute(about).scalar()
    viewer, conn = by.viewer, db.connection()
    request = find(conn, viewer, ItemKind.REQUEST, request_id) if request_id else None
    if request is None:
        raise NotFound
    viewer = staff(db, by, request)
    own = select(PreparedLetter).where(letter.c.id == key)
    there = db.execute(own.with_for_update()).scalar_one_or_none()
    if there is None:
        raise NotFound
    if there.sent_at is not None:
        raise Conflict(SENT)
    return there, request, viewer


def ensure_read(there: PreparedLetter, version: int) -> None:
    """Refuse who did not read the letter as it is now."""
    if there.version != version:
        raise Conflict(CHANGED)


def put(db: Session, viewer: Viewer, there: PreparedLetter, version: int, **values: object) -> None:
    """Write a draft that was read at ``version``; whoever changes the words is its writer."""
    ensure_read(there, version)
    said = {"version": version + 1, "changed_at": clock.now()}
    if "words" in values:
        said["changed_by"] = viewer.person_id
    db.execute(update(letter).where(letter.c.id == there.id).values(**said, **values))


def note(db: Session, viewer: Viewer, key: str, kind: str, did: str) -> None:
    """Enter in the record who did what to which letter."""
    detail: dict[str, str | int | bool | None] = {"letter": str(kind), "did": did}
    record(db, Event.PREPARED_LETTER, viewer=viewer, subject=key, detail=detail)


def sweep(db: Session) -> None:
    """Delete drafts that nobody sent and letters that were sent long ago."""
    now = clock.now()
    old = (letter.c.changed_at <= now - DRAFT_KEPT) & letter.c.sent_at.is_(None)
    db.execute(delete(letter).where(or_(old, letter.c.sent_at <= now - SENT_KEPT)))
