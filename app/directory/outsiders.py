"""Second people who are not of the Secretariat's staff: who they are, and beside whom.

Of them holds what ``two_people`` asks of two colleagues: each has been there for 72 hours, by when
the portal wrote it down, and neither brought the other there.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from app.access.viewer import IN_SECRETARIAT, OfficeKind, Viewer
from app.core import clock
from app.core.i18n import gettext, listed
from app.directory.letters import Person as Addressed
from app.directory.outsider_rows import CONCERNED, HELPED, TERMS
from app.directory.two_people import Term, brought_by, known_since

HELPED_LATELY = timedelta(days=365)
"""So long who proposed that an account be helped in again brought its owner there."""
BROUGHT = timedelta(days=30)
"""After so long a Focal Point counts beside whoever invited or verified that one, too: in a small
Secretariat one person appoints everybody."""


class Role(StrEnum):
    """As what somebody outside the staff decides."""

    DIRECTOR = "director"
    FACILITATOR = "facilitator"


@dataclass(frozen=True, slots=True)
class Outsider:
    """Somebody who can be the second person now, by which office and as what."""

    person_id: str
    language: str | None
    office_id: str
    role: Role
    member: str | None = None
    member_name: str = ""

    @property
    def to(self) -> Addressed:
        """To whom a letter goes."""
        return self.person_id, self.language

    @property
    def words(self) -> str:
        """As what, in the language now spoken."""
        return role_words(self.role, self.member_name)


def role_words(role: str, state: str) -> str:
    """Return as what somebody decides or decided, to stand in a list; ``state`` is a name."""
    if role == Role.DIRECTOR:
        return gettext("the director of the Secretariat")
    return gettext("the Focal Point of the facilitating state %(state)s", state=gettext(state))


def able_words(found: Sequence[Outsider]) -> str:
    """Return in words who else than a colleague can agree, empty where nobody can."""
    ordered = sorted(found, key=lambda one: (one.role, one.member or ""))
    others = dict.fromkeys(one.words for one in ordered)
    return listed([gettext("a colleague"), *others], either=True) if others else ""


def beside(
    conn: Connection, proposer: str | None, owners: Collection[str], *but: str | None
) -> Sequence[Outsider]:
    """Return who can be the second person beside ``proposer``, in a matter of members ``owners``.

    Whose account the proposer once helped in again was brought there by that hand as well. Who is
    appointed to an office of these members, or proposed for one, judges nothing about them.
    """
    if proposer is None or not owners:
        return ()
    rows = conn.execute(TERMS, {"today": clock.today(), "proposer": proposer}).all()
    staff = _terms([row for row in rows if row.kind in IN_SECRETARIAT])
    others = [row for row in rows if row.kind not in IN_SECRETARIAT and row.person_id not in but]
    others = [row for row in others if row.member not in owners or row.kind == OfficeKind.DIRECTOR]
    if not staff or not others:
        return ()
    people = [row.person_id for row in others]
    since = clock.now() - HELPED_LATELY
    helped = conn.execute(HELPED, {"people": people, "since": since}).all()
    brought = {row.person_id for row in helped if row.proposed_by == proposer}
    about = {"owners": sorted(owners), "today": clock.today()}
    concerned = set(conn.execute(CONCERNED, about).scalars())
    terms = _terms(others)
    found = {
        row.id: _outsider(row)
        for row in others
        if row.person_id not in {proposer, *brought, *concerned}
        and _counts(terms[row.id], proposer, row.person_id)
        and any(_counts(one, proposer, row.person_id) for one in staff.values())
    }
    return list(found.values())


def asked_as(
    conn: Connection, viewer: Viewer, proposer: str | None, owners: Collection[str], *but: str
) -> Outsider | None:
    """Return as what a viewer, by the office acted for, can be the second person; else None."""
    acting = viewer.office.id if viewer.office else ""
    able = beside(conn, proposer, owners, *but)
    mine = (one for one in able if (one.person_id, one.office_id) == (viewer.person_id, acting))
    return next(mine, None)


def _terms(rows: Sequence[Any]) -> Mapping[str, Term]:
    """Return each appointment: known since when, and who brought it about."""
    found: dict[str, Term] = {}
    for row in rows:
        known, by = known_since(row), brought_by(row)
        if row.kind == OfficeKind.FOCAL_POINT and known + BROUGHT <= clock.now():
            by = set()
        found.setdefault(row.id, Term(max(known, row.named_at or known))).by |= by
    return found


def _outsider(row: Any) -> Outsider:
    if row.kind == OfficeKind.DIRECTOR:
        return Outsider(row.person_id, row.language, row.office_id, Role.DIRECTOR)
    state = {"member": row.member, "member_name": row.member_name}
    return Outsider(row.person_id, row.language, row.office_id, Role.FACILITATOR, **state)


def _counts(term: Term, *two: str) -> bool:
    """Whether an appointment is old enough, and brought about by neither of two."""
    return term.settled and term.by.isdisjoint(two)
