"""The acts on a clearance. Each takes an open session and writes all that belongs to it.

Each holds the office first, then the clearance: whether it still acts, and may, is asked again.
"""

from collections.abc import Sequence

from sqlalchemy import insert, update
from sqlmodel import Session

from app.access.audience import Audience, Circle, labels_of_draft
from app.access.policy import P, ensure
from app.access.viewer import Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict, NotFound
from app.directory.still_acting import ensure_still_acts
from app.items import actions as items
from app.items.models import Item, Kind
from app.manual import queries as manual
from app.manual.clearing.forms import Making, Taking
from app.manual.clearing.going import Going, suggested_by
from app.manual.clearing.models import Clearance as Row
from app.manual.clearing.models import Cleared
from app.manual.clearing.rules import OPEN, Closed, NewEdition, Stage, SuggestedMeanwhile
from app.manual.clearing.telling import let_wait, over
from app.manual.clearing.values import Clearance, Sent
from app.manual.suggesting import actions as suggestions
from app.manual.suggesting.forms import Proposed
from app.manual.suggesting.placing import in_edition
from app.manual.values import EditionInfo
from app.notifications.post import Post
from app.text.blocks import content_hash

clearance = table(Row)
cleared = table(Cleared)
KEPT = str(Audience(Circle.SECRETARIAT))
SERIES = 8
"""So long a series can be; members whose codes begin alike share a count, which harms nobody."""


def make(
    db: Session, viewer: Viewer, said: Making, going: Sequence[Going], edition: EditionInfo
) -> str:
    """Let a text go out; return the id of the clearance."""
    now = ensure_still_acts(db, viewer)
    ensure(now, P.SUGGESTION_WRITE)
    code = viewer.member or ""
    made = items.create(
        db,
        viewer,
        Kind.CLEARANCE,
        stage=Stage.OUT,
        audience=KEPT,
        language=said.language,
        owners=[code],
        labels=labels_of_draft([code]),
    )
    year, count = items.count_on(db, f"C-{code}"[:SERIES])
    made.number = f"C-{code}-{year}-{count:03d}"
    db.flush()
    row = {
        "item_id": made.id,
        "member": code,
        "edition": edition.number,
        "chapter_id": said.chapter or None,
        "marking": said.marking,
        "readers": said.readers,
        "deadline": said.deadline,
        "at": made.created_at,
    }
    db.execute(insert(clearance).values(row))
    db.execute(insert(cleared), [_going(made.id, n, one) for n, one in enumerate(going)])
    let_wait(db, made.id, code, said.deadline)
    record(db, Event.CLEARANCE_MADE, viewer=viewer, subject=made.id)
    return made.id


def _going(item_id: str, place: int, one: Going) -> dict[str, object]:
    return {
        "item_id": item_id,
        "place": place,
        "chapter_id": one.chapter_id,
        "block_id": one.block_id,
        "base_hash": one.base_hash,
        "proposed": one.proposed,
    }


def came_back(db: Session, viewer: Viewer, found: Clearance) -> None:
    """Note that a file came back; nothing of what it says is kept.

    Raises:
        Closed: when the clearance is over.
    """
    _hold(db, viewer, found)
    _move(db, found, Stage.BACK, back_at=clock.now())
    record(db, Event.CLEARANCE_BACK, viewer=viewer, subject=found.matter.id)


def close(db: Session, viewer: Viewer, found: Clearance) -> None:
    """Let a clearance be over.

    Raises:
        Closed: when it is already.
    """
    _hold(db, viewer, found)
    _move(db, found, Stage.CLOSED, closed_at=clock.now())
    over(db, found.matter.id)
    record(db, Event.CLEARANCE_CLOSED, viewer=viewer, subject=found.matter.id)


def take(  # noqa: PLR0913 - of what is taken, against what it went out of, and who is told
    db: Session,
    viewer: Viewer,
    found: Clearance,
    said: Taking,
    *,
    sent: Sequence[Sent],
    seen: int,
    post: Post,
) -> Sequence[str]:
    """Make suggestions of what is taken; return their ids. One letter tells of all of them.

    A paragraph that the current edition words otherwise than what went out is suggested on from
    the edition that it went out of: so its readers see what it began from.

    Raises:
        Closed: when the clearance is over.
        NewEdition: when another edition is in force than the one ``seen``.
        SuggestedMeanwhile: when a colleague took the same words in this very moment.
        NoPosition: for a position, where the office came into the interim meanwhile.
    """
    _hold(db, viewer, found)
    editions = _editions(db, viewer, found, said, seen)
    known = {one.id: one for one in sent}
    made: list[str] = []
    for taken in said.wordings:
        one = known[taken.block]
        edition = editions[one.now == one.base_hash]
        place = in_edition(db.connection(), edition, taken.block)
        if place is None:
            raise NewEdition
        proposed = Proposed(
            taken.words,
            taken.reason,
            said.stance,
            said.audience,
            said.language,
            place.hash,
            taken.asks,
        )
        letter = None if made else post
        made.append(
            suggestions.suggest(db, viewer, proposed, place=place, edition=edition, post=letter)
        )
    return made


def _editions(
    db: Session, viewer: Viewer, found: Clearance, said: Taking, seen: int
) -> tuple[EditionInfo, EditionInfo]:
    """Return the edition that the text went out of, and the current one, if that is still so."""
    conn = db.connection()
    current = manual.current(conn)
    if current is None or current.number != seen:
        raise NewEdition
    already = suggested_by(conn, viewer)
    for one in said.wordings:
        if (one.asks, content_hash(one.words)) in already.get(one.block, ()):
            raise SuggestedMeanwhile
    return next(iter(manual.edition_alone(conn, found.edition))), current


def _hold(db: Session, viewer: Viewer, found: Clearance) -> None:
    """Hold office and clearance: of two who act on it at once, one comes first.

    Raises:
        Closed: when it is over.
        NotFound: for anybody but an office of its member.
    """
    ensure(ensure_still_acts(db, viewer), P.SUGGESTION_WRITE)
    if viewer.member not in found.matter.owners:
        raise NotFound
    row = db.get(Item, found.matter.id, with_for_update=True, populate_existing=True)
    if row is None or row.stage not in OPEN:
        raise Closed


def _move(db: Session, found: Clearance, to: Stage, **values: object) -> None:
    stage = db.get_one(Item, found.matter.id).stage
    try:
        items.move(db, found.matter.id, seen=stage, to=to)
    except Conflict as late:
        raise Closed from late
    db.execute(update(clearance).where(clearance.c.item_id == found.matter.id).values(values))
