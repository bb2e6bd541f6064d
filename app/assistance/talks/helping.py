"""Who helps beside whom, as far as each helper agreed, and what a request was offered already."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from app.access.viewer import Viewer
from app.assistance.queries import item, member, offer
from app.assistance.rules import STANDING, OfferStage
from app.assistance.talks.models import Telling
from app.assistance.talks.queries import conversation
from app.core.db import table
from app.core.reading import Reading
from app.items.queries import labels_given, seen
from app.vocabulary.packed import unpacked

telling = table(Telling)


@dataclass(frozen=True, slots=True)
class Helper:
    """Another helper of a group, or of a request: its name where it agreed, and its help."""

    name: str | None
    modalities: tuple[str, ...]


_own = item.alias("own_offer")
_theirs, _its = offer.alias("their_offer"), item.alias("their_item")
_their_talk = conversation.alias("their_talk")
_TOGETHER = Reading(
    select(member.c.name, _theirs.c.modalities)
    .join_from(offer, conversation, conversation.c.item_id == offer.c.item_id)
    .join(_own, _own.c.id == offer.c.item_id)
    .join(_theirs, _theirs.c.request_id == offer.c.request_id)
    .join(_their_talk, _their_talk.c.item_id == _theirs.c.item_id)
    .join(_its, _its.c.id == _theirs.c.item_id)
    .join(member, member.c.code == _theirs.c.member)
    .where(
        offer.c.item_id == bindparam("offer"),
        seen(offer.c.item_id),
        seen(offer.c.request_id),
        _own.c.stage == OfferStage.ACCEPTED,
        conversation.c.grouped,
        conversation.c.joined,
        _their_talk.c.grouped,
        _their_talk.c.joined,
        _theirs.c.item_id != offer.c.item_id,
        _its.c.stage == OfferStage.ACCEPTED,
    )
    .order_by(member.c.name)
)
_GIVEN = Reading(
    select(member.c.name, _theirs.c.modalities, _their_talk.c.named)
    .join_from(telling, _theirs, _theirs.c.request_id == telling.c.request_id)
    .join(_its, _its.c.id == _theirs.c.item_id)
    .join(member, member.c.code == _theirs.c.member)
    .join(_their_talk, _their_talk.c.item_id == _theirs.c.item_id, isouter=True)
    .where(
        telling.c.request_id == bindparam("request"),
        seen(telling.c.request_id),
        _its.c.stage.in_([str(one) for one in STANDING]),
    )
    .order_by(_theirs.c.item_id)
)
_TELLS = Reading(
    select(telling.c.request_id).where(
        telling.c.request_id == bindparam("request"), seen(telling.c.request_id)
    )
)


def group_of(conn: Connection, viewer: Viewer, offer_id: str) -> Sequence[Helper]:
    """Return the others of the group to which an offer belongs, each of which agreed to be seen."""
    rows = _TOGETHER.all(conn, {"offer": offer_id, **labels_given(viewer.labels)})
    return [Helper(row.name, unpacked(row.modalities)) for row in rows]


def given_to(conn: Connection, viewer: Viewer, request_id: str) -> Sequence[Helper]:
    """Return the help that a request was offered, where its office lets it be seen."""
    rows = _GIVEN.all(conn, {"request": request_id, **labels_given(viewer.labels)})
    return [Helper(row.name if row.named else None, unpacked(row.modalities)) for row in rows]


def tells(conn: Connection, viewer: Viewer, request_id: str) -> bool:
    """Whether the office that asks lets those it asks see what was offered."""
    given = {"request": request_id, **labels_given(viewer.labels)}
    return _TELLS.first(conn, given) is not None
