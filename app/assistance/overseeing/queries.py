"""The living requests that the Secretariat sees, what is due first; one statement a page."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    String,
    Subquery,
    bindparam,
    case,
    func,
    select,
)
from sqlalchemy.sql import and_, or_

from app.access.labels import SECRETARIAT
from app.access.viewer import Viewer
from app.assistance.blind import silent
from app.assistance.models import Offer
from app.assistance.overseeing.values import NO_DATE, PAGE, Overseen, Wanted
from app.assistance.queries import item, item_label, item_owner, member, request
from app.assistance.rules import TAKES_OFFERS, UNANSWERED, UNDER_DISCUSSION
from app.assistance.sealing import REQUEST, opened
from app.core import clock
from app.core.db import table
from app.core.seal import Seal
from app.items.models import Kind
from app.items.queries import LABELS, labels_given, seen
from app.notifications.models import Waiting
from app.sealing.keys import Keys, wrapped_for
from app.vocabulary.packed import holds, pattern

offer = table(Offer).alias("offered")
made = item.alias("made")
waiting = table(Waiting)


def _of_offers(what: Any, *narrower: ColumnElement[bool]) -> Any:
    return (
        select(what)
        .join_from(offer, made, made.c.id == offer.c.item_id)
        .where(offer.c.request_id == item.c.id, *narrower)
        .correlate(item)
        .scalar_subquery()
    )


_NEAREST = (
    select(func.min(waiting.c.due))
    .where(waiting.c.item_id == item.c.id)
    .correlate(item)
    .scalar_subquery()
)
_ANSWER = case((item.c.stage.in_(TAKES_OFFERS), request.c.answer_by), else_=None)
_DUE: ColumnElement[date] = func.coalesce(
    _NEAREST, _ANSWER, bindparam("no_date", NO_DATE, type_=request.c.answer_by.type)
)
_LAST = _of_offers(func.max(made.c.changed_at))
_ROW: Sequence[Any] = (
    item.c.id,
    _DUE.label("due"),
    _LAST.label("last_offer"),
    _of_offers(func.count()).label("offers"),
    _of_offers(func.count(), made.c.stage.in_(UNANSWERED)).label("undecided"),
)


def _found(used: frozenset[str]) -> Subquery:
    """Return which requests stand on a page of the list, narrowed by the conditions ``used``."""
    narrowed: Mapping[str, ColumnElement[bool]] = {
        "theme": holds(request.c.themes, "theme"),
        "quiet": and_(
            item.c.changed_at <= bindparam("before"),
            func.coalesce(_LAST, item.c.changed_at) <= bindparam("before"),
            func.coalesce(silent.LAST, item.c.changed_at) <= bindparam("before"),
        ),
        "late": bindparam("today") > _DUE,
    }
    at, key = bindparam("at", type_=request.c.answer_by.type), bindparam("key", type_=String)
    return (
        select(*_ROW)
        .join_from(item_label, item, item.c.id == item_label.c.item_id)
        .join(request, request.c.item_id == item.c.id)
        .where(
            item_label.c.label == SECRETARIAT,
            item_label.c.kind == Kind.REQUEST,
            item.c.stage.in_(bindparam("stages", expanding=True)),
            or_(at < _DUE, and_(at == _DUE, item.c.id > key)),
            *(narrowed[name] for name in sorted(used)),
        )
        .order_by(_DUE, item.c.id)
        .limit(PAGE + 1)
        .subquery("found")
    )


@cache
def _page(used: frozenset[str]) -> Select[Any]:
    """Prebuilt: a page of the list; what is shown is joined to its few rows alone."""
    found = _found(used)
    return (
        select(
            found.c.due, found.c.last_offer, found.c.offers, found.c.undecided,
            item,
            request.c.title, request.c.answer_by, request.c.opened_at, request.c.paused_until,
            request.c.wanted_to,
            member.c.code.label("owner"), member.c.name.label("owner_name"), member.c.iso2,
            silent.LAST.label("last_word"),
            silent.of_words(func.count()).label("words"),
            silent.of_words(func.count(), silent.WAITS).label("unsaid"),
            wrapped_for(item.c.id, LABELS).label("wrapped"),
        )
        .join_from(found, item, item.c.id == found.c.id)
        .join(request, request.c.item_id == item.c.id)
        .join(item_owner, item_owner.c.item_id == item.c.id)
        .join(member, member.c.code == item_owner.c.member)
        .where(seen(item.c.id))
        .order_by(found.c.due, item.c.id)
    )  # fmt: skip


def page(conn: Connection, viewer: Viewer, seal: Seal, wanted: Wanted) -> Sequence[Overseen]:
    """Return a page and one more of the living requests, to the Secretariat alone."""
    if not viewer.in_secretariat:
        return []
    now = clock.now()
    given = {
        "stages": list(wanted.stages),
        "theme": pattern(wanted.theme),
        "before": now - timedelta(days=wanted.quiet),
        "today": clock.today(),
        "at": wanted.after[0],
        "key": wanted.after[1],
    }
    used = {"theme": {"theme"}, "quiet": {"before"}, "late": {"today"}}
    spare = {name for one, names in used.items() if one not in wanted.used for name in names}
    bound = {name: value for name, value in given.items() if name not in spare}
    rows = conn.execute(_page(wanted.used), {**bound, **labels_given(viewer.labels)})
    keys = Keys(conn, seal, viewer.labels)
    return [_overseen(row, keys) for row in rows]


def _overseen(row: Any, keys: Keys) -> Overseen:
    began = row.opened_at if row.opened_at and row.stage in UNDER_DISCUSSION else row.changed_at
    return Overseen(
        id=row.id,
        number=row.number,
        stage=row.stage,
        title=opened(keys.of(row.id, row.wrapped), REQUEST, row.id, "title", row.title),
        language=row.language,
        owner=row.owner,
        owner_name=row.owner_name,
        letters=row.iso2,
        answer_by=row.answer_by,
        due=None if row.due == NO_DATE else row.due,
        began=began.date(),
        changed_at=row.changed_at,
        last_offer=max(filter(None, (row.last_offer, row.last_word)), default=None),
        paused_until=row.paused_until,
        wanted_to=row.wanted_to,
        offers=row.offers + row.words,
        undecided=row.undecided + row.unsaid,
    )
