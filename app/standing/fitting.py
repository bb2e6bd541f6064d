"""Which standing offers the whole network reads, and which members could answer today."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, select

from app.access.labels import NETWORK
from app.access.viewer import IN_NETWORK
from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.directory.holding import appointment, held_today
from app.directory.models import Member, Office
from app.items.models import Kind
from app.standing.counting import FULL, this_year
from app.standing.queries import STANDS, item, label, offer

member, office = table(Member), table(Office)
_SHOWN = ("member", "summary", "themes", "modalities", "languages")


def answers(code: ColumnElement[Any]) -> ColumnElement[bool]:
    """Return whether somebody holds an office of the member ``code`` today that could answer."""
    return (
        select(appointment.c.id)
        .join_from(appointment, office, office.c.id == appointment.c.office_id)
        .where(office.c.member == code, office.c.kind.in_(IN_NETWORK), held_today())
        .correlate(code.table)
        .exists()
    )


_ANSWERING = Reading(
    select(member.c.code).where(
        member.c.code.in_(bindparam("codes", expanding=True)), answers(member.c.code)
    )
)
_STANDING = Reading(
    select(item.c.id, *(offer.c[name] for name in _SHOWN), item.c.language, FULL)
    .join_from(offer, item, item.c.id == offer.c.item_id)
    .where(
        STANDS,
        select(label.c.item_id)
        .where(
            label.c.item_id == offer.c.item_id,
            label.c.label == NETWORK,
            label.c.kind == Kind.STANDING,
        )
        .exists(),
    )
)


def answering(conn: Connection, codes: Collection[str]) -> frozenset[str]:
    """Return those of the members ``codes`` of which somebody holds an office today."""
    given = {"codes": sorted(codes), "today": clock.today()}
    return frozenset(row.code for row in _ANSWERING.all(conn, given)) if codes else frozenset()


def standing(conn: Connection) -> Sequence[Any]:
    """Return every offer that stands today and that the network reads, in no order.

    Each is a row with id, member, summary, language, what it is about and whether it is full for
    this year. They start from those
    that are valid still, of which each member has twenty at most.
    """
    return _STANDING.all(conn, {"today": clock.today(), "year": this_year()})
