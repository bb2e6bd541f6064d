"""Suggestions and consultations for tests, made and answered by the real acts."""

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session

from app.access.audience import Audience
from app.access.viewer import Viewer
from app.core import clock
from app.core.seal import Seal
from app.discussion.forms import Written
from app.guests import sealed
from app.guests.actions import accept
from app.manual import queries
from app.manual.clearing import actions as clearing
from app.manual.clearing.forms import Making
from app.manual.clearing.going import Going
from app.manual.consulting import actions as consulting
from app.manual.consulting import contributing, frozen
from app.manual.consulting.forms import Opening
from app.manual.consulting.forms import Written as Sent
from app.manual.discussing import actions as discussions
from app.manual.discussing.forms import Said
from app.manual.discussing.spot import spot
from app.manual.meaning import Stance
from app.manual.suggesting import actions
from app.manual.suggesting.forms import Proposed
from app.manual.suggesting.placing import in_edition
from app.manual.suggesting.queries import one
from app.manual.voices import inviting, submitting
from app.manual.voices import queries as voices
from app.manual.voices.forms import Invitee
from app.manual.voices.forms import Said as Voiced
from app.notifications.post import Post
from tests.support.given import SEAL_KEY


@dataclass(frozen=True)
class By:
    """Who answers, and how people are told."""

    staff: Viewer
    post: Post


@dataclass(frozen=True)
class Words:
    """What is said in a suggestion and in its answer."""

    wording: str = "Other words for this paragraph."
    reason: str = "It is clearer."
    answer: str = ""
    audience: str = "network"


def suggestion(db: Session, viewer: Viewer, block: str, words: Words, by: By) -> str:
    """Make a suggestion on a paragraph of the current edition; with an answer it is declined."""
    conn = db.connection()
    edition = queries.current(conn)
    place = in_edition(conn, edition, block)
    assert edition is not None
    assert place is not None
    said = Proposed(
        words.wording, words.reason, Stance.EXPERT, Audience.parse(words.audience), "en", place.hash
    )
    made = actions.suggest(db, viewer, said, place=place, edition=edition, post=by.post)
    found = one(conn, by.staff, made)
    if words.answer and found:
        actions.decline(db, by.staff, found, words.answer, by.post)
    return made


def remark(db: Session, viewer: Viewer, block: str, words: str, post: Post) -> str:
    """Comment on a paragraph of the current edition."""
    where = spot(db.connection(), block)
    assert where is not None
    said = Said(Written(words, None, "en"), Stance.EXPERT, where.place.hash)
    return discussions.comment(db, viewer, where, said, post)


def consultation(
    db: Session,
    by: By,
    title: str = "How it begins",
    asked: str = "Is it right?",
    *,
    later: int = 0,
) -> str:
    """Open a consultation on the whole draft for four weeks, beginning some days later."""
    today = clock.today() + timedelta(days=later)
    seen = frozen.of_draft(db.connection()).hash
    said = Opening(title, asked, "en", today, today + timedelta(days=28), (), seen)
    return consulting.open_(db, by.staff, said, by.post)


def clearance(
    db: Session,
    viewer: Viewer,
    *,
    marking: str = "For clearance",
    readers: str = "Ministries",
    proposed: str | None = None,
) -> str:
    """Send a paragraph of the current edition out for clearance."""
    conn = db.connection()
    edition = queries.current(conn)
    place = in_edition(conn, edition, "kpyfyqt4")
    assert edition is not None
    assert place is not None
    until = clock.today() + timedelta(days=14)
    said = Making("", own=True, chosen=(), marking=marking, readers=readers, deadline=until,
                  language="en")  # fmt: skip
    going = [Going(place.head.chapter_id, "kpyfyqt4", place.hash, proposed)]
    return clearing.make(db, viewer, said, going, edition)


def contribution(
    db: Session, viewer: Viewer, consultation_id: str, words: str = "It is right."
) -> str:
    """Send the submission of the viewer's member."""
    return contributing.send(db, viewer, consultation_id, Sent(words, Stance.EXPERT, "en", 0))


def voice(  # noqa: PLR0913, PLR0917 - who invites whom to what
    db: Session,
    editor: Viewer,
    second: Viewer,
    guest: Viewer,
    consultation_id: str,
    invitee: Invitee | None = None,
) -> str:
    """Let somebody be the guest of a consultation; return the guest's id."""
    until = clock.today() + timedelta(days=60)
    usual = Invitee("Ada", "Institute", "guest@example.org", until, second.person_id)
    made = inviting.invite(db, editor, Seal(SEAL_KEY), consultation_id, invitee or usual)
    found = sealed.found(db.connection(), Seal(SEAL_KEY), made.secret)
    assert found is not None
    return accept(db, guest, found)


def voiced(db: Session, guest: Viewer, guest_id: str, said: Voiced) -> str:
    """Send the submission of a guest; return its receipt."""
    seat = voices.of_person(db.connection(), guest_id, guest.person_id)
    assert seat is not None
    return submitting.send(db, seat, said)
