"""A submission made, agreed to, refused and taken back: each in one transaction.

Every act holds the row first, and then the editions, so that of two who act at once one comes
after the other.
"""

from collections.abc import Iterator

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from app.access.viewer import Viewer
from app.audit.events import Event
from app.core import clock
from app.core.errors import Conflict
from app.directory.two_people import ALONE, SECOND, alone_from, answer_of
from app.manual import queries
from app.manual.actions.publishing import Draft, whole_draft
from app.manual.figures.checking import ensure as ensure_figures
from app.manual.fitting import too_large
from app.manual.publishing import correcting
from app.manual.publishing import queries as submissions
from app.manual.publishing.effect import take_effect, withdrawal
from app.manual.publishing.going_on import end, held, hindrance, life_of, recorded
from app.manual.publishing.measuring import measure
from app.manual.publishing.models import Submission
from app.manual.publishing.rules import Fixed, Kind, Occupied, Outcome, Over, Unshown
from app.manual.rules import LANGUAGE, DraftChanged, NothingChanged
from app.manual.translating.offers import name_of
from app.manual.translating.values import Translation
from app.manual.values import DRAFT, Release
from app.notifications.post import Post
from app.text.blocks import Block


def submit(db: Session, viewer: Viewer, release: Release) -> Submission:
    """Submit the draft for publication as the next edition; it is fixed by its hash.

    Raises:
        DraftChanged: when the draft or the current edition is not what was looked at.
        NothingChanged: when the draft says what the current edition says.
        Occupied: when another one is open.
        Unshown: when a chapter could not be read in one of the languages.
        FiguresWrong: when a figure lacks its words, its source or its picture.
    """
    conn = db.connection()
    last, draft = queries.current(conn), whole_draft(conn)
    after = last.number if last else DRAFT
    if (release.after, release.seen) != (after, draft.hash):
        raise DraftChanged
    if last and last.hash == draft.hash:
        raise NothingChanged
    _ensure_shown(draft)
    ensure_figures(conn, _every_text(draft))
    number = queries.latest(conn) + 1
    made = Submission(
        kind=Kind.EDITION,
        number=number,
        label=release.label,
        note=release.note,
        weight=release.weight,
        share=measure(conn, after).share,
        draft_hash=draft.hash,
        after=after,
        publish_at=release.published_at,
    )
    return _open(db, viewer, made)


def _ensure_shown(draft: Draft) -> None:
    every = {LANGUAGE: Translation(), **draft.said}
    for code, head in too_large(draft.heads, draft.texts, every):
        raise Unshown(chapter=head.number, language=name_of(code))


def _every_text(draft: Draft) -> Iterator[Block]:
    """Give what is published, in all languages."""
    for head in draft.heads:
        yield from draft.texts[head.chapter_id].blocks
    for said in draft.said.values():
        yield from (one.block for one in said.blocks.values())


def submit_withdrawal(
    db: Session, viewer: Viewer, number: int, reason: str, post: Post
) -> Submission | None:
    """Submit that an edition be withdrawn; where one person suffices it is, and None returned.

    Raises:
        NotFound, Withdrawn, LastOne: where there is nothing to withdraw.
        Occupied: when another one is open.
    """
    correcting.ensure_withdrawable(db.connection(), number)
    if submissions.freely_until(db.connection(), number) > clock.now():
        correcting.withdraw(db, viewer, withdrawal(number, reason, viewer.person_id), post)
        return None
    return _open(db, viewer, Submission(kind=Kind.WITHDRAWAL, number=number, note=reason))


def _open(db: Session, viewer: Viewer, made: Submission) -> Submission:
    if submissions.open_of(db.connection(), made.kind) is not None:
        raise Occupied
    made.slot, made.proposed_by = made.kind, viewer.person_id
    made.alone_at = alone_from(db, viewer.person_id)
    db.add(made)
    try:
        db.flush()
    except IntegrityError as taken:  # somebody was faster
        raise Occupied from taken
    of_edition = made.kind == Kind.EDITION
    event = Event.EDITION_SUBMITTED if of_edition else Event.EDITION_WITHDRAWAL_PROPOSED
    recorded(db, event, viewer, made)
    return made


def agree(db: Session, viewer: Viewer, key: str, post: Post) -> Submission:
    """Agree, as the second person; what has no later moment takes effect at once.

    Where no two of the Secretariat can decide it together, the time of one alone begins instead.

    Raises:
        Over: when it is open no more, or agreed to already.
        Fixed: when the draft or the current edition was changed since.
        Conflict: when the viewer cannot be the second person.
    """
    found = _to_answer(db, viewer, key)
    answer = answer_of(db.connection(), found.proposed_by, viewer.person_id)
    if answer.waits and found.alone_at is None:
        found.alone_at = clock.now() + ALONE
        recorded(db, Event.EDITION_AGREED, viewer, found)
        return found
    if answer.apart:
        raise Conflict(answer.apart)
    return _agreed(db, viewer, found, post)


def agree_outside(db: Session, viewer: Viewer, key: str, post: Post) -> Submission:
    """Agree as a second person from outside the staff, whom the caller found to be one.

    Raises:
        Over: when it is open no more, or agreed to already.
        Fixed: when the draft or the current edition was changed since.
        Conflict: when the viewer submitted it.
    """
    return _agreed(db, viewer, _to_answer(db, viewer, key), post)


def _to_answer(db: Session, viewer: Viewer, key: str) -> Submission:
    """Return a submission that somebody else than the viewer made and nobody agreed to, held."""
    found = held(db, key)
    if found.slot is None or found.agreed_at is not None:
        raise Over
    if found.proposed_by == viewer.person_id:
        raise Conflict(SECOND)
    if hindrance(db, found) == Outcome.CHANGED:
        raise Fixed
    return found


def _agreed(db: Session, viewer: Viewer, found: Submission, post: Post) -> Submission:
    found.agreed_by, found.agreed_at = viewer.person_id, clock.now()
    recorded(db, Event.EDITION_AGREED, viewer, found)
    if (life_of(found).due_at or clock.now()) <= clock.now():
        take_effect(db, viewer, found, post)
    return found


def refuse(db: Session, viewer: Viewer, key: str, why: str) -> Submission:
    """Refuse what somebody else submitted, until it has taken effect.

    Raises:
        Over: when it is open no more.
        Conflict: when the viewer submitted it.
    """
    found = held(db, key)
    if found.slot is None:
        raise Over
    if found.proposed_by == viewer.person_id:
        raise Conflict(SECOND)
    found.why = why
    end(db, viewer, found, Outcome.REFUSED)
    return found


def take_back(db: Session, viewer: Viewer, key: str) -> Submission:
    """Take back what one submitted oneself, until it has taken effect.

    Raises:
        Over: when it is open no more, or was submitted by somebody else.
    """
    found = held(db, key)
    if found.slot is None or found.proposed_by != viewer.person_id:
        raise Over
    end(db, viewer, found, Outcome.TAKEN_BACK)
    return found
