"""What both sides say after the help, each as far as this reader may read it; and shared notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, and_, bindparam, or_, select

from app.access.viewer import Viewer
from app.assistance.after.models import Aftermath, Note
from app.assistance.after.rules import Readers, is_read, year_is_read
from app.assistance.models import Offer
from app.assistance.queries import Asked, item, item_owner, member
from app.assistance.rules import Stage
from app.assistance.sealing import opened
from app.assistance.working.rules import Side
from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.core.seal import Seal
from app.items.queries import LABELS, labels_given, seen
from app.sealing.keys import Keys, wrapped_for

AFTER, NOTE = "assistance_after", "assistance_note"
NOTES_PAGE = 20
after = table(Aftermath)
note = table(Note)
offer = table(Offer)
_helper = member.alias("helping_member")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one side said; None and nothing where it said nothing, or it is not for the reader."""

    side: str
    closed_on: date | None
    delivered: str | None
    helped: str | None
    words: str
    given_on: date | None
    year_due: date | None
    remains: str | None
    year_words: str
    year_on: date | None
    version: int


@dataclass(frozen=True, slots=True)
class Both:
    """What both sides said; ``read`` once each reads the other's, and then nothing is changed."""

    mine: Said
    theirs: Said
    read: bool
    year_read: bool


_BOTH = Reading(
    select(after, wrapped_for(after.c.id, LABELS).label("wrapped"))
    .where(after.c.item_id == bindparam("offer"), seen(after.c.item_id))
    .order_by(after.c.side)
)


def both(conn: Connection, viewer: Viewer, seal: Seal, offer_id: str, side: Side) -> Both | None:
    """Return what was said after help whose ``side`` the viewer is; None before it has ended."""
    keys, found = Keys(conn, seal, viewer.labels), {}
    for row in _BOTH.all(conn, {"offer": offer_id, **labels_given(viewer.labels)}):
        kept = keys.of(row.id, row.wrapped)
        found[row.side] = Said(
            side=row.side,
            closed_on=row.closed_on,
            delivered=row.delivered,
            helped=row.helped,
            words=opened(kept, AFTER, row.id, "words", row.words),
            given_on=row.given_on,
            year_due=row.year_due,
            remains=row.remains,
            year_words=opened(kept, AFTER, row.id, "year_words", row.year_words),
            year_on=row.year_on,
            version=row.version,
        )
    mine = found.pop(side, None)
    theirs = next(iter(found.values()), None)
    if mine is None or theirs is None or mine.closed_on is None:
        return None
    today = clock.today()
    read = is_read(mine.closed_on, mine.given_on, theirs.given_on, today)
    return Both(mine, theirs, read, year_is_read(mine.year_on, theirs.year_on, today))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A note that two sides share, or that one of them proposes to the other."""

    id: str
    offer_id: str
    request_id: str | None
    asker: str
    helper: str
    text: str
    language: str
    readers: str
    number: int
    agreed: dict[str, bool]
    shared_at: datetime | None


_NOTES = (
    select(
        note,
        offer.c.request_id,
        member.c.name.label("owner_name"),
        _helper.c.name.label("helper_name"),
        select(item.c.id)
        .where(item.c.id == offer.c.request_id, seen(item.c.id))
        .scalar_subquery()
        .label("to"),
        wrapped_for(note.c.id, LABELS).label("wrapped"),
    )
    .join_from(note, offer, offer.c.item_id == note.c.item_id)
    .join(item_owner, item_owner.c.item_id == offer.c.request_id)
    .join(member, member.c.code == item_owner.c.member)
    .join(_helper, _helper.c.code == offer.c.member)
)
_OWN = Reading(_NOTES.where(note.c.item_id == bindparam("offer"), seen(note.c.item_id)))
_SHARED = _NOTES.where(note.c.shared_at.is_not(None)).order_by(
    note.c.shared_at.desc(), note.c.id.desc()
)
_OF_REQUEST = Reading(
    _SHARED.where(offer.c.request_id == bindparam("request"), seen(offer.c.request_id))
)
_ALL = Reading(
    _SHARED.where(
        or_(note.c.readers == Readers.MEMBERS, seen(offer.c.request_id)),
        or_(
            note.c.shared_at < bindparam("at"),
            and_(note.c.shared_at == bindparam("at"), note.c.id < bindparam("below")),
        ),
    ).limit(NOTES_PAGE + 1)
)


def own_note(conn: Connection, viewer: Viewer, seal: Seal, offer_id: str) -> Shared | None:
    """Return the note of help whose side the viewer is, however far it has come."""
    return next(iter(_read(conn, viewer, seal, _OWN, offer=offer_id)), None)


def notes_of(conn: Connection, viewer: Viewer, seal: Seal, request_id: str) -> Sequence[Shared]:
    """Return the notes shared about a request that the viewer sees."""
    return _read(conn, viewer, seal, _OF_REQUEST, request=request_id)


def notes_shared(conn: Connection, viewer: Viewer, seal: Seal, asked: Asked) -> Sequence[Shared]:
    """Return the notes shared about a request that is closed; else none is asked for."""
    ended = asked.matter.stage == Stage.CLOSED
    return notes_of(conn, viewer, seal, asked.matter.id) if ended else []


def notes(
    conn: Connection, viewer: Viewer, seal: Seal, at: datetime, below: str
) -> Sequence[Shared]:
    """Return a page, and one more, of the notes shared with the viewer's office; newest first.

    One that does not open to it has no text.
    """
    return _read(conn, viewer, seal, _ALL, at=at, below=below)


def _read(
    conn: Connection, viewer: Viewer, seal: Seal, reading: Reading, **given: object
) -> Sequence[Shared]:
    keys = Keys(conn, seal, viewer.labels)
    return [
        Shared(
            id=row.id,
            offer_id=row.item_id,
            request_id=row.to,
            asker=row.owner_name,
            helper=row.helper_name,
            text=opened(keys.of(row.id, row.wrapped), NOTE, row.id, "text", row.text),
            language=row.language,
            readers=row.readers,
            number=row.number,
            agreed={
                Side.ASKER: 0 < row.number == row.asker,
                Side.HELPER: 0 < row.number == row.helper,
            },
            shared_at=row.shared_at,
        )
        for row in reading.all(conn, {**given, **labels_given(viewer.labels)})
    ]
