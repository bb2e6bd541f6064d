"""By when each member that is asked answers: its absences and free days move the answer date."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from app.access.audience import Audience
from app.access.labels import SECRETARIAT
from app.access.viewer import labels_of
from app.core import clock
from app.core.i18n import N_, gettext
from app.directory.clocks import Clock, clocks_for
from app.directory.seated import seats_today
from app.web.components import date_words

AWAY = N_("For your office by %(day)s: days on which it is away do not count.")
FREE = N_("For your office by %(day)s: the day asked for is no working day of your member.")
BOTH = N_(
    "For your office by %(day)s: days on which it is away do not count, and the last is a working"
    " day of your member."
)
THEIRS = N_("Answers by %(day)s")
THEIRS_AWAY = N_("Answers by %(day)s: days on which it is away do not count")
THEIRS_FREE = N_("Answers by %(day)s: the day asked for is no working day there")
THEIRS_BOTH = N_(
    "Answers by %(day)s: days on which it is away do not count, and the last is a working day there"
)
UNKNOWN = N_("Its public holidays are not known here: Monday to Friday are counted.")


@dataclass(frozen=True, slots=True)
class Answering:
    """The day by which a member answers, and what moved it; ``known``: its holidays are."""

    day: date
    away: bool
    free: bool
    known: bool

    @property
    def moved(self) -> bool:
        """Whether it is later than the date asked for."""
        return self.away or self.free


def answering(member: Clock, answer_by: date | None, opened_on: date | None) -> Answering | None:
    """Return by when a member with this clock answers, None where no day is said."""
    kept, day = member.due(answer_by, opened_on), member.answer(answer_by, opened_on)
    if kept is None or day is None:
        return None
    return Answering(day, kept != answer_by, day != kept, member.calendar.known)


def why(one: Answering) -> str:
    """Return by when one's own office answers and why, in words."""
    told = BOTH if one.away and one.free else AWAY if one.away else FREE
    return _with_fallback(one, gettext(told, day=date_words(one.day)))


def theirs(one: Answering) -> str:
    """Return by when another member answers and why, in words."""
    moved = THEIRS_BOTH if one.away and one.free else THEIRS_AWAY if one.away else THEIRS_FREE
    return _with_fallback(one, gettext(moved if one.moved else THEIRS, day=date_words(one.day)))


def _with_fallback(one: Answering, words: str) -> str:
    if one.known:
        return words
    return f"{words.rstrip('.')}. {gettext(UNKNOWN)}"


def by_member(
    conn: Connection, members: Collection[str], answer_by: date | None, opened_on: date | None
) -> Mapping[str, Answering]:
    """Return by when each of ``members`` answers; one statement."""
    clocks = clocks_for(conn, members)
    found = {code: answering(clocks.get(code, Clock()), answer_by, opened_on) for code in members}
    return {code: one for code, one in found.items() if one}


def last_day(
    conn: Connection,
    audience: Audience,
    *,
    but: Collection[str],
    answer_by: date | None,
    opened_on: date | None,
) -> date | None:
    """Return by when the last of those asked answers; ``but`` are members not waited for."""
    wanted = audience.labels - {SECRETARIAT}
    asked = {
        office.member
        for _person, office in seats_today(conn, clock.today())
        if (own := labels_of(office)) & wanted and SECRETARIAT not in own
    }
    days = by_member(conn, asked - set(but), answer_by, opened_on)
    return max((one.day for one in days.values()), default=answer_by)
