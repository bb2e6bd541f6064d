"""Letters of this room: number, what is wanted and by when, one address; nothing confidential."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import Session

from app.assistance.waits import News as Happened
from app.assistance.waits import Wait
from app.core import clock
from app.core.i18n import N_
from app.directory.seated import addressees
from app.items.queries import Matter, readers
from app.notifications.classes import NoticeClass
from app.notifications.post import LetterKind, News, Post


class Letter(StrEnum):
    """The letters, each a template ``mail/assistance-<name>.txt``."""

    SUBMITTED = "submitted"
    RETURNED = "returned"
    ENTERED = "entered"
    REFUSED = "refused"
    WIDER = "wider"
    AUTHENTICATED = "authenticated"
    OPEN = "open"
    HANDED = "handed"
    OFFER = "offer"
    ANSWER = "answer"
    FILE = "file"
    TAKEN_BACK = "taken-back"
    ENDING = "ending"
    CONSENT = "consent"
    ANSWER_WANTED = "answer-wanted"
    UNDECIDED = "undecided"
    WORK = "work"
    TERMS = "terms"
    TALK = "talk"
    DATES = "dates"
    TALK_ASKS = "talk-asks"
    TASK_SOON = "task-soon"
    TASK_LATE = "task-late"
    OUTCOME = "outcome"
    YEAR = "year"
    NOTE = "note"
    EXPIRED = "expired"
    LAPSED = "lapsed"


SUBJECTS: Mapping[Letter, str] = {
    Letter.SUBMITTED: N_("A request for assistance waits for the Secretariat: %(number)s"),
    Letter.RETURNED: N_("Your request for assistance came back with a reason: %(number)s"),
    Letter.ENTERED: N_("A request was entered for your office and waits for your word: %(number)s"),
    Letter.REFUSED: N_("An office refused what was entered for it: %(number)s"),
    Letter.WIDER: N_("Shall your request be put to more members? %(number)s"),
    Letter.AUTHENTICATED: N_("Your request for assistance is authenticated: %(number)s"),
    Letter.OPEN: N_("A member asks your office for assistance: %(number)s"),
    Letter.HANDED: N_("A colleague left a request to your office to answer: %(number)s"),
    Letter.OFFER: N_("An offer of assistance waits for your answer: %(number)s"),
    Letter.ANSWER: N_("Your offer of assistance was answered: %(number)s"),
    Letter.FILE: N_("A file was attached to an offer of assistance: %(number)s"),
    Letter.TAKEN_BACK: N_("Help that you accepted was taken back: %(number)s"),
    Letter.ENDING: N_("The words of an ended request will be destroyed"),
    Letter.CONSENT: N_("May your request for assistance go out? %(number)s"),
    Letter.ANSWER_WANTED: N_("An answer is still wanted on a request for assistance: %(number)s"),
    Letter.UNDECIDED: N_("An offer of assistance still waits for you: %(number)s"),
    Letter.TERMS: N_("Terms of help wait for you to confirm them: %(number)s"),
    Letter.WORK: N_("Where does the help you asked for stand? %(number)s"),
    Letter.TALK: N_("The other side wrote to you about an offer: %(number)s"),
    Letter.DATES: N_("Dates for a talk wait for your answer: %(number)s"),
    Letter.TALK_ASKS: N_("A change of your talk waits for your answer: %(number)s"),
    Letter.TASK_SOON: N_("A step of agreed help is due soon: %(number)s"),
    Letter.TASK_LATE: N_("A step of agreed help was due: %(number)s"),
    Letter.OUTCOME: N_("What came of the help? %(number)s"),
    Letter.YEAR: N_("What remains of the help? %(number)s"),
    Letter.NOTE: N_("A note on help waits for your agreement: %(number)s"),
    Letter.EXPIRED: N_("Your request for assistance is a draft again: %(number)s"),
    Letter.LAPSED: N_("A request for assistance has lapsed: %(number)s"),
}
WHATS: Mapping[Letter, str] = {
    Letter.SUBMITTED: Wait.SUBMITTED,
    Letter.RETURNED: Wait.RETURNED,
    Letter.ENTERED: Wait.ENTERED,
    Letter.REFUSED: Happened.REFUSED,
    Letter.WIDER: Wait.WIDER,
    Letter.AUTHENTICATED: Wait.AUTHENTICATED,
    Letter.OPEN: Wait.OPEN,
    Letter.HANDED: Wait.HANDED,
    Letter.OFFER: Wait.OFFER,
    Letter.ANSWER: Happened.ANSWERED,
    Letter.FILE: Happened.FILE,
    Letter.TAKEN_BACK: Happened.TAKEN_BACK,
    Letter.ENDING: Happened.ENDING,
    Letter.CONSENT: Wait.AUTHENTICATED,
    Letter.ANSWER_WANTED: Wait.OPEN,
    Letter.UNDECIDED: Wait.OFFER,
    Letter.WORK: Wait.UNDER_WAY,
    Letter.TERMS: Wait.TERMS,
    Letter.TALK: Happened.WRITTEN,
    Letter.DATES: Wait.DATES,
    Letter.TALK_ASKS: Wait.TALK_ASKS,
    Letter.TASK_SOON: Wait.TASK,
    Letter.TASK_LATE: Wait.TASK,
    Letter.OUTCOME: Wait.OUTCOME,
    Letter.YEAR: Wait.YEAR,
    Letter.NOTE: Wait.NOTE,
    Letter.EXPIRED: Happened.EXPIRED,
    Letter.LAPSED: Happened.LAPSED,
}
"""The code of what each tells, for those who read it in a digest."""

CANNOT_BE_STOPPED = frozenset({Letter.ENDING})
"""Letters about what is lost for good: they come whatever was chosen, and while frozen too."""
TO_ASKED = frozenset({Letter.SUBMITTED, Letter.OPEN, Letter.HANDED, Letter.ANSWER_WANTED})
"""Letters to those whom a request addresses; all others go to the two sides of it."""
CLASSES: Mapping[Letter, NoticeClass] = {
    **dict.fromkeys(Letter, NoticeClass.MATTERS),
    **dict.fromkeys(TO_ASKED, NoticeClass.ADDRESSED),
    **dict.fromkeys((Letter.ANSWER, Letter.FILE), NoticeClass.ANSWERED),
    **dict.fromkeys(
        (
            Letter.CONSENT,
            Letter.ANSWER_WANTED,
            Letter.UNDECIDED,
            Letter.WORK,
            Letter.TASK_SOON,
            Letter.TASK_LATE,
            Letter.OUTCOME,
            Letter.YEAR,
        ),
        NoticeClass.DEADLINES,
    ),
}
"""Of which class each is: what needs its reader, what answers it, and what is due."""


@dataclass(frozen=True, slots=True)
class About:
    """The request that a letter is about; ``offer_id`` where its reader must see that offer."""

    request_id: str
    number: str | None
    due: date | None = None
    offer_id: str | None = None

    @classmethod
    def of(cls, request: Matter) -> "About":
        """Return what letters say of a request."""
        return cls(request.id, request.number)


def write(  # noqa: PLR0913 - all by name
    db: Session,
    post: Post | None,
    letter: Letter,
    about: About,
    *,
    to: Collection[str],
    but: Collection[str] = (),
    unless: Collection[str] = (),
) -> int:
    """Tell all who see by the labels ``to`` and read the request; return how many those are.

    ``but`` are members not told.

    ``unless`` are labels by which somebody was told before, and is not told again.

    Without ``post`` nobody is: nothing is written about what is made up.
    """
    if post is None:
        return 0
    path = f"/assistance/{about.request_id}"
    news = News(
        CLASSES[letter], WHATS[letter], path, item_id=about.request_id, with_id=about.offer_id
    )
    conn = db.connection()
    reading = [readers(conn, about.request_id)]
    people = addressees(conn, to, clock.today(), but=but, reading=reading)
    if unless:
        told_before = {one.person_id for one in addressees(conn, unless, clock.today())}
        people = [one for one in people if one.person_id not in told_before]
    kind = LetterKind(SUBJECTS[letter], f"assistance-{letter}")
    tell = post.insist if letter in CANNOT_BE_STOPPED else post.send
    tell(db, news, people, kind, lambda: {"number": about.number or "", "due": about.due})
    return len(people)
