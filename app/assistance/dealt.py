"""How members that were asked deal with a request, as far as the viewer may know it.

Who asked and the Secretariat read which members cannot help; a member reads of itself alone.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from app.access.viewer import Viewer
from app.assistance.facts import OFFICES
from app.assistance.models import Answering
from app.assistance.queries import Asked, member, offer, office, party
from app.assistance.rules import TAKES_OFFERS, Party
from app.core.db import table
from app.core.i18n import gettext
from app.core.reading import Reading
from app.directory.queries import own_offices

answering = table(Answering)
_COLUMNS = (
    answering.c.request_id,
    answering.c.member,
    answering.c.office_id,
    answering.c.passed_at,
    member.c.name,
    office.c.kind,
)
_ROWS = (
    select(*_COLUMNS)
    .join_from(answering, member, member.c.code == answering.c.member)
    .join(office, office.c.id == answering.c.office_id, isouter=True)
    .order_by(member.c.name)
)
_OF_REQUEST = Reading(_ROWS.where(answering.c.request_id == bindparam("request")))
_OF_MEMBER = Reading(
    _ROWS.where(
        answering.c.member == bindparam("member"),
        answering.c.request_id.in_(bindparam("ids", expanding=True)),
    )
)
_OFFERED = Reading(
    select(offer.c.request_id).where(
        offer.c.member == bindparam("member"),
        offer.c.request_id.in_(bindparam("ids", expanding=True)),
    )
)


@dataclass(frozen=True, slots=True)
class Dealt:
    """How a member deals with a request: since when it says no, which office of it answers."""

    passed_on: date | None = None
    office: str | None = None
    office_kind: str | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """What a request's page says of those asked: names of who cannot help, and the own answer.

    ``colleagues`` are the other offices of the viewer's member, (id, label), that could answer.
    """

    passed: Collection[str] = ()
    own: Dealt = Dealt()
    colleagues: Sequence[tuple[str, str]] = ()

    @property
    def office(self) -> str:
        """Which office of the own member answers, in words; nothing where nobody said so."""
        kind = "" if self.own.passed_on else self.own.office_kind
        return gettext(OFFICES[kind]) if kind else ""


def passed(conn: Connection, request_id: str) -> frozenset[str]:
    """Return the members that said that they cannot help with a request this time."""
    rows = _OF_REQUEST.all(conn, {"request": request_id})
    return frozenset(row.member for row in rows if row.passed_at)


def answers(conn: Connection, viewer: Viewer, asked: Asked, *, asks: bool) -> Answers:
    """Return how those asked deal with an open request that the viewer sees.

    ``asks``: the viewer's member is one of them, and has not offered help.
    """
    side = party(viewer, asked.matter.owners)
    if asked.matter.stage not in TAKES_OFFERS or (side == Party.HELPER and not asks):
        return Answers()
    rows = _OF_REQUEST.all(conn, {"request": asked.matter.id})
    if side != Party.HELPER:
        return Answers([gettext(row.name) for row in rows if row.passed_at])
    own = next((_dealt(row) for row in rows if row.member == viewer.member), Dealt())
    return Answers(own=own, colleagues=colleagues(conn, viewer))


def colleagues(conn: Connection, viewer: Viewer) -> Sequence[tuple[str, str]]:
    """Return the other offices of the viewer's member that can answer for it, (id, label)."""
    acting_for = viewer.office.id if viewer.office else None
    found = own_offices(conn, viewer.member)
    return [(key, gettext(OFFICES[kind])) for key, kind in found if key != acting_for]


def dealt_with(conn: Connection, code: str, ids: Collection[str]) -> Mapping[str, Dealt]:
    """Return how the member ``code`` deals with which of the requests ``ids``."""
    rows = _OF_MEMBER.all(conn, {"member": code, "ids": list(ids)}) if ids else ()
    return {row.request_id: _dealt(row) for row in rows}


def offered_for(conn: Connection, code: str, ids: Collection[str]) -> frozenset[str]:
    """Return for which of the requests ``ids`` the member ``code`` ever offered help."""
    rows = _OFFERED.all(conn, {"member": code, "ids": list(ids)}) if ids else ()
    return frozenset(row.request_id for row in rows)


def _dealt(row: Row[Any]) -> Dealt:
    return Dealt(row.passed_at.date() if row.passed_at else None, row.office_id, row.kind)
