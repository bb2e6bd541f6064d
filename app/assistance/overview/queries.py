"""Help that a member gives or gets, newest first, by labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Subquery, bindparam, select

from app.access.labels import member_label
from app.access.viewer import Viewer
from app.assistance.lists import BELOW, NEWEST, Wanted
from app.assistance.queries import item, item_label, item_owner, member, offer, request
from app.assistance.rules import ENDED, OfferStage
from app.assistance.sealing import REQUEST, opened
from app.core.seal import Seal
from app.items.models import Kind
from app.items.queries import LABELS, labels_given, seen
from app.sealing.keys import Keys, wrapped_for
from app.vocabulary.packed import holds

helper = member.alias("helping")


class Part(StrEnum):
    """The tables of help: offered by the own member, agreed both ways, and over both ways."""

    OFFERED = "offered"
    PROMISED = "promised"
    CAME = "came"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Help for a request, as one of its two sides reads it; ``theirs`` is the other side."""

    id: str
    stage: str
    request_id: str
    request_stage: str
    number: str | None
    title: str
    language: str
    result: str | None
    wanted_to: date | None
    answer_by: date | None
    gives: bool
    theirs: str
    code: str
    key: int

    @property
    def cursor(self) -> str:
        """Where a page that ends here goes on, as it stands in an address."""
        return f"{self.key}.{self.id}"


_asked = item.alias("asked")
_made = item.alias("made")


def _of_part(part: Part) -> Sequence[ColumnElement[bool]]:
    """Return which offers, named ``_made``, of which requests, named ``_asked``, stand where."""
    if part == Part.OFFERED:
        return (_made.c.stage != OfferStage.ACCEPTED, offer.c.member == bindparam("member"))
    over = _asked.c.stage.in_(ENDED)
    accepted = _made.c.stage == OfferStage.ACCEPTED
    return (accepted, over if part == Part.CAME else ~over)


def _found(part: Part, used: frozenset[str]) -> Subquery:
    """Return the newest entries of the label index that belong in a table."""
    narrowed = {
        "theme": holds(request.c.themes, "theme"),
        "modality": holds(offer.c.modalities, "modality"),
    }
    return (
        select(
            item_label.c.sort_key,
            item_label.c.item_id,
            offer.c.request_id,
            offer.c.member,
            _made.c.stage,
            _asked.c.stage.label("request_stage"),
        )
        .join_from(item_label, offer, offer.c.item_id == item_label.c.item_id)
        .join(_made, _made.c.id == item_label.c.item_id)
        .join(_asked, _asked.c.id == offer.c.request_id)
        .join(request, request.c.item_id == offer.c.request_id)
        .where(
            item_label.c.label == bindparam("label"),
            item_label.c.kind == Kind.OFFER,
            BELOW,
            seen(offer.c.request_id),
            *_of_part(part),
            *(narrowed[name] for name in sorted(used & narrowed.keys())),
        )
        .order_by(*NEWEST)
        .limit(bindparam("most"))
        .subquery("found")
    )


@cache
def _lines(part: Part, used: frozenset[str]) -> Select[Any]:
    """Prebuilt: a page of a table; what is shown beside its few rows is joined to them alone."""
    found = _found(part, used)
    return (
        select(
            found,
            item.c.number,
            item.c.language,
            request.c.title,
            request.c.result,
            request.c.wanted_to,
            request.c.answer_by,
            helper.c.name.label("helper_name"),
            member.c.code.label("owner"),
            member.c.name.label("owner_name"),
            wrapped_for(item.c.id, LABELS).label("wrapped"),
        )
        .join_from(found, item, item.c.id == found.c.request_id)
        .join(request, request.c.item_id == found.c.request_id)
        .join(helper, helper.c.code == found.c.member)
        .join(item_owner, item_owner.c.item_id == found.c.request_id)
        .join(member, member.c.code == item_owner.c.member)
        .order_by(found.c.sort_key.desc(), found.c.item_id.desc())
    )


def lines(
    conn: Connection, viewer: Viewer, seal: Seal, part: Part, wanted: Wanted
) -> Sequence[Line]:
    """Return a page of one table of the viewer's member; one statement."""
    code = viewer.member or ""
    given = {"label": member_label(code), "member": code, **labels_given(viewer.labels)}
    rows = conn.execute(_lines(part, wanted.used), {**wanted.values, **given})
    keys = Keys(conn, seal, viewer.labels)
    return [_line(row, keys, code) for row in rows]


def _line(row: Any, keys: Keys, code: str) -> Line:
    gives = row.member == code
    kept = keys.of(row.request_id, row.wrapped)
    return Line(
        id=row.item_id,
        stage=row.stage,
        request_id=row.request_id,
        request_stage=row.request_stage,
        number=row.number,
        title=opened(kept, REQUEST, row.request_id, "title", row.title),
        language=row.language,
        result=row.result if row.stage == OfferStage.ACCEPTED else None,
        wanted_to=row.wanted_to,
        answer_by=row.answer_by,
        gives=gives,
        theirs=row.owner_name if gives else row.helper_name,
        code=row.owner if gives else row.member,
        key=row.sort_key,
    )
