"""The talk about an offer as its reader may see it: each word is seen as the item it stands in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, and_, bindparam, func, or_, select

from app.access.viewer import Viewer
from app.assistance.queries import offer
from app.assistance.sealing import opened
from app.assistance.talks.models import Conversation, Word
from app.assistance.talks.rules import PER_PAGE, Way
from app.core.db import table
from app.core.reading import Reading
from app.core.seal import Seal
from app.discussion.unread import NEVER, read
from app.items.queries import LABELS, labels_given, seen
from app.sealing.keys import Keys, wrapped_for

WORDS = "assistance_word"
MOST_DECISIONS = 100
conversation, word = table(Conversation), table(Word)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """How a talk goes on; ``new`` counts what its reader may read and has not."""

    offer_id: str
    apart_id: str | None = None
    apart: bool = False
    way: str = Way.HERE
    asks: str | None = None
    asks_by: str | None = None
    named: bool = False
    grouped: bool = False
    joined: bool = False
    new: int = 0

    @property
    def records(self) -> Sequence[str]:
        """The items in which what is said stands."""
        return [self.offer_id, self.apart_id] if self.apart_id else [self.offer_id]

    @property
    def place(self) -> str:
        """The item in which what is said now stands."""
        return self.apart_id if self.apart and self.apart_id else self.offer_id


_NEW = (
    select(func.count())
    .select_from(word)
    .where(
        or_(word.c.item_id == offer.c.item_id, word.c.item_id == conversation.c.apart_id),
        word.c.at > func.coalesce(read.c.until, NEVER),
        word.c.office_id.is_distinct_from(bindparam("office")),
        seen(word.c.item_id),
    )
    .correlate(offer, conversation, read)
    .scalar_subquery()
)
_TALKS = Reading(
    select(offer.c.item_id.label("offer_id"), conversation, _NEW.label("new"))
    .join_from(offer, conversation, conversation.c.item_id == offer.c.item_id, isouter=True)
    .join(
        read,
        and_(read.c.about == offer.c.item_id, read.c.person_id == bindparam("person")),
        isouter=True,
    )
    .where(
        offer.c.request_id == bindparam("request"),
        seen(offer.c.item_id),
        seen(offer.c.request_id),
    )
)


def talks_of(conn: Connection, viewer: Viewer, request_id: str) -> Mapping[str, Said]:
    """Return how the talk about each offer goes on that the viewer sees; one statement."""
    given = {
        "request": request_id,
        "person": viewer.person_id,
        "office": viewer.office.id if viewer.office else None,
    }
    rows = _TALKS.all(conn, {**given, **labels_given(viewer.labels)})
    return {row.offer_id: _said(row) for row in rows}


def _said(row: Any) -> Said:
    if row.item_id is None:
        return Said(offer_id=row.offer_id, new=row.new)
    names = ("apart_id", "apart", "way", "asks", "asks_by", "named", "grouped", "joined", "new")
    return Said(offer_id=row.offer_id, **{name: getattr(row, name) for name in names})


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One word as its reader opens it; ``apart`` where the two members alone do."""

    id: str
    side: str
    office: str | None
    text: str
    language: str
    at: datetime
    apart: bool
    decided_by: str | None
    decided_at: datetime | None


_RECORDS: BindParameter[Any] = bindparam("records", expanding=True)
_COLUMNS = (word, wrapped_for(word.c.item_id, LABELS).label("wrapped"))
_MINE = and_(word.c.item_id.in_(_RECORDS), seen(word.c.item_id))
_ORDER = (word.c.at.desc(), word.c.id.desc())
_AT = word.alias("at_word")
_BEFORE = and_(
    word.c.at <= bindparam("moment", type_=word.c.at.type),
    or_(word.c.at < bindparam("moment", type_=word.c.at.type), word.c.id < bindparam("before")),
)
_NEWEST = Reading(select(*_COLUMNS).where(_MINE).order_by(*_ORDER).limit(PER_PAGE + 1))
_OLDER = Reading(select(*_COLUMNS).where(_MINE, _BEFORE).order_by(*_ORDER).limit(PER_PAGE + 1))
_MOMENT = Reading(select(word.c.at).where(word.c.id == bindparam("before"), _MINE))
_DECIDED = Reading(
    select(*_COLUMNS)
    .where(_MINE, word.c.decided_by.is_not(None))
    .order_by(word.c.at, word.c.id)
    .limit(MOST_DECISIONS)
)
_ALL = Reading(select(*_COLUMNS).where(_MINE).order_by(word.c.at, word.c.id))


def words(
    conn: Connection, viewer: Viewer, seal: Seal, said: Said, before: str = ""
) -> tuple[Sequence[Written], bool]:
    """Return a page of what was said, the oldest first, and whether there is more before it."""
    given: dict[str, object] = {"records": said.records, **labels_given(viewer.labels)}
    found = None
    if before and (row := _MOMENT.first(conn, {**given, "before": before})):
        found = _OLDER.all(conn, {**given, "before": before, "moment": row.at})
    rows = _NEWEST.all(conn, given) if found is None else found
    return _opened(conn, viewer, seal, said, rows[:PER_PAGE][::-1]), len(rows) > PER_PAGE


def decisions(conn: Connection, viewer: Viewer, seal: Seal, said: Said) -> Sequence[Written]:
    """Return what was called a decision, and by whom confirmed, the oldest first."""
    given = {"records": said.records, **labels_given(viewer.labels)}
    return _opened(conn, viewer, seal, said, _DECIDED.all(conn, given))


def all_words(conn: Connection, viewer: Viewer, seal: Seal, said: Said) -> Sequence[Written]:
    """Return everything that was said, as far as the viewer reads it."""
    given = {"records": said.records, **labels_given(viewer.labels)}
    return _opened(conn, viewer, seal, said, _ALL.all(conn, given))


def _opened(
    conn: Connection, viewer: Viewer, seal: Seal, said: Said, rows: Sequence[Any]
) -> Sequence[Written]:
    keys = Keys(conn, seal, viewer.labels)
    wrapped = {row.item_id: row.wrapped for row in rows}
    records = {one: keys.of(one, key) for one, key in wrapped.items()}
    return [
        Written(
            id=row.id,
            side=row.side,
            office=row.office_id,
            text=opened(records[row.item_id], WORDS, row.id, "text", row.text),
            language=row.language,
            at=row.at,
            apart=row.item_id != said.offer_id,
            decided_by=row.decided_by,
            decided_at=row.decided_at,
        )
        for row in rows
    ]
