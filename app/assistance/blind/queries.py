"""Cards as their readers see them, and what was said on them: nothing here names who asks.

A card is read by its own labels. The statements for its readers do not touch what the request says;
of the request they ask whose it is, for the policy alone, in the same way for everybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, case, select

from app.access.viewer import Viewer
from app.assistance.blind.models import Card, CardLabel, Word
from app.assistance.blind.showing import Says
from app.assistance.queries import item_owner, member
from app.core.db import table
from app.core.reading import Reading
from app.items.queries import LABELS, labels_given, seen
from app.vocabulary.packed import unpacked

card = table(Card)
card_label = table(CardLabel)
word = table(Word)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose a card is, as the policy asks; never shown."""

    owners: frozenset[str]
    stage: str = ""
    office_id: str | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """A card as one of its readers finds it."""

    id: str
    says: Says
    subject: Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a member said on a card."""

    id: str
    card_id: str
    member: str
    office_id: str
    modalities: tuple[str, ...]
    languages: tuple[str, ...]
    starts: date
    capacity: str
    stage: str
    told: bool
    offer_id: str | None


def read_by(card_id: ColumnElement[str]) -> ColumnElement[bool]:
    """Return the condition that a card carries one of the labels bound to ``LABELS``."""
    return (
        select(card_label.c.card_id)
        .where(card_label.c.card_id == card_id, card_label.c.label.in_(LABELS))
        .exists()
    )


_CARDS = (
    select(card, item_owner.c.member.label("owner"))
    .join_from(card, item_owner, item_owner.c.item_id == card.c.request_id)
    .where(card.c.listed, read_by(card.c.id))
    .order_by(card.c.id)
)
_ALL = Reading(_CARDS)
_ONE = Reading(_CARDS.where(card.c.id == bindparam("id")))
_MET = case((word.c.offer_id.is_not(None), card.c.request_id)).label("request_id")
"""The request that a word led to; nothing as long as who asks is not known."""
_OURS = Reading(
    select(word, _MET, *(card.c[name].label(f"card_{name}") for name in Says.__slots__))
    .join_from(word, card, card.c.id == word.c.card_id)
    .where(word.c.member == bindparam("member"))
    .order_by(word.c.id)
)
_OF_REQUEST = Reading(
    select(word, member.c.name.label("member_name"))
    .join_from(word, card, card.c.id == word.c.card_id)
    .join(member, member.c.code == word.c.member)
    .where(card.c.request_id == bindparam("request"), seen(card.c.request_id))
    .order_by(word.c.id)
)
_LISTED = Reading(
    select(card)
    .where(card.c.request_id == bindparam("request"), card.c.listed, seen(card.c.request_id))
    .order_by(card.c.id)
)


def cards(conn: Connection, viewer: Viewer) -> Sequence[Read]:
    """Return the cards that the viewer reads now, in no order that tells anything."""
    return [_read(row) for row in _ALL.all(conn, labels_given(viewer.labels))]


def one(conn: Connection, viewer: Viewer, card_id: str) -> Read | None:
    """Return a card if the viewer reads it now, None otherwise."""
    row = _ONE.first(conn, {"id": card_id, **labels_given(viewer.labels)})
    return _read(row) if row else None


def ours(conn: Connection, viewer: Viewer) -> Sequence[tuple[Said, Says, str | None]]:
    """Return what the viewer's member said, the words of its card, and the request once known."""
    rows = _OURS.all(conn, {"member": viewer.member or ""})
    return [(_said(row), says(row, "card_"), row.request_id) for row in rows]


def of_request(conn: Connection, viewer: Viewer, request_id: str) -> Sequence[tuple[Said, str]]:
    """Return what was said on the cards of a request that the viewer sees, and by whom."""
    rows = _OF_REQUEST.all(conn, {"request": request_id, **labels_given(viewer.labels)})
    return [(_said(row), row.member_name) for row in rows]


def listed(conn: Connection, viewer: Viewer, request_id: str) -> Says | None:
    """Return what is out now of a request that the viewer sees."""
    row = _LISTED.first(conn, {"request": request_id, **labels_given(viewer.labels)})
    return says(row) if row else None


def says(row: Any, before: str = "") -> Says:
    """Return the words of a card; its columns stand under names that begin with ``before``."""
    value = {name: getattr(row, before + name) for name in Says.__slots__}
    for name in ("themes", "modalities", "languages"):
        value[name] = unpacked(value[name])
    return Says(**value)


def _read(row: Any) -> Read:
    return Read(row.id, says(row), Subject(frozenset({row.owner})))


def _said(row: Any) -> Said:
    return Said(
        id=row.id,
        card_id=row.card_id,
        member=row.member,
        office_id=row.office_id,
        modalities=unpacked(row.modalities),
        languages=unpacked(row.languages),
        starts=row.starts,
        capacity=row.capacity,
        stage=row.stage,
        told=row.told,
        offer_id=row.offer_id,
    )
