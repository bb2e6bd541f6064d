"""What people are told about a practice; letters never say what it is about."""

from collections.abc import Collection, Mapping

from sqlmodel import Session

from app.access.audience import Audience, labels_of_draft
from app.access.labels import NETWORK, PUBLIC, SECRETARIAT
from app.core import clock
from app.core.i18n import N_
from app.directory.seated import addressees
from app.notifications.classes import NoticeClass
from app.notifications.post import LetterKind, News, Post
from app.practices.entry import Entry
from app.practices.rules import What

KINDS: Mapping[What, LetterKind] = {
    What.PUBLISHED: LetterKind(N_("Your practice is published: %(number)s"), "practice-published"),
    What.RETURNED: LetterKind(
        N_("Your practice came back with a reason: %(number)s"), "practice-returned"
    ),
    What.SUBMITTED: LetterKind(
        N_("A practice waits for the Secretariat: %(number)s"), "practice-submitted"
    ),
    What.CHANGED: LetterKind(
        N_("A change of a published practice waits for the Secretariat: %(number)s"),
        "practice-changed",
    ),
    What.APPROVED: LetterKind(
        N_("Your practice is agreed to and waits for its day: %(number)s"), "practice-approved"
    ),
    What.HIDDEN: LetterKind(
        N_("Your practice was hidden with a reason: %(number)s"), "practice-hidden"
    ),
    What.SHOWN: LetterKind(N_("Your practice is shown again: %(number)s"), "practice-shown"),
    What.TAKEN: LetterKind(N_("Your change is published: %(number)s"), "practice-taken"),
    What.UNCONFIRMED: LetterKind(
        N_("Is your practice still true? %(number)s"), "practice-unconfirmed"
    ),
    What.WISHED: LetterKind(
        N_("More readers are wished for a practice: %(number)s"), "practice-wished"
    ),
    What.WIDENED: LetterKind(
        N_("Your practice is open to more readers: %(number)s"), "practice-widened"
    ),
    What.KEPT: LetterKind(N_("The readers of your practice stay: %(number)s"), "practice-kept"),
    What.ENTERED: LetterKind(
        N_("A practice was entered for your office: %(number)s"), "practice-entered"
    ),
    What.REFUSED: LetterKind(
        N_("An office refused what was entered for it: %(number)s"), "practice-refused"
    ),
    What.OFFERED: LetterKind(
        N_("A translation of your practice is offered: %(number)s"), "practice-translation"
    ),
    What.NEW: LetterKind(N_("A new practice for you to read: %(number)s"), "practice-new"),
    What.NEW_FOR: LetterKind(
        N_("A new practice, not confirmed by its office yet: %(number)s"), "practice-new-for"
    ),
}
CLASSES: Mapping[What, NoticeClass] = {
    What.PUBLISHED: NoticeClass.PRACTICES,
    What.RETURNED: NoticeClass.PRACTICES,
    What.SUBMITTED: NoticeClass.ADDRESSED,
    What.CHANGED: NoticeClass.ADDRESSED,
    What.TAKEN: NoticeClass.PRACTICES,
    What.APPROVED: NoticeClass.PRACTICES,
    What.HIDDEN: NoticeClass.PRACTICES,
    What.SHOWN: NoticeClass.PRACTICES,
    What.UNCONFIRMED: NoticeClass.PRACTICES,
    What.WISHED: NoticeClass.ADDRESSED,
    What.WIDENED: NoticeClass.PRACTICES,
    What.KEPT: NoticeClass.PRACTICES,
    What.ENTERED: NoticeClass.PRACTICES,
    What.REFUSED: NoticeClass.ADDRESSED,
    What.OFFERED: NoticeClass.ADDRESSED,
    What.NEW: NoticeClass.NEW_PRACTICES,
    What.NEW_FOR: NoticeClass.NEW_PRACTICES,
}


def write(db: Session, post: Post, entry: Entry, what: What) -> None:
    """Tell everybody who holds an office of the entry's owners today."""
    _send(db, post, entry, what, labels_of_draft(entry.owners))


def write_to_secretariat(
    db: Session, post: Post, entry: Entry, what: What = What.SUBMITTED
) -> None:
    """Tell the Secretariat that a practice waits for its answer."""
    _send(db, post, entry, what, {SECRETARIAT})


def write_to_readers(
    db: Session, post: Post, entry: Entry, *, before: Audience | None = None
) -> None:
    """Tell those for whom a practice was published, but its owners, that it is there.

    Whoever read it ``before`` is not told again.
    """
    known = _readers(before) if before else frozenset[str]()
    what = What.NEW_FOR if entry.on_behalf else What.NEW
    _send(db, post, entry, what, _readers(entry.audience), but=entry.owners, known=known)


def _readers(audience: Audience) -> frozenset[str]:
    """Return the labels of those who are told of what is open to ``audience``."""
    return frozenset(
        NETWORK if label == PUBLIC else label for label in audience.labels - {SECRETARIAT}
    )


def _send(  # noqa: PLR0913 - to whom, and about what
    db: Session,
    post: Post,
    entry: Entry,
    what: What,
    labels: Collection[str],
    *,
    but: Collection[str] = (),
    known: Collection[str] = (),
) -> None:
    news = News(CLASSES[what], what, f"/practices/{entry.id}", item_id=entry.id)
    today = clock.today()
    people = addressees(db.connection(), labels, today, but=but)
    if known:
        told = {one.person_id for one in addressees(db.connection(), known, today)}
        people = [one for one in people if one.person_id not in told]
    post.send(db, news, people, KINDS[what], lambda: {"number": entry.number or ""})
