"""Which state facilitates the network from which day to which: named by the administrator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import BindParameter, ColumnElement, Connection, bindparam, select
from sqlmodel import Session

from app.access.labels import member_label
from app.access.viewer import Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.core.i18n import N_, gettext
from app.directory import letters
from app.directory.models import Member
from app.directory.seated import holders_of
from app.directory.second_models import FacilitatingState
from app.directory.two_people import colleagues
from app.notifications.post import LetterKind
from app.web.components import date_words
from app.web.portal import Portal

LONGEST = timedelta(days=731)
"""So long a state is named for, at most; then it is named anew."""
NAMED_ALREADY = N_("This state is named already. End that first.")
OVER = N_("This is over already.")
NAMED = LetterKind(N_("Facilitates the network: %(state)s"), "facilitating")
ENDED = LetterKind(N_("No longer facilitates the network: %(state)s"), "facilitating")

facilitates = table(FacilitatingState)
member = table(Member)


@dataclass(frozen=True, slots=True)
class Named:
    """That a state facilitates, or did."""

    id: str
    member: str
    name: str
    starts: date
    until: date
    named_at: datetime
    ended_at: datetime | None

    @property
    def over(self) -> bool:
        """Whether it was ended, or its last day is over."""
        return self.ended_at is not None or self.until < clock.today()


def today() -> ColumnElement[bool]:
    """Return the condition that a state facilitates on the civil day bound to ``today``."""
    day: BindParameter[date] = bindparam("today")
    running = (facilitates.c.starts <= day) & (facilitates.c.until >= day)
    return facilitates.c.ended_at.is_(None) & running


_ALL = (
    select(
        facilitates.c.id,
        facilitates.c.member,
        member.c.name,
        facilitates.c.starts,
        facilitates.c.until,
        facilitates.c.named_at,
        facilitates.c.ended_at,
    )
    .join_from(facilitates, member, member.c.code == facilitates.c.member)
    .order_by(facilitates.c.starts.desc(), facilitates.c.id)
)
_STATES = (
    select(member.c.code, member.c.name).where(member.c.kind == "state").order_by(member.c.code)
)
_TODAY = select(facilitates.c.id).where(facilitates.c.member == bindparam("member"), today())


def lines(conn: Connection) -> Sequence[Named]:
    """Return every state that is or was named, the latest first."""
    return [Named(*row) for row in conn.execute(_ALL)]


def states(conn: Connection) -> Sequence[tuple[str, str]]:
    """Return code and name of every state."""
    return [(row.code, row.name) for row in conn.execute(_STATES)]


def does_today(conn: Connection, code: str) -> bool:
    """Whether a member facilitates the network today."""
    asked = {"member": code, "today": clock.today()}
    return conn.execute(_TODAY, asked).first() is not None


def name(db: Session, portal: Portal, viewer: Viewer, given: FacilitatingState) -> None:
    """Name a state, and tell those whom it concerns.

    Raises:
        Conflict: when it is named already, for now or for later.
    """
    state = db.get_one(Member, given.member, with_for_update=True)
    if any(one.member == state.code and not one.over for one in lines(db.connection())):
        raise Conflict(NAMED_ALREADY)
    given.named_by = viewer.person_id
    db.add(given)
    db.flush()
    record(db, Event.FACILITATING_NAMED, viewer=viewer, subject=state.code)
    _tell(db, portal, given, state, NAMED)


def end(db: Session, portal: Portal, viewer: Viewer, key: str) -> None:
    """End it at once: what waits for its Focal Point no longer does.

    Raises:
        Conflict: when it is over.
    """
    found = db.get(FacilitatingState, key)
    state = db.get(Member, found.member, with_for_update=True) if found else None
    found = db.get(FacilitatingState, key, populate_existing=True)
    if found is None or state is None or found.ended_at or found.until < clock.today():
        raise Conflict(OVER)
    found.ended_by, found.ended_at = viewer.person_id, clock.now()
    record(db, Event.FACILITATING_ENDED, viewer=viewer, subject=state.code)
    _tell(db, portal, found, state, ENDED)


def _tell(
    db: Session, portal: Portal, one: FacilitatingState, state: Member, kind: LetterKind
) -> None:
    """Tell the offices of the state and the staff."""
    conn = db.connection()
    people = dict([*holders_of(conn, [member_label(state.code)], clock.today()), *colleagues(conn)])
    words = partial(_words, one.starts, one.until, state.name, ended=kind is ENDED)
    for to in people.items():
        letters.write(db, portal, to, kind, words)


def _words(starts: date, until: date, state: str, *, ended: bool) -> Mapping[str, object]:
    days = {"starts": date_words(starts), "until": date_words(until)}
    return {"state": gettext(state), "ended": ended, **days}
