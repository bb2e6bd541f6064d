"""An answer that takes a suggestion changes the draft, through its revisions."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection
from sqlmodel import Session

from app.access.viewer import Viewer
from app.manual.actions.drafting import Step
from app.manual.editing.saving import rearrange
from app.manual.figures.checking import ensure as ensure_figures
from app.manual.suggesting.forms import Answer
from app.manual.suggesting.pieces import after
from app.manual.suggesting.placing import Place, in_draft, put
from app.manual.suggesting.rules import Asks, DraftGone, DraftReworded, NowhereToStand
from app.manual.suggesting.values import Suggestion
from app.text.blocks import Block, content_hash


def take(
    db: Session, viewer: Viewer, found: Suggestion, answer: Answer
) -> Mapping[str, str | None]:
    """Change the draft as an answer says; return what the suggestion keeps of it.

    Where a paragraph should go and the draft has it no longer, there is nothing to change.

    Raises:
        DraftGone, DraftReworded: when the draft is not what the editor looked at.
        ChapterChanged: when somebody saved the chapter in this very moment.
        FiguresWrong: when a figure lacks its words, its source or its picture.
    """
    conn, block_id = db.connection(), str(found.base.id)
    place = in_draft(conn, block_id)
    if place is None and found.asks == Asks.REMOVE and not answer.wording:
        return {}
    if place is None:
        raise NowhereToStand if found.asks == Asks.ADD else DraftGone
    if place.hash != answer.seen:
        raise DraftReworded
    new = after(found.asks, place.block, answer.wording)
    ensure_figures(conn, new)
    rearrange(
        db,
        viewer,
        Step(
            place.head.chapter_id,
            place.head.version,
            place.blocks,
            put(place.blocks, block_id, new),
        ),
    )
    return _kept(conn, found, place, new)


def _kept(
    conn: Connection, found: Suggestion, place: Place, new: Sequence[Block]
) -> Mapping[str, str | None]:
    """Return the text that went in, and which paragraph came to be by it."""
    if found.asks != Asks.ADD:
        return {"taken_hash": content_hash(new[0].source)} if new else {}
    now = in_draft(conn, str(place.block.id))
    ids = [one.id for one in now.blocks] if now else []
    born = ids[ids.index(place.block.id) + 1]
    return {"taken_hash": content_hash(new[1].source), "born_id": born}
