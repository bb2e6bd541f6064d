"""Letters to the Secretariat about what one of it submitted."""

from collections.abc import Mapping
from functools import partial

from sqlmodel import Session

from app.core.i18n import N_, gettext
from app.directory import letters
from app.directory.second_asked import were_asked
from app.directory.second_matter import What, place_of
from app.directory.two_people import colleagues, seconds
from app.manual.publishing.going_on import life_of
from app.manual.publishing.models import Submission
from app.manual.publishing.rules import FATES, Kind
from app.manual.wording import share_words
from app.notifications.post import LetterKind
from app.web.components import moment_words
from app.web.portal import Portal

SECOND = LetterKind(
    N_("A second person is asked for: edition %(number)s of the manual"), "edition-second"
)
FATE = LetterKind(N_("What became of it: edition %(number)s of the manual"), "edition-fate")
AGREED = N_("A second person agreed to it.")
ALONE = N_(
    "Somebody agreed, but nobody can decide it together with another person at present. The time"
    " after which the word of one suffices has begun."
)


def tell_submitted(db: Session, portal: Portal, found: Submission) -> None:
    """Ask whoever can be the second person; where nobody can, every colleague."""
    conn, who = db.connection(), found.proposed_by
    for one in seconds(conn, who) or colleagues(conn, who):
        letters.write(db, portal, one, SECOND, partial(_words, portal, found))


def tell_over(db: Session, portal: Portal, found: Submission) -> None:
    """Tell the Secretariat what became of it, except whoever just did that.

    Who was asked from outside the staff is told once nothing is asked any more.
    """
    did = found.ended_by if found.outcome else found.agreed_by
    for one in colleagues(db.connection(), did):
        letters.write(db, portal, one, FATE, partial(_words, portal, found))
    if found.outcome or found.agreed_at:
        for one in were_asked(db.connection(), What.EDITION, found.id):
            letters.write(db, portal, one, FATE, partial(_outside, portal, found))


def fate_of(found: Submission) -> str:
    """Return what became of it; where nobody agreed as the second person, that is not said."""
    if found.outcome:
        return FATES[found.outcome]
    return AGREED if found.agreed_at else ALONE


def _outside(portal: Portal, found: Submission) -> Mapping[str, object]:
    """Return the words for who reads nothing else of it: without the reason of a colleague."""
    place = f"{portal.settings.base_url}{place_of(What.EDITION, found.id)}"
    return {**_words(portal, found), "why": "", "address": place}


def _words(portal: Portal, found: Submission) -> Mapping[str, object]:
    due = life_of(found).due_at
    return {
        "number": found.number,
        "withdrawal": found.kind == Kind.WITHDRAWAL,
        "weight": found.weight,
        "share": share_words(found.share),
        "day": moment_words(due) if due else "",
        "fate": gettext(fate_of(found)),
        "why": found.why,
        "address": f"{portal.settings.base_url}/manual/submissions/{found.id}",
    }
