"""One request as its viewer may see it: its words opened, its offers, what happened to it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from app.access.viewer import Viewer
from app.assistance.agreeing import Standing, Terms
from app.assistance.models import Ending, Offer, Request
from app.assistance.rules import OfferStage, Party
from app.assistance.sealing import OFFER, REQUEST, Basis, opened
from app.core.db import table
from app.core.reading import Reading
from app.core.seal import Seal
from app.directory.models import Member, Office
from app.items.models import Item, ItemLabel, ItemOwner, Kind
from app.items.queries import LABELS, Matter, labels_given, seen
from app.sealing.keys import Keys, Opened, wrapped_for
from app.vocabulary.packed import unpacked

item = table(Item)
item_label = table(ItemLabel)
item_owner = table(ItemOwner)
request = table(Request)
offer = table(Offer)
member = table(Member)
office = table(Office)
ending = table(Ending)

SEEN = seen(item.c.id)
"""The item carries one of the viewer's labels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request in full; how it ended is told to both sides and the secretariat only."""

    matter: Matter
    owner: str
    owner_name: str
    title: str
    outcome: str
    basis: Basis
    for_whom: str
    contribution: str
    reason: str
    result_note: str
    themes: tuple[str, ...]
    modalities: tuple[str, ...]
    languages: tuple[str, ...]
    wanted_from: date | None
    wanted_to: date | None
    answer_by: date | None
    travel_money: bool
    contact: str | None
    contact_kind: str | None
    alternate: str | None
    alternate_kind: str | None
    addressed: bool
    card_audience: str | None
    authenticated_on: date | None
    opened_on: date | None
    paused_until: date | None
    changed_at: datetime
    result: str | None
    words_end_on: date | None
    destroyed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """An offer as those who may see it read it."""

    id: str
    stage: str
    member: str
    member_name: str
    message: str
    period: str
    modalities: tuple[str, ...]
    languages: tuple[str, ...]
    language: str
    made_at: datetime
    words: Terms
    terms: Standing


_own_item = item.alias("own_item")
_HELPED = (
    select(offer.c.item_id)
    .join(_own_item, _own_item.c.id == offer.c.item_id)
    .where(
        offer.c.request_id == item.c.id,
        offer.c.member == bindparam("member"),
        _own_item.c.stage == OfferStage.ACCEPTED,
    )
    .correlate(item)
    .exists()
)
"""The viewer's member is one of those whose offers were accepted."""

_alternate = office.alias("alternate")
_ONE = Reading(
    select(
        item,
        request,
        item_owner.c.member.label("owner"),
        member.c.name.label("owner_name"),
        office.c.kind.label("contact_kind"),
        _alternate.c.kind.label("alternate_kind"),
        _HELPED.label("helped"),
        ending.c.due_on,
        ending.c.destroyed_at,
        wrapped_for(item.c.id, LABELS).label("wrapped"),
    )
    .join_from(item, request, request.c.item_id == item.c.id)
    .join(item_owner, item_owner.c.item_id == item.c.id)
    .join(member, member.c.code == item_owner.c.member)
    .join(office, office.c.id == request.c.contact_office, isouter=True)
    .join(_alternate, _alternate.c.id == request.c.alternate_office, isouter=True)
    .join(ending, ending.c.item_id == item.c.id, isouter=True)
    .where(item.c.id == bindparam("id"), SEEN)
)
_WRAPPED = Reading(select(wrapped_for(item.c.id, LABELS)).where(item.c.id == bindparam("id"), SEEN))
_OFFERS = Reading(
    select(
        offer,
        item.c.stage,
        item.c.language,
        item.c.created_at,
        member.c.name,
        wrapped_for(item.c.id, LABELS).label("wrapped"),
    )
    .join_from(offer, item, item.c.id == offer.c.item_id)
    .join(member, member.c.code == offer.c.member)
    .where(offer.c.request_id == bindparam("request"), SEEN, seen(offer.c.request_id))
    .order_by(item.c.created_at, item.c.id)
)


def party(viewer: Viewer, owners: Collection[str]) -> Party | None:
    """Return on which side of a request owned by ``owners`` the viewer stands."""
    if viewer.in_secretariat:
        return Party.SECRETARIAT
    if viewer.member is None:
        return None
    return Party.OWNER if viewer.member in owners else Party.HELPER


def one(conn: Connection, viewer: Viewer, seal: Seal, item_id: str) -> Asked | None:
    """Return the request if the viewer may see it, None otherwise; one query."""
    given = {"id": item_id, **labels_given(viewer.labels), "member": viewer.member}
    row = _ONE.first(conn, given)
    if row is None:
        return None
    side = row.helped or viewer.in_secretariat or viewer.member == row.owner
    return _asked(row, Keys(conn, seal, viewer.labels).of(item_id, row.wrapped), side=side)


def one_by(conn: Connection, seal: Seal, labels: Sequence[str], item_id: str) -> Asked | None:
    """Return the request as who reads by ``labels`` sees it, of neither side; None otherwise."""
    row = _ONE.first(conn, {"id": item_id, **labels_given(labels), "member": None})
    if row is None:
        return None
    return _asked(row, Keys(conn, seal, labels).of(item_id, row.wrapped), side=False)


def record_of(conn: Connection, seal: Seal, labels: Sequence[str], item_id: str) -> Opened:
    """Return what a request is sealed by, for who reads by ``labels``."""
    wrapped = _WRAPPED.first(conn, {"id": item_id, **labels_given(labels)})
    return Keys(conn, seal, labels).of(item_id, wrapped[0] if wrapped else None)


def _asked(row: Any, kept: Opened, *, side: bool) -> Asked:
    def words(column: str) -> str:
        return opened(kept, REQUEST, row.item_id, column, getattr(row, column))

    return Asked(
        matter=_matter(row),
        owner=row.owner,
        owner_name=row.owner_name,
        title=words("title"),
        outcome=words("outcome"),
        basis=Basis.parse(words("basis")),
        for_whom=words("for_whom"),
        contribution=words("contribution"),
        reason=words("reason"),
        result_note=words("result_note") if side else "",
        themes=unpacked(row.themes),
        modalities=unpacked(row.modalities),
        languages=unpacked(row.languages),
        wanted_from=row.wanted_from,
        wanted_to=row.wanted_to,
        answer_by=row.answer_by,
        travel_money=row.travel_money,
        contact=row.contact_office,
        contact_kind=row.contact_kind,
        alternate=row.alternate_office,
        alternate_kind=row.alternate_kind,
        addressed=row.addressed,
        card_audience=row.card_audience,
        authenticated_on=row.authenticated_at.date() if row.authenticated_at else None,
        opened_on=row.opened_at.date() if row.opened_at else None,
        paused_until=row.paused_until,
        changed_at=row.changed_at,
        result=row.result if side else None,
        words_end_on=row.due_on,
        destroyed_at=row.destroyed_at,
    )


def _matter(row: Any) -> Matter:
    return Matter(
        id=row.item_id,
        kind=Kind.REQUEST,
        number=row.number,
        stage=row.stage,
        audience=row.audience,
        language=row.language,
        office_id=row.office_id,
        owners=frozenset({row.owner}),
        version=row.version,
    )


def offers(conn: Connection, viewer: Viewer, seal: Seal, request_id: str) -> Sequence[Help]:
    """Return the offers the viewer may see of a request that is seen: to a helper only its own."""
    rows = _OFFERS.all(conn, {"request": request_id, **labels_given(viewer.labels)})
    keys = Keys(conn, seal, viewer.labels)
    return [_help(row, keys.of(row.item_id, row.wrapped)) for row in rows]


def _help(row: Any, kept: Opened) -> Help:
    return Help(
        id=row.item_id,
        stage=row.stage,
        member=row.member,
        member_name=row.name,
        message=opened(kept, OFFER, row.item_id, "message", row.message),
        period=opened(kept, OFFER, row.item_id, "period", row.period),
        modalities=unpacked(row.modalities),
        languages=unpacked(row.languages),
        language=row.language,
        made_at=row.created_at,
        words=Terms.parse(opened(kept, OFFER, row.item_id, "terms", row.terms)),
        terms=Standing(row.terms_number, row.terms_asker, row.terms_helper),
    )
