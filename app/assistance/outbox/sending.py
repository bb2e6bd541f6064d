"""Sending a prepared letter: one press, to everybody there who reads the request today."""

from collections.abc import Sequence

from sqlmodel import Session

from app.access.viewer import Viewer
from app.assistance import queries as requests
from app.assistance.acting import Acting
from app.assistance.entities.holding import written
from app.assistance.outbox import queries
from app.assistance.outbox.acts import NOBODY, draft, ensure_read, fits, note, put
from app.assistance.outbox.models import PreparedLetter
from app.assistance.outbox.rules import (
    CLASSES,
    SUBJECTS,
    WORDS,
    Kind,
)
from app.assistance.outbox.telling import told
from app.assistance.waits import Wait
from app.core import clock
from app.core.errors import Conflict, NotFound
from app.core.i18n import gettext
from app.notifications import choices
from app.notifications.classes import How
from app.notifications.post import Addressee, LetterKind, News

TEMPLATE = "assistance-prepared"


def send(db: Session, by: Acting, key: str, version: int) -> int:
    """Send a draft to everybody there who reads the request today; return to how many people.

    Raises:
        NotFound: when there is no such draft.
        Conflict: when it was changed, the request moved on, it tells too much, or nobody gets it.
    """
    there, request, viewer = draft(db, by, key)
    ensure_read(there, version)
    kind = Kind(there.kind)
    fits(db, viewer, request.id, kind, there.member, written_at=there.stage)
    asked = requests.one(db.connection(), viewer, by.seal, request.id)
    if asked is None:
        raise NotFound
    if wrong := told(kind, there.words, asked):
        raise Conflict(wrong[0], **wrong[1])
    if kind == Kind.ENTITY:  # it goes by the Secretariat's own hand, and not from here
        written(db, request.id, there.member)
        _sent(db, viewer, there, version, 0)
        return 0
    people = _wanting(db, kind, queries.people(db.connection(), request.id, there.member))
    if not people or by.post is None:
        raise Conflict(NOBODY)
    news = News(CLASSES[kind], _what(kind), f"/assistance/{request.id}", item_id=request.id)
    due = None if kind == Kind.THANKS else asked.answer_by
    words = there.words
    by.post.send_each(
        db,
        [(news, one, How.NOW) for one in people],
        LetterKind(SUBJECTS[kind], TEMPLATE),
        lambda: {
            "number": request.number or "",
            "due": due,
            "words": words or gettext(WORDS[kind]),
        },
    )
    _sent(db, viewer, there, version, len(people))
    return len(people)


def _sent(db: Session, viewer: Viewer, there: PreparedLetter, version: int, people: int) -> None:
    sent = {"sent_at": clock.now(), "sent_by": viewer.person_id, "draft": None}
    put(db, viewer, there, version, people=people, **sent)
    note(db, viewer, there.id, there.kind, "sent")


def _what(kind: Kind) -> str:
    """Return the code of what the letter is about, as digests know it."""
    return Wait.OPEN if kind == Kind.NUDGE else Wait.UNDER_WAY


def _wanting(db: Session, kind: Kind, people: Sequence[Addressee]) -> Sequence[Addressee]:
    """Return those of ``people`` who have not stopped letters of this class."""
    hows = choices.of_many(db.connection(), CLASSES[kind], {one.person_id for one in people})
    return [one for one in people if hows[one.person_id] != How.OFF]
