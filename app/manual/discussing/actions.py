"""The acts on a discussion. Each takes an open session and writes all that belongs to it.

Each holds the office first, whose right is asked again, and then the paragraph, in this order.
"""

from datetime import datetime

from sqlalchemy import bindparam, insert, select, update
from sqlmodel import Session

from app.access.audience import Circle
from app.access.labels import SECRETARIAT_CODE
from app.access.policy import P, ensure
from app.access.viewer import Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.core.reading import Reading
from app.directory.still_acting import ensure_still_acts
from app.discussion import actions as comments
from app.discussion import changing
from app.discussion.finding import address_of
from app.items import actions as items
from app.items.models import Item, Kind
from app.items.queries import Matter
from app.manual.discussing import queries
from app.manual.discussing.forms import Said
from app.manual.discussing.models import ManualComment, ManualThread
from app.manual.discussing.rules import LABELS, Closed, Moved, Stage, What, address
from app.manual.discussing.spot import Spot
from app.manual.discussing.telling import news_of, tell_others
from app.manual.discussing.values import Own, Thread
from app.manual.meaning import ensure_stance
from app.manual.models import ManualBlock
from app.manual.rules import LANGUAGE
from app.notifications.post import Post

thread = table(ManualThread)
said_of = table(ManualComment)
block = table(ManualBlock)
item = table(Item)
_HELD = Reading(select(block.c.id).where(block.c.id == bindparam("block")).with_for_update())
_STAGE = Reading(
    select(item.c.stage)
    .join_from(thread, item, item.c.id == thread.c.item_id)
    .where(thread.c.block_id == bindparam("block"))
)


def comment(db: Session, viewer: Viewer, spot: Spot, said: Said, post: Post) -> str:
    """Comment on a paragraph as an edition words it; the first comment begins its discussion.

    Return the id of the comment.

    Raises:
        Closed: when the Secretariat closed the discussion.
        NoPosition: for a position, where the office came into the interim meanwhile.
    """
    now, conn = ensure_still_acts(db, viewer), db.connection()
    ensure(now, P.DISCUSSION_WRITE)
    ensure_stance(now, said.stance)
    _HELD.first(conn, {"block": spot.block})  # of two who begin it, the second waits here
    known = queries.of_blocks(conn, viewer, (spot.block,), spot.current).get(spot.block)
    matter = known.matter if known else _begin(db, viewer, spot)
    if matter.stage != Stage.OPEN:
        raise Closed
    where = address(spot.block)
    made = comments.post(
        db, viewer, matter, said.written, title=spot.title, address=where, tells=What.COMMENTED
    )
    words: dict[str, str | int] = {"edition": spot.edition.number, "base_hash": spot.place.hash}
    db.execute(insert(said_of).values(item_id=made.id, stance=said.stance, **words))
    _write(db, matter.id, **words, chapter_id=spot.place.head.chapter_id, last_at=made.created_at)
    news = news_of(What.COMMENTED, where, matter.id, made.id)
    tell_others(db, news, viewer.member or SECRETARIAT_CODE, post)
    return made.id


def _begin(db: Session, viewer: Viewer, spot: Spot) -> Matter:
    """Let a paragraph have a discussion; it belongs to the Secretariat, which hears of it."""
    audience = str(Circle.NETWORK)
    made = items.create(
        db,
        viewer,
        Kind.DISCUSSION,
        stage=Stage.OPEN,
        audience=audience,
        language=LANGUAGE,
        owners=[SECRETARIAT_CODE],
        labels=LABELS,
    )
    row = {
        "item_id": made.id,
        "block_id": spot.block,
        "chapter_id": spot.place.head.chapter_id,
        "edition": spot.edition.number,
        "base_hash": spot.place.hash,
        "last_at": made.created_at,
        "closing": "",
    }
    db.execute(insert(thread).values(row))
    owners = frozenset({SECRETARIAT_CODE})
    return Matter(
        made.id, Kind.DISCUSSION, None, Stage.OPEN, audience, LANGUAGE, None, owners, made.version
    )


def change(db: Session, viewer: Viewer, found: Own, said: Said, title: str) -> None:
    """Let a comment of the own office say something else, while its discussion is open.

    What says what it said already is no change.

    Raises:
        Closed: when the Secretariat closed the discussion.
        Moved: when it was changed or taken back meanwhile.
        NoPosition: for a position, where the office came into the interim meanwhile.
    """
    if found.says(said.written.body, said.written.language, said.stance):
        return
    now, conn = ensure_still_acts(db, viewer), db.connection()
    ensure(now, P.DISCUSSION_STEER, found)
    ensure_stance(now, said.stance)
    _HELD.first(conn, {"block": found.block_id})
    stage = _STAGE.first(conn, {"block": found.block_id})
    if stage.stage != Stage.OPEN:
        raise Closed
    own = address_of(address(found.block_id), found.id)
    try:
        changing.reword(
            db, viewer, found.id, said.written, version=found.version, title=title, address=own
        )
    except Conflict as late:
        raise Moved from late
    _mark(db, found.id, changed_at=clock.now(), stance=said.stance)


def take_back(db: Session, viewer: Viewer, found: Own) -> None:
    """Take a comment of the own office back, also where the discussion is closed.

    Raises:
        Moved: when it was taken back already.
    """
    ensure(ensure_still_acts(db, viewer), P.DISCUSSION_STEER, found)
    try:
        changing.take_back(db, viewer, found.id)
    except Conflict as late:
        raise Moved from late
    _mark(db, found.id, withdrawn_at=clock.now())


def close(db: Session, viewer: Viewer, found: Thread, why: str, post: Post) -> None:
    """Let nobody write in a discussion any more, with a sentence.

    Raises:
        Moved: when it is closed already.
    """
    _move(db, viewer, found, Stage.OPEN, Stage.CLOSED)
    _write(db, found.matter.id, closing=why, closed_at=clock.now())
    _tell(db, found, What.CLOSED, post)
    record(db, Event.DISCUSSION_CLOSED, viewer=viewer, subject=found.matter.id)


def reopen(db: Session, viewer: Viewer, found: Thread, post: Post) -> None:
    """Let people write in a discussion again.

    Raises:
        Moved: when it is open already.
    """
    _move(db, viewer, found, Stage.CLOSED, Stage.OPEN)
    _write(db, found.matter.id, closing="", closed_at=None)
    _tell(db, found, What.REOPENED, post)
    record(db, Event.DISCUSSION_REOPENED, viewer=viewer, subject=found.matter.id)


def _move(db: Session, viewer: Viewer, found: Thread, seen: Stage, to: Stage) -> None:
    """Move a discussion on while nobody writes in it: of two who do it at once, one does."""
    ensure(ensure_still_acts(db, viewer), P.DISCUSSION_CLOSE)
    _HELD.first(db.connection(), {"block": found.block_id})
    try:
        items.move(db, found.matter.id, seen=seen, to=to)
    except Conflict as late:
        raise Moved from late


def _tell(db: Session, found: Thread, what: What, post: Post) -> None:
    news = news_of(what, address(found.block_id), found.matter.id)
    tell_others(db, news, SECRETARIAT_CODE, post)


def _write(db: Session, about: str, **values: datetime | str | int | None) -> None:
    db.execute(update(thread).where(thread.c.item_id == about).values(values))


def _mark(db: Session, item_id: str, **values: datetime | str) -> None:
    db.execute(update(said_of).where(said_of.c.item_id == item_id).values(values))
