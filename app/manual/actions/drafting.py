"""Writing the draft: texts are stored once, blocks keep their ids, one of two savers wins."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import ColumnElement, Connection, delete, insert, select, text, update
from sqlmodel import Session

from app.access.viewer import Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.manual import queries
from app.manual.actions.bodies import keep_bodies
from app.manual.editing import revisions
from app.manual.fitting import ensure_each_fits
from app.manual.identity import Known, identify
from app.manual.models import DraftBlock, DraftChapter, EditionBlock, ManualBlock
from app.manual.rules import ChapterChanged
from app.manual.values import DRAFT, Written
from app.text.blocks import Block, content_hash, split

draft_chapter = table(DraftChapter)
draft_block = table(DraftBlock)
edition_block = table(EditionBlock)
manual_block = table(ManualBlock)

NO_HEAD: Mapping[str, str] = MappingProxyType({})

_KEEP_ID = text("INSERT INTO manual_block (id) VALUES (:id) ON CONFLICT DO NOTHING")


@dataclass(frozen=True, slots=True)
class Step:
    """From one state of a chapter's draft to the next; ``seen`` is the version of the old one."""

    chapter_id: str
    seen: int
    old: Sequence[Block]
    new: Sequence[Block]


def blocks_of(conn: Connection, chapter_id: str, source: str) -> tuple[Block, ...]:
    """Return the blocks of ``source`` with the ids they have, or would get, in this chapter.

    Raises:
        TextTooLong, TextTooIntricate: it costs more than a text may.
        BlockTooIntricate: one of its paragraphs costs more than one may.
    """
    old = queries.chapter_text(conn, DRAFT, chapter_id).blocks
    new = split(source)
    ensure_each_fits(new)
    return identify(new, known(conn, chapter_id, old, new))


def known(conn: Connection, chapter_id: str, old: Sequence[Block], new: Sequence[Block]) -> Known:
    """Return the identities around ``new``, which goes on from ``old`` in this chapter."""
    here = {block.id for block in old}
    drafted = set(conn.execute(select(draft_block.c.block_id)).scalars())
    last = queries.current(conn)
    published = queries.chapter_text(conn, last.number if last else DRAFT, chapter_id)
    return Known(
        old=old,
        gone={b.source: b.id for b in published.blocks if b.id and b.id not in drafted},
        elsewhere=drafted - here,
        every=every_id(conn),
        retired=retired(conn, {block.id for block in new if block.id}),
    )


def every_id(conn: Connection) -> set[str]:
    """Return every block id that was ever given."""
    return set(conn.execute(select(manual_block.c.id)).scalars())


def retired(conn: Connection, ids: Collection[str]) -> dict[str, set[str]]:
    """Return which of ``ids`` were given once and stand nowhere in the draft.

    Each comes with the hashes of all that it has said in editions.
    """
    drafted = set(conn.execute(select(draft_block.c.block_id)).scalars())
    found: dict[str, set[str]] = {name: set() for name in every_id(conn) & {*ids} - drafted}
    if found:
        columns = (edition_block.c.block_id, edition_block.c.body_hash)
        asked = select(*columns).where(edition_block.c.block_id.in_(sorted(found))).distinct()
        for name, said in conn.execute(asked):
            found[name].add(said)
    return found


def put(db: Session, chapter_id: str, blocks: Sequence[Block]) -> None:
    """Make ``blocks`` the draft of the chapter; texts and identities are stored where new.

    The state is kept for good, under the version that the chapter has now.
    """
    rows = [
        {
            "chapter_id": chapter_id,
            "position": place,
            "block_id": block.id,
            "body_hash": content_hash(block.source),
        }
        for place, block in enumerate(blocks)
    ]
    db.execute(delete(draft_block).where(draft_block.c.chapter_id == chapter_id))
    if rows:
        keep_bodies(db, blocks)
        db.execute(_KEEP_ID, [{"id": row["block_id"]} for row in rows])
        db.execute(insert(draft_block), rows)
    lines = [revisions.Line(str(row["block_id"]), str(row["body_hash"])) for row in rows]
    revisions.keep(db, chapter_id, lines)


def save_chapter(db: Session, viewer: Viewer, chapter_id: str, written: Written) -> bool:
    """Save a chapter of the draft; return whether anything was different.

    Raises:
        ChapterChanged: when somebody saved it after the editor began.
        TextTooLong, TextTooIntricate: it costs more than a text may.
    """
    conn = db.connection()
    old = queries.chapter_text(conn, DRAFT, chapter_id)
    new = blocks_of(conn, chapter_id, written.source)
    head = {
        "title": written.title,
        "readers": written.readers,
        "questions": "\n".join(written.questions),
    }
    if new == old.blocks and head == _head(conn, chapter_id):
        return False
    change(db, viewer, Step(chapter_id, written.seen, old.blocks, new), head)
    return True


def change(db: Session, viewer: Viewer, step: Step, head: Mapping[str, str] = NO_HEAD) -> None:
    """Make the new blocks the draft of the chapter, and ``head`` what it says of the chapter.

    Raises:
        ChapterChanged: when somebody saved it after the version seen.
    """
    chapter_id = step.chapter_id
    _win(db, viewer, chapter_id, step.seen, head)
    put(db, chapter_id, step.new)
    detail = {"version": step.seen + 1}
    record(db, Event.CHAPTER_CHANGED, viewer=viewer, subject=chapter_id, detail={**detail})
    note_blocks(db, viewer, step.old, step.new)


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


def _win(db: Session, viewer: Viewer, chapter_id: str, seen: int, head: Mapping[str, str]) -> None:
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
