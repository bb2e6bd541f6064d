"""Reading which UN entities a request asks, and the hand by which the Secretariat acts for one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, select

from app.access.audience import Audience, Circle
from app.access.labels import SECRETARIAT_CODE, is_entity, labels_of_members
from app.access.viewer import Office as HeldOffice
from app.access.viewer import OfficeKind, Viewer
from app.assistance.entities.models import EntityAsked, EntityLetter
from app.assistance.queries import member, office
from app.core.db import table
from app.core.errors import NotFound
from app.core.reading import Reading
from app.files.letters import Letters
from app.items.queries import labels_given, seen

entity = table(EntityAsked)
LETTERS = Letters(table(EntityLetter))
_ASKED = Reading(
    select(entity, member.c.name)
    .join_from(entity, member, member.c.code == entity.c.member)
    .where(entity.c.item_id == bindparam("id"), seen(entity.c.item_id))
    .order_by(member.c.name, entity.c.member)
)
_CONTACT = Reading(
    select(office.c.id, member.c.name)
    .join_from(office, member, member.c.code == office.c.member)
    .where(office.c.member == bindparam("member"), office.c.kind == OfficeKind.ENTITY_CONTACT)
    .order_by(office.c.id)
)


@dataclass(frozen=True, slots=True)
class Entity:
    """A UN entity that a request asks, and how far it has come."""

    id: str
    member: str
    name: str
    written_on: date | None
    answered_on: date | None
    answer: str | None


def entities_of(audience: Audience) -> Sequence[str]:
    """Return the codes of the UN entities that an audience names."""
    return [code for code in audience.codes(Circle.MEMBERS) if is_entity(code)]


def asked_of(conn: Connection, viewer: Viewer, request_id: str) -> Sequence[Entity]:
    """Return the UN entities that a request asks which the viewer sees, by name."""
    rows = _ASKED.all(conn, {"id": request_id, **labels_given(viewer.labels)})
    return [
        Entity(row.id, row.member, row.name, row.written_on, row.answered_on, row.answer)
        for row in rows
    ]


def hands_of(code: str) -> frozenset[str]:
    """Return who acts for whoever helps: a member's offices, or for a UN entity the Secretariat."""
    return labels_of_members([SECRETARIAT_CODE if is_entity(code) else code])


def seat_of(conn: Connection, code: str) -> HeldOffice:
    """Return the contact office of a UN entity, whether or not somebody holds it.

    Raises:
        NotFound: where there is none.
    """
    row = _CONTACT.first(conn, {"member": code})
    if row is None:
        raise NotFound
    return HeldOffice(row.id, OfficeKind.ENTITY_CONTACT, code, row.name)


def hand_of(conn: Connection, staff: Viewer, code: str) -> Viewer:
    """Return the viewer as which somebody of the Secretariat enters what an entity wrote."""
    seat = seat_of(conn, code)
    return Viewer(staff.person_id, staff.name, seat, (seat,), proof=staff.proof)
