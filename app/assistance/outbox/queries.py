"""Reading prepared letters, and what decides whether one fits: for the Secretariat alone."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, or_, select

from app.access.labels import labels_of_members
from app.access.viewer import Viewer
from app.assistance.blind import silent
from app.assistance.dealt import passed
from app.assistance.models import Offer
from app.assistance.outbox.models import PreparedLetter
from app.assistance.outbox.rules import LATELY, NUDGE_AGAIN, Facts, Kind
from app.assistance.queries import item, item_owner, member, request
from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.directory.seated import addressees
from app.identity.models import Person
from app.identity.people import named
from app.items.queries import labels_given, readers, seen
from app.notifications.post import Addressee

letter = table(PreparedLetter)
offer = table(Offer).alias("offered")
made = item.alias("made")
writer = table(Person).alias("writer")
sender = table(Person).alias("sender")
PAGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A letter as the Secretariat reads it; ``moved`` where the request stands elsewhere now."""

    id: str
    request_id: str
    number: str | None
    member: str
    member_name: str
    kind: Kind
    language: str
    words: str
    stage: str
    stage_now: str
    version: int
    written_by: str
    changed_at: datetime
    sent_by: str
    sent_at: datetime | None
    people: int

    @property
    def moved(self) -> bool:
        """Whether the request has moved since it was written; a sent letter is over."""
        return self.sent_at is None and self.stage != self.stage_now


_ROWS = (
    select(
        letter,
        item.c.number,
        item.c.stage.label("stage_now"),
        member.c.name,
        writer.c.name.label("written"),
        sender.c.name.label("sent"),
    )
    .join_from(letter, item, item.c.id == letter.c.request_id)
    .join(member, member.c.code == letter.c.member)
    .join(writer, writer.c.id == letter.c.changed_by, isouter=True)
    .join(sender, sender.c.id == letter.c.sent_by, isouter=True)
    .where(seen(letter.c.request_id))
)
_BELOW = or_(
    letter.c.changed_at < bindparam("at"),
    and_(letter.c.changed_at == bindparam("at"), letter.c.id < bindparam("below")),
)
_ORDER = (letter.c.changed_at.desc(), letter.c.id.desc())
_DRAFTS = _ROWS.where(letter.c.sent_at.is_(None), _BELOW).order_by(*_ORDER)
_SENT = _ROWS.where(letter.c.sent_at.is_not(None), _BELOW).order_by(*_ORDER)
_ONE = Reading(_ROWS.where(letter.c.id == bindparam("id")))
_COUNT = Reading(
    select(func.count().label("number")).where(
        letter.c.sent_at.is_(None), seen(letter.c.request_id)
    )
)


def page(
    conn: Connection, viewer: Viewer, *, sent: bool, at: datetime, below: str
) -> Sequence[Prepared]:
    """Return a page of drafts, or of what was sent, and one more; the newest first."""
    given = {"at": at, "below": below, **labels_given(viewer.labels)}
    rows = conn.execute((_SENT if sent else _DRAFTS).limit(PAGE + 1), given)
    return [_prepared(row) for row in rows]


def one(conn: Connection, viewer: Viewer, key: str) -> Prepared | None:
    """Return a letter about a request that the viewer sees; one statement."""
    row = _ONE.first(conn, {"id": key, **labels_given(viewer.labels)})
    return None if row is None else _prepared(row)


def drafts(conn: Connection, viewer: Viewer) -> int:
    """Return how many letters wait to be sent."""
    return int(_COUNT.first(conn, labels_given(viewer.labels)).number)


def _prepared(row: Any) -> Prepared:
    return Prepared(
        id=row.id,
        request_id=row.request_id,
        number=row.number,
        member=row.member,
        member_name=row.name,
        kind=Kind(row.kind),
        language=row.language,
        words=row.words,
        stage=row.stage,
        stage_now=row.stage_now,
        version=row.version,
        written_by=named(row.written) if row.written is not None else "",
        changed_at=row.changed_at,
        sent_by=named(row.sent) if row.sent is not None else "",
        sent_at=row.sent_at,
        people=row.people,
    )


_FACTS = Reading(
    select(
        item.c.stage, request.c.answer_by, item_owner.c.member.label("owner"),
        offer.c.member, made.c.stage.label("of_offer"),
    )
    .join_from(item, request, request.c.item_id == item.c.id)
    .join(item_owner, item_owner.c.item_id == item.c.id)
    .join(offer, offer.c.request_id == item.c.id, isouter=True)
    .join(made, made.c.id == offer.c.item_id, isouter=True)
    .where(item.c.id == bindparam("id"), seen(item.c.id))
)  # fmt: skip


def facts(conn: Connection, viewer: Viewer, request_id: str) -> Facts | None:
    """Return what decides which letters fit a request that the viewer sees; three statements."""
    rows = _FACTS.all(conn, {"id": request_id, **labels_given(viewer.labels)})
    if not rows:
        return None
    first = rows[0]
    offers = [(row.member, row.of_offer) for row in rows if row.member]
    said_no, sealed = passed(conn, request_id), silent.is_waiting(conn, request_id)
    return Facts(first.stage, first.owner, first.answer_by, offers, said_no, sealed)


_NUDGED = Reading(
    select(letter.c.member, letter.c.request_id, letter.c.sent_at).where(
        letter.c.kind == Kind.NUDGE,
        letter.c.sent_at >= bindparam("since"),
        letter.c.member.in_(bindparam("members", expanding=True)),
    )
)


def nudged(
    conn: Connection, request_id: str, codes: Collection[str]
) -> Mapping[str, tuple[int, int]]:
    """Return how often each of ``codes`` was asked lately: about this request, about others."""
    if not codes:
        return {}
    now = clock.now()
    found: dict[str, tuple[int, int]] = {}
    for row in _NUDGED.all(conn, {"since": now - NUDGE_AGAIN, "members": sorted(codes)}):
        this, others = found.get(row.member, (0, 0))
        if row.request_id == request_id:
            found[row.member] = (this + 1, others)
        elif row.sent_at >= now - LATELY:
            found[row.member] = (this, others + 1)
    return found


def people(conn: Connection, request_id: str, code: str) -> Sequence[Addressee]:
    """Return who holds an office of a member today and reads the request."""
    reading = [readers(conn, request_id)]
    return addressees(conn, labels_of_members([code]), clock.today(), reading=reading)
