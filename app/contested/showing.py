"""What the page of a review shows of it, and of those outside the staff."""

from collections.abc import Sequence

from app.contested.queries import Review
from app.contested.rules import GROUNDS
from app.core.i18n import gettext
from app.directory import second_answers
from app.directory.outsiders import able_words, beside
from app.directory.seats import Seat
from app.directory.second_matter import What
from app.identity.people import named
from app.web.ask import Ask
from app.web.components import date_words


def facts(ask: Ask, found: Review) -> Sequence[tuple[str, str]]:
    """Return what is known of a review, and what those outside the staff answered."""
    return [*_known(found), *_answers(ask, found)]


def others(ask: Ask, seat: Seat, found: Review | None) -> str:
    """Return who outside the staff can agree to what is, or can be, proposed; perhaps nobody."""
    waits = found is not None and found.life.waits
    proposer = found.life.proposer if found and waits else ask.viewer.person_id
    return able_words(beside(ask.conn, proposer, seat.owners))


def _answers(ask: Ask, found: Review) -> Sequence[tuple[str, str]]:
    """Return what those outside the staff answered."""
    rows = second_answers.of_matter(ask.conn, What.REVIEW, found.id)
    return second_answers.told(rows, found.id)


def _known(found: Review) -> Sequence[tuple[str, str]]:
    """Return what is known of a review, in words; what has not happened is left out."""
    life = found.life
    said = (
        (gettext("Why"), found.reason),
        (gettext("Proposed by"), named(found.proposed_by or "")),
        (gettext("Proposed on"), date_words(found.proposed_at)),
        (gettext("Agreed to by"), named(found.began_by) if found.began_by else ""),
        (gettext("Under review since"), date_words(life.began_at) if life.began_at else ""),
        (gettext("Ground of ending"), gettext(GROUNDS[found.ground]) if found.ground else ""),
        (
            gettext("Ending proposed by"),
            named(found.ending_by or "") if life.ending_at else "",
        ),
        (gettext("Takes effect on"), date_words(life.due_at) if life.due_at else ""),
    )
    return [(label, words) for label, words in said if words]
