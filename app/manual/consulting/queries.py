"""Reading consultations and submissions, always from what the viewer may see."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    bindparam,
    case,
    func,
    select,
)

from app.access.viewer import Viewer
from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.directory.models import Member
from app.items.models import Item
from app.items.queries import labels_given, seen
from app.manual.consulting.models import Consultation as ConsultationRow
from app.manual.consulting.models import Contribution as ContributionRow
from app.manual.consulting.rules import OF_AUTHOR, Stage
from app.manual.consulting.values import (
    Consultation,
    Contribution,
    consultation_of,
    contribution_of,
)
from app.manual.voices.models import Voiced

MOST = 500

consultation = table(ConsultationRow)
contribution = table(ContributionRow)
voiced = table(Voiced)
item = table(Item)
member = table(Member)
_ITEM = [
    item.c[name].label(f"item_{name}")
    for name in ("stage", "audience", "language", "office_id", "version")
]


def _consultations(*where: ColumnElement[bool]) -> Select[Any]:
    rows = select(consultation, *_ITEM).join_from(
        consultation, item, item.c.id == consultation.c.item_id
    )
    order = (consultation.c.at.desc(), consultation.c.item_id.desc())
    return rows.where(seen(item.c.id), *where).order_by(*order)


def _contributions(*where: ColumnElement[bool]) -> Select[Any]:
    rows = (
        select(
            contribution,
            *_ITEM,
            member.c.name.label("member_name"),
            consultation.c.title.label("about"),
            consultation.c.withdrawn_at.is_not(None).label("called_off"),
            voiced.c.number.label("voice_number"),
            voiced.c.name.label("voice_name"),
            *(voiced.c[name] for name in ("naming", "organisation", "parts", "receipt")),
        )
        .join_from(contribution, item, item.c.id == contribution.c.item_id)
        .join(consultation, consultation.c.item_id == contribution.c.consultation_id)
        .join(member, member.c.code == contribution.c.member, isouter=True)
        .join(voiced, voiced.c.item_id == contribution.c.item_id, isouter=True)
    )
    place = case((contribution.c.member.is_(None), 1), else_=0)
    order = (consultation.c.at.desc(), place, contribution.c.member, voiced.c.number)
    return rows.where(seen(item.c.id), *where).order_by(*order)


_ids: BindParameter[Any] = bindparam("ids", expanding=True)
_ONE = Reading(_consultations(consultation.c.item_id == bindparam("id")))
_SOME = Reading(_consultations(consultation.c.item_id.in_(_ids)))
_ALL = Reading(_consultations().limit(MOST))
_OPEN = Reading(
    _consultations(item.c.stage == Stage.OPENED, consultation.c.until >= bindparam("today"))
)
_SENT = Reading(_contributions(contribution.c.item_id == bindparam("id")))
_SOME_SENT = Reading(_contributions(contribution.c.item_id.in_(_ids)))
_OF_ONE = Reading(_contributions(contribution.c.consultation_id == bindparam("id")))
_OF_MEMBER = Reading(_contributions(contribution.c.member == bindparam("member")).limit(MOST))
_OF_VOICE = Reading(_contributions(voiced.c.voice_id == bindparam("voice")))
_COUNTED = Reading(
    select(
        contribution.c.consultation_id,
        func.count().label("sent"),
        (func.count() - func.count(contribution.c.answered_at)).label("unanswered"),
    )
    .join_from(contribution, item, item.c.id == contribution.c.item_id)
    .where(item.c.stage.not_in(OF_AUTHOR))
    .group_by(contribution.c.consultation_id)
)


class Counted(NamedTuple):
    """How many submissions there are, and how many of them were not answered."""

    sent: int
    unanswered: int


def one(conn: Connection, viewer: Viewer, item_id: str) -> Consultation | None:
    """Return the consultation if the viewer may see it, None otherwise."""
    return one_by(conn, viewer.labels, item_id)


def one_by(conn: Connection, labels: Sequence[str], item_id: str) -> Consultation | None:
    """Return the consultation if it is read by one of ``labels``: a guest has none of its own."""
    row = _ONE.first(conn, {"id": item_id, **labels_given(labels)})
    return consultation_of(row) if row else None


def listed(conn: Connection, viewer: Viewer) -> Sequence[Consultation]:
    """Return the consultations that the viewer may see, the newest first."""
    return [consultation_of(row) for row in _ALL.all(conn, labels_given(viewer.labels))]


def going_on(conn: Connection, viewer: Viewer) -> Sequence[Consultation]:
    """Return those that are not over, the newest first."""
    today: date = clock.today()
    rows = _OPEN.all(conn, {"today": today, **labels_given(viewer.labels)})
    return [consultation_of(row) for row in rows]


def sent(conn: Connection, viewer: Viewer, item_id: str) -> Contribution | None:
    """Return the submission if the viewer may see it, None otherwise."""
    row = _SENT.first(conn, {"id": item_id, **labels_given(viewer.labels)})
    return contribution_of(row) if row else None


def of_consultation(conn: Connection, viewer: Viewer, item_id: str) -> Sequence[Contribution]:
    """Return the submissions to a consultation that the viewer may see, in order of members."""
    rows = _OF_ONE.all(conn, {"id": item_id, **labels_given(viewer.labels)})
    return [contribution_of(row) for row in rows]


def of_voice(conn: Connection, labels: Sequence[str], guest_id: str) -> Contribution | None:
    """Return what a guest sent, None where that is nothing; ``labels`` of those who invited."""
    row = _OF_VOICE.first(conn, {"voice": guest_id, **labels_given(labels)})
    return contribution_of(row) if row else None


def of_member(conn: Connection, viewer: Viewer, code: str) -> Sequence[Contribution]:
    """Return what a member submitted, as far as the viewer sees it, the newest first."""
    rows = _OF_MEMBER.all(conn, {"member": code, **labels_given(viewer.labels)})
    return [contribution_of(row) for row in rows]


def counted(conn: Connection) -> Mapping[str, Counted]:
    """Return how many were submitted to each consultation, for the Secretariat alone."""
    rows = _COUNTED.all(conn, {})
    return {row.consultation_id: Counted(row.sent, row.unanswered) for row in rows}


def titles(conn: Connection, viewer: Viewer, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return title and address of those of ``ids`` that the viewer may see."""
    given = {"ids": list(ids), **labels_given(viewer.labels)}
    asked = [consultation_of(row) for row in _SOME.all(conn, given)]
    written = [contribution_of(row) for row in _SOME_SENT.all(conn, given)]
    found = {one.matter.id: (one.title, one.href) for one in asked}
    return {**found, **{one.matter.id: (one.title, one.href) for one in written}}
