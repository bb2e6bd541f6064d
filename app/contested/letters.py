"""Letters about a review: to the Secretariat, to the member's offices, and to the other sides."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from sqlmodel import Session

from app.access.labels import member_label
from app.access.viewer import Viewer
from app.assistance.counterparts import others_of, tell_others
from app.assistance.waits import News
from app.contested import queries
from app.contested.rules import Life, Stage
from app.core import clock
from app.core.i18n import N_
from app.directory import letters
from app.directory.office_showing import in_full
from app.directory.seated import holders_of
from app.directory.seats import Seat
from app.directory.second_asked import were_asked
from app.directory.second_matter import What
from app.directory.two_people import colleagues, seconds
from app.notifications.post import LetterKind
from app.web.components import date_words
from app.web.portal import Portal

SECOND = LetterKind(N_("A second person is asked for: %(office)s"), "review-second")
ANNOUNCED = LetterKind(N_("Proposed by the Secretariat: %(office)s"), "review-announced")
OFF = LetterKind(N_("No longer proposed by the Secretariat: %(office)s"), "review-off")
BEGAN = LetterKind(N_("Under review: %(office)s"), "review-began")
ENDED = LetterKind(N_("No longer under review: %(office)s"), "review-ended")
BEGAN_BESIDE = LetterKind(N_("Under review: %(office)s"), "review-began-beside")
ENDED_BESIDE = LetterKind(N_("No longer under review: %(office)s"), "review-ended-beside")


def tell_proposed(db: Session, portal: Portal, viewer: Viewer, seat: Seat, life: Life) -> None:
    """Ask whoever can be the second person; where one's word waits, tell the member and the rest.

    Where nobody can be, every colleague is asked.
    """
    conn, ending, who = db.connection(), life.stage == Stage.ENDING, viewer.person_id
    if life.due_at is None:
        to, kind = seconds(conn, who) or colleagues(conn, who), SECOND
    else:
        to, kind = [*queries.of_member(conn, seat.member), *colleagues(conn, who)], ANNOUNCED
    words = partial(_words, portal, seat, ending=ending, due_at=life.due_at)
    for one in to:
        letters.write(db, portal, one, kind, words)


def tell_off(db: Session, portal: Portal, seat: Seat, was: Life, *, staff: bool = True) -> None:
    """Tell whoever was told of it, or asked by a letter, that what waited came to nothing.

    Not the ``staff`` and those who were asked where they learn it otherwise.
    """
    conn = db.connection()
    member = queries.of_member(conn, seat.member) if was.due_at else ()
    asked = were_asked(conn, What.REVIEW, was.id, was.since)
    words = partial(_words, portal, seat, ending=was.stage == Stage.ENDING)
    for one in dict.fromkeys([*member, *([*colleagues(conn), *asked] if staff else ())]):
        letters.write(db, portal, one, OFF, words)


def tell_changed(db: Session, portal: Portal, seat: Seat, life: Life) -> None:
    """Tell the member's offices and the other sides of its matters that a review began or ended."""
    over, conn = life.stage == Stage.OVER, db.connection()
    words = partial(_words, portal, seat)
    for one in queries.of_member(conn, seat.member):
        letters.write(db, portal, one, ENDED if over else BEGAN, words)
    others = [member_label(code) for code in others_of(conn, seat.member)]
    for one in holders_of(conn, others, clock.today()):
        letters.write(db, portal, one, ENDED_BESIDE if over else BEGAN_BESIDE, words)
    tell_others(db, seat.member, News.REVIEW_ENDED if over else News.UNDER_REVIEW)


def _words(
    portal: Portal, seat: Seat, *, ending: bool = False, due_at: datetime | None = None
) -> Mapping[str, object]:
    base = portal.settings.base_url
    return {
        "office": in_full(seat.stage, seat.member_name),
        "ending": ending,
        "day": date_words(due_at) if due_at else "",
        "review": f"{base}/offices/{seat.office_id}/review",
        "directory": f"{base}/directory/{seat.member}",
        "assistance": f"{base}/assistance",
        "contact": portal.settings.contact,
    }
