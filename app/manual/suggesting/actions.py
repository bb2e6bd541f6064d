"""The acts on a suggestion. Each takes an open session and writes all that belongs to it.

Each holds the office first: whether it still acts, and may, is asked again.
"""

import json

from sqlalchemy import insert, update
from sqlmodel import Session

from app.access.audience import labels_of_open, labels_of_submitted
from app.access.policy import P, ensure
from app.access.viewer import Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.directory.still_acting import ensure_still_acts
from app.items import actions as items
from app.items.models import Item, Kind
from app.manual.figures.checking import ensure as ensure_figures
from app.manual.figures.queries import named_in
from app.manual.meaning import ensure_stance
from app.manual.suggesting import searching
from app.manual.suggesting.forms import Answer, Proposed
from app.manual.suggesting.models import Suggestion as Row
from app.manual.suggesting.pieces import pieces
from app.manual.suggesting.placing import Place
from app.manual.suggesting.rules import Answered, Stage, What
from app.manual.suggesting.taking import take
from app.manual.suggesting.telling import ask_secretariat, tell_author
from app.manual.suggesting.values import Suggestion, titled
from app.manual.values import EditionInfo
from app.notifications.actions import done_waiting
from app.notifications.post import Post

suggestion = table(Row)


def suggest(  # noqa: PLR0913 - what it is about, what is said, and who is told
    db: Session,
    viewer: Viewer,
    said: Proposed,
    *,
    place: Place,
    edition: EditionInfo,
    post: Post | None,
) -> str:
    """Propose to change something about a paragraph; return the id of the suggestion.

    Without a ``post`` it waits for the Secretariat and no letter says so.

    Raises:
        NoPosition: for a position, where the office came into the interim meanwhile.
        FiguresWrong: for a figure without words, source, or a picture that readers see.
    """
    now = ensure_still_acts(db, viewer)
    ensure(now, P.SUGGESTION_WRITE)
    ensure_stance(now, said.stance)
    shown = named_in(place.blocks) if said.consultation else ()
    ensure_figures(db.connection(), pieces("", said.wording), public=True, shown=shown)
    code = viewer.member or ""
    labels = labels_of_open([code], said.audience)
    made = items.create(
        db,
        viewer,
        Kind.SUGGESTION,
        stage=Stage.PROPOSED,
        audience=str(said.audience),
        language=said.language,
        owners=[code],
        labels=labels,
    )
    db.execute(insert(suggestion).values(_row(made, code, said, place, edition)))
    items.revise(db, viewer, made, body=_kept(said))
    searching.put(db, made, said, labels, titled(place.number, place.block.source))
    ask_secretariat(db, made.id, post)
    record(db, Event.SUGGESTION_MADE, viewer=viewer, subject=made.id)
    return made.id


def _kept(said: Proposed) -> str:
    """Return the words of a suggestion as its versions keep them."""
    kept = {
        "asks": said.asks,
        "wording": said.wording,
        "reason": said.reason,
        "stance": said.stance,
    }
    return json.dumps(kept, ensure_ascii=False)


def _row(
    made: Item, code: str, said: Proposed, place: Place, edition: EditionInfo
) -> dict[str, object]:
    """Return what is kept of a suggestion beside its item."""
    return {
        "item_id": made.id,
        "member": code,
        "block_id": place.block.id,
        "chapter_id": place.head.chapter_id,
        "edition": edition.number,
        "base_hash": place.hash,
        "consultation_id": said.consultation,
        "asks": said.asks,
        "stance": said.stance,
        "proposed": said.wording,
        "reason": said.reason,
        "at": made.created_at,
        "answer": "",
    }


def take_back(db: Session, viewer: Viewer, found: Suggestion) -> None:
    """Take a suggestion back: its own offices and the Secretariat alone read it from now on.

    Raises:
        Answered: when it was answered, or taken back already.
    """
    moved = _move(db, viewer, P.SUGGESTION_STEER, found, Stage.WITHDRAWN)
    items.relabel(db, moved, labels_of_submitted(found.matter.owners))
    searching.remove(db, found.matter.id)
    record(db, Event.SUGGESTION_WITHDRAWN, viewer=viewer, subject=found.matter.id)


def accept(db: Session, viewer: Viewer, found: Suggestion, seen: str, post: Post) -> None:
    """Let the draft be as it is proposed.

    Raises:
        Answered: when it was answered, or taken back already.
        DraftGone, DraftReworded: when the draft is not what the editor looked at.
        ChapterChanged: when somebody saved the chapter in this very moment.
        FiguresWrong: when a figure lacks its words, its source or its picture.
    """
    _move(db, viewer, P.MANUAL_EDIT, found, Stage.ACCEPTED)
    _write(db, found, **take(db, viewer, found, Answer(found.proposed, "", seen)))
    _answered(db, viewer, found, What.ACCEPTED, post)


def adapt(db: Session, viewer: Viewer, found: Suggestion, answer: Answer, post: Post) -> None:
    """Put other words into the draft instead of the proposed ones.

    Raises:
        Answered: when it was answered, or taken back already.
        DraftGone, DraftReworded: when the draft is not what the editor looked at.
        ChapterChanged: when somebody saved the chapter in this very moment.
        FiguresWrong: when a figure lacks its words, its source or its picture.
    """
    _move(db, viewer, P.MANUAL_EDIT, found, Stage.ADAPTED)
    _write(db, found, **take(db, viewer, found, answer), answer=answer.words)
    _answered(db, viewer, found, What.ADAPTED, post)


def decline(db: Session, viewer: Viewer, found: Suggestion, why: str, post: Post) -> None:
    """Leave the draft as it is, with a reason.

    Raises:
        Answered: when it was answered, or taken back already.
    """
    _move(db, viewer, P.MANUAL_EDIT, found, Stage.DECLINED)
    _write(db, found, answer=why)
    _answered(db, viewer, found, What.DECLINED, post)


def _move(db: Session, viewer: Viewer, permission: P, found: Suggestion, to: Stage) -> Item:
    """Hold office and suggestion and move it on: of two who answer it at once, one does."""
    ensure(ensure_still_acts(db, viewer), permission, found.matter)
    try:
        moved = items.move(db, found.matter.id, seen=Stage.PROPOSED, to=to)
    except Conflict as late:
        raise Answered from late
    done_waiting(db, found.matter.id)
    return moved


def _answered(db: Session, viewer: Viewer, found: Suggestion, what: What, post: Post) -> None:
    _write(db, found, answered_at=clock.now())
    tell_author(db, found.matter.id, found.member, what, post=post)
    record(db, EVENTS[what], viewer=viewer, subject=found.matter.id)


EVENTS = {
    What.ACCEPTED: Event.SUGGESTION_ACCEPTED,
    What.ADAPTED: Event.SUGGESTION_ADAPTED,
    What.DECLINED: Event.SUGGESTION_DECLINED,
}


def _write(db: Session, found: Suggestion, **values: object) -> None:
    own = suggestion.c.item_id == found.matter.id
    if values:
        db.execute(update(suggestion).where(own).values(values))
