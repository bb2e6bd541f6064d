"""Writing the draft: texts are stored once, blocks keep their ids, one of two savers wins."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, delete, insert, select, text, update
from sqlmodel import Session

from app.access.viewer import Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.manual import queries
from app.manual.identity import Known, identify
from app.manual.models import DraftBlock, DraftChapter, ManualBlock
from app.manual.rules import ChapterChanged
from app.manual.values import DRAFT, Written
from app.text.blocks import Block, content_hash, split
from app.text.tokens import count_words

draft_chapter = table(DraftChapter)
draft_block = table(DraftBlock)
manual_block = table(ManualBlock)

_KEEP_BODY = text(
    "INSERT INTO manual_body (hash, kind, words, source) VALUES (:hash, :kind, :words, :source)"
    " ON CONFLICT DO NOTHING"
)
_KEEP_ID = text("INSERT INTO manual_block (id) VALUES (:id) ON CONFLICT DO NOTHING")


def blocks_of(conn: Connection, chapter_id: str, source: str) -> tuple[Block, ...]:
    """Return the blocks of ``source`` with the ids they have, or would get, in this chapter.

    Raises:
        TextTooLong, TextTooIntricate: it costs more than a text may.
    """
    old = queries.chapter_text(conn, DRAFT, chapter_id).blocks
    return identify(split(source), _known(conn, chapter_id, old))


def _known(conn: Connection, chapter_id: str, old: Sequence[Block]) -> Known:
    here = {block.id for block in old}
    drafted = set(conn.execute(select(draft_block.c.block_id)).scalars())
    last = queries.current(conn)
    published = queries.chapter_text(conn, last.number if last else DRAFT, chapter_id)
    return Known(
        old=old,
        gone={b.source: b.id for b in published.blocks if b.id and b.id not in drafted},
        elsewhere=drafted - here,
        every=every_id(conn),
    )


def every_id(conn: Connection) -> set[str]:
    """Return every block id that was ever given."""
    return set(conn.execute(select(manual_block.c.id)).scalars())


def put(db: Session, chapter_id: str, blocks: Iterable[Block]) -> None:
    """Make ``blocks`` the draft of the chapter; texts and identities are stored where new."""
    rows = [
        {
            "chapter_id": chapter_id,
            "position": place,
            "block_id": block.id,
            "body_hash": content_hash(block.source),
            "kind": block.kind,
            "words": count_words(block.source),
            "source": block.source,
        }
        for place, block in enumerate(blocks)
    ]
    db.execute(delete(draft_block).where(draft_block.c.chapter_id == chapter_id))
    if rows:
        db.execute(_KEEP_BODY, [{**row, "hash": row["body_hash"]} for row in rows])
        db.execute(_KEEP_ID, [{"id": row["block_id"]} for row in rows])
        columns = ("chapter_id", "position", "block_id", "body_hash")
        db.execute(insert(draft_block), [{name: row[name] for name in columns} for row in rows])


def save_chapter(db: Session, viewer: Viewer, chapter_id: str, written: Written) -> bool:
    """Save a chapter of the draft; return whether anything was different.

    Raises:
        ChapterChanged: when somebody saved it after the editor began.
        TextTooLong, TextTooIntricate: it costs more than a text may.
    """
    conn = db.connection()
    old = queries.chapter_text(conn, DRAFT, chapter_id)
    new = identify(split(written.source), _known(conn, chapter_id, old.blocks))
    head = {
        "title": written.title,
        "readers": written.readers,
        "questions": "\n".join(written.questions),
    }
    if new == old.blocks and head == _head(conn, chapter_id):
        return False
    _win(db, viewer, chapter_id, written.seen, head)
    put(db, chapter_id, new)
    detail = {"version": written.seen + 1}
    record(db, Event.CHAPTER_CHANGED, viewer=viewer, subject=chapter_id, detail={**detail})
    note_blocks(db, viewer, old.blocks, new)
    return True


def note_blocks(db: Session, viewer: Viewer, old: Iterable[Block], new: Iterable[Block]) -> None:
    """Record which blocks say something new, with the hash of the text: their history."""
    before = set(old)
    for block in new:
        if block not in before:
            detail = {"body": content_hash(block.source)}
            record(db, Event.BLOCK_CHANGED, viewer=viewer, subject=block.id, detail={**detail})


def _head(conn: Connection, chapter_id: str) -> dict[str, str]:
    columns = (draft_chapter.c.title, draft_chapter.c.readers, draft_chapter.c.questions)
    found = conn.execute(select(*columns).where(_is(chapter_id))).mappings().first()
    return {key: str(value) for key, value in (found or {}).items()}


def _win(db: Session, viewer: Viewer, chapter_id: str, seen: int, head: dict[str, str]) -> None:
    """Write the head if the chapter is still at the version seen: of two who save, one wins."""
    moved = db.execute(
        update(draft_chapter)
        .where(_is(chapter_id), draft_chapter.c.version == seen)
        .values(
            {
                **head,
                "version": seen + 1,
                "changed_at": clock.now(),
                "changed_by": viewer.person_id,
            }
        )
    )
    if moved.rowcount != 1:  # type: ignore[attr-defined] # an update has a row count
        raise ChapterChanged


def _is(chapter_id: str) -> ColumnElement[bool]:
    return draft_chapter.c.chapter_id == chapter_id
