"""The offers a viewer's member made, each with the request it answers; and titles by id."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Subquery, bindparam, func, select

from app.access.labels import member_label
from app.access.viewer import Viewer
from app.assistance.lists import BELOW, NEWEST, Wanted
from app.assistance.queries import item, item_label, item_owner, member, offer, request
from app.assistance.sealing import OFFER, REQUEST, opened
from app.core.reading import Reading
from app.core.seal import Seal
from app.items.models import Kind
from app.items.queries import LABELS, labels_given, seen
from app.sealing.keys import Keys, wrapped_for
from app.vocabulary.packed import holds


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedOffer:
    """An offer of the viewer's member as a row, with the request it answers."""

    id: str
    stage: str
    message: str
    language: str
    request_id: str
    request_stage: str
    request_title: str
    request_language: str
    owner: str
    owner_name: str
    key: int

    @property
    def cursor(self) -> str:
        """Where a page that ends here goes on, as it stands in an address."""
        return f"{self.key}.{self.id}"


def _found(used: frozenset[str]) -> Subquery:
    """Return the entries of the label index that are shown, with the requests they answer.

    What is shown beside them is joined to these few afterwards: PostgreSQL planned all the joins
    in one for forty milliseconds.
    """
    asked = item.alias("asked_for")
    conditions = {
        "theme": holds(request.c.themes, "theme"),
        "modality": holds(request.c.modalities, "modality"),
        "stages": asked.c.stage.in_(bindparam("stages", expanding=True)),
    }
    fits = (
        select(asked.c.id)
        .join_from(asked, request, request.c.item_id == asked.c.id)
        .where(asked.c.id == offer.c.request_id, *(conditions[name] for name in sorted(used)))
        .correlate(offer)
        .exists()
    )
    return (
        select(item_label.c.sort_key, item_label.c.item_id, offer.c.message, offer.c.request_id)
        .join_from(item_label, offer, offer.c.item_id == item_label.c.item_id)
        .where(
            item_label.c.label == bindparam("label"),
            item_label.c.kind == Kind.OFFER,
            BELOW,
            offer.c.member == bindparam("member"),
            seen(offer.c.request_id),
            *([fits] if used else []),
        )
        .order_by(*NEWEST)
        .limit(bindparam("most"))
        .subquery("found")
    )


@cache
def _offers(used: frozenset[str]) -> Reading:
    asked, found = item.alias("asked"), _found(used)
    return Reading(
        select(
            found.c.sort_key,
            item,
            found.c.message,
            found.c.request_id,
            asked.c.stage.label("request_stage"),
            asked.c.language.label("request_language"),
            request.c.title,
            member.c.code.label("owner"),
            member.c.name.label("owner_name"),
            wrapped_for(item.c.id, LABELS).label("wrapped"),
            wrapped_for(asked.c.id, LABELS).label("request_wrapped"),
        )
        .join_from(found, item, item.c.id == found.c.item_id)
        .join(request, request.c.item_id == found.c.request_id)
        .join(asked, asked.c.id == found.c.request_id)
        .join(item_owner, item_owner.c.item_id == found.c.request_id)
        .join(member, member.c.code == item_owner.c.member)
        .order_by(found.c.sort_key.desc(), found.c.item_id.desc())
    )


def our_offers(
    conn: Connection, viewer: Viewer, seal: Seal, wanted: Wanted
) -> Sequence[ListedOffer]:
    """Return the offers of the viewer's member, newest first."""
    code = viewer.member or ""
    labels = labels_given(viewer.labels)
    values = {"label": member_label(code), "member": code, **wanted.values, **labels}
    rows = _offers(wanted.used).all(conn, values)
    keys = Keys(conn, seal, viewer.labels)
    return [
        ListedOffer(
            id=row.id,
            stage=row.stage,
            message=opened(keys.of(row.id, row.wrapped), OFFER, row.id, "message", row.message),
            language=row.language,
            request_id=row.request_id,
            request_stage=row.request_stage,
            request_title=_title(keys, row, row.request_wrapped),
            request_language=row.request_language,
            owner=row.owner,
            owner_name=row.owner_name,
            key=row.sort_key,
        )
        for row in rows
    ]


_TITLES = Reading(
    select(
        item.c.id,
        request.c.item_id.label("request_id"),
        request.c.title,
        wrapped_for(request.c.item_id, LABELS).label("wrapped"),
    )
    .join_from(item, offer, offer.c.item_id == item.c.id, isouter=True)
    .join(request, request.c.item_id == func.coalesce(offer.c.request_id, item.c.id))
    .where(
        item.c.id.in_(bindparam("ids", expanding=True)),
        seen(item.c.id),
        seen(request.c.item_id),
    )
)


def titles(
    conn: Connection, viewer: Viewer, seal: Seal, ids: Collection[str]
) -> dict[str, tuple[str, str]]:
    """Return id to (title, address) of those requests and offers that the viewer may see.

    An offer carries the title of its request and leads to its place on that page. The titles are
    confidential: they are for this viewer's page and for nothing that is stored or sent.
    """
    rows = _TITLES.all(conn, {"ids": list(ids), **labels_given(viewer.labels)})
    found: dict[str, tuple[str, str]] = {}
    keys = Keys(conn, seal, viewer.labels)
    for row in rows:
        place = "" if row.id == row.request_id else f"#offer-{row.id}"
        found[row.id] = (_title(keys, row, row.wrapped), f"/assistance/{row.request_id}{place}")
    return found


def _title(keys: Keys, row: Any, wrapped: bytes | None) -> str:
    """Return the title of the request of ``row``, nothing where the viewer sees it no more."""
    record = keys.of(row.request_id, wrapped)
    return opened(record, REQUEST, row.request_id, "title", row.title)
