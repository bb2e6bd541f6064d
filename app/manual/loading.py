"""From files to the draft and back: first load, export, import. There and back is the same."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, delete, insert, select
from sqlmodel import Session

from app.access.viewer import ANYONE, Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.ids import new_id
from app.manual import queries, signing
from app.manual.actions.drafting import every_id, note_blocks, put, retired
from app.manual.actions.publishing import publish, whole_draft
from app.manual.editing.revisions import last_version
from app.manual.figures import filing as pictures
from app.manual.files import FOLDER, Filed, read, write
from app.manual.folders import Unreadable
from app.manual.identity import Known, identify
from app.manual.models import DraftBlock, DraftChapter, ManualChapter, ManualSlug
from app.manual.report import Report, State, lines
from app.manual.rules import LANGUAGE, TITLE, Weight
from app.manual.toml import Value
from app.manual.translating import files as translated
from app.manual.translating import filing, freezing
from app.manual.translating import loading as translations
from app.manual.values import DRAFT, ChapterHead, ChapterText, Release
from app.text.blocks import Block

FIRST_NOTE = "First edition."
TWICE = "Two chapters are one: an address that a chapter has had belongs to another. Name the ids."
NOTHING = ChapterText((), {})

draft_chapter = table(DraftChapter)


def load(db: Session, folder: Path = FOLDER) -> int:
    """Load the draft and publish edition 1, unless there is a manual; return chapters loaded."""
    conn = db.connection()
    if queries.current(conn) or queries.heads(conn, DRAFT):
        return 0
    book, chapters = read(folder)
    pictures.take(db, folder, _every_text(folder, chapters))
    take(db, chapters)
    translations.take(db, folder)
    day = book["date"]
    release = Release(
        seen=whole_draft(conn).hash,
        note=str(book.get("note", FIRST_NOTE)),
        weight=Weight.MAJOR,
        published_at=datetime(day.year, day.month, day.day, tzinfo=UTC),
    )
    publish(db, ANYONE, release)
    return len(chapters)


def export(db: Session, folder: Path) -> None:
    """Write the draft into ``folder`` as files that ``import_`` reads back, all or nothing.

    Raises what ``read``, of what stands there, and ``exchange`` raise.
    """
    conn = db.connection()
    heads = queries.heads(conn, DRAFT)
    texts = queries.texts(conn, DRAFT, (head.chapter_id for head in heads))
    last = queries.current(conn)
    book: dict[str, Value] = {"title": TITLE}
    if last:
        book |= {"edition": last.number, "label": last.label}
    book |= {"language": LANGUAGE}
    if last:
        book |= {"date": last.published_at.date()}
    filed = [Filed(h, _file(h), texts[h.chapter_id].blocks) for h in heads]
    said = freezing.drafted(conn, heads, texts).values()
    every = [block for text in texts.values() for block in text.blocks]
    every += [one.block for those in said for one in those.blocks.values()]
    beside: dict[str, str | bytes] = {
        signing.FILE: "".join(signing.lines(conn)),
        **filing.exported(conn, folder),
    }
    beside |= pictures.exported(conn, folder, every)
    write(folder, book, filed, beside)


def _file(head: ChapterHead) -> str:
    return f"{LANGUAGE}/{head.position + 1:02d}-{head.slug}.md"


def import_(db: Session, folder: Path, viewer: Viewer = ANYONE) -> Report:
    """Make the files in ``folder`` the draft; blocks keep their ids; return what that does.

    Raises what ``read`` raises; nothing is changed then.
    """
    chapters = read(folder)[1]
    pictures.take(db, folder, _every_text(folder, chapters))
    report = take(db, chapters, viewer)
    return replace(report, lines=(*report.lines, *translations.take(db, folder, viewer)))


def _every_text(folder: Path, chapters: Sequence[Filed]) -> Iterator[Block]:
    """Give the texts of a folder, those of translations as well."""
    yield from (block for one in chapters for block in one.blocks)
    for found in translated.read(folder).values():
        yield from (block for one in found for block in one.blocks)


def take(db: Session, chapters: Sequence[Filed], viewer: Viewer = ANYONE) -> Report:
    """Make ``chapters`` the draft and return what is not as it was.

    Raises:
        Unreadable: two of them turn out to be one chapter.
    """
    conn = db.connection()
    old = {head.chapter_id: head for head in queries.heads(conn, DRAFT)}
    texts = queries.texts(conn, DRAFT, old)
    filed = [_with_chapter_id(db, one) for one in chapters]
    if len({one.head.chapter_id for one in filed}) < len(filed):
        raise Unreadable(TWICE)
    blocks = dict(_identified(filed, texts, _ids(db.connection(), filed)))
    before = State.of(tuple(old.values()), texts)
    rows = {row["chapter_id"]: dict(row) for row in conn.execute(select(draft_chapter)).mappings()}
    changed = [
        one.head
        for one in filed
        if _plain(old.get(one.head.chapter_id)) != one.head
        or texts[one.head.chapter_id].blocks != blocks[one.head.chapter_id]
    ]
    for head in changed:
        version = last_version(conn, head.chapter_id) + 1
        rows[head.chapter_id] = _row(head, version, viewer)
        detail = {"version": version, "imported": True}
        record(db, Event.CHAPTER_CHANGED, viewer=viewer, subject=head.chapter_id, detail={**detail})
        if head.chapter_id in texts:
            was = texts[head.chapter_id].blocks
            note_blocks(db, viewer, was, blocks[head.chapter_id])
    db.execute(delete(table(DraftBlock)))
    db.execute(delete(draft_chapter))
    db.execute(insert(draft_chapter), [rows[one.head.chapter_id] for one in filed])
    for key, these in blocks.items():
        put(db, key, these)
    after = State([one.head for one in filed], blocks)
    return Report(len(changed), tuple(lines(before, after, filed)))


def _plain(head: ChapterHead | None) -> ChapterHead | None:
    """Return the head as files know it, without its version."""
    return head and replace(head, version=0)


def _row(head: ChapterHead, version: int, viewer: Viewer) -> dict[str, object]:
    return {
        **{name: getattr(head, name) for name in queries.HEAD},
        "questions": "\n".join(head.questions),
        "version": version,
        "changed_at": clock.now(),
        "changed_by": viewer.person_id,
    }


def _with_chapter_id(db: Session, filed: Filed) -> Filed:
    """Return the chapter under its permanent id; its name is remembered for ever."""
    conn, head = db.connection(), filed.head
    known = queries.chapter_named(conn, head.slug)
    chapter_id = head.chapter_id or known or new_id()
    if db.get(ManualChapter, chapter_id) is None:
        db.add(ManualChapter(id=chapter_id))
        db.flush()
    if known is None:
        db.add(ManualSlug(slug=head.slug, chapter_id=chapter_id))
        db.flush()
    return replace(filed, head=replace(head, chapter_id=chapter_id))


def _ids(conn: Connection, filed: Sequence[Filed]) -> Known:
    """Return what is known of ids in the whole manual."""
    said = {name for one in filed for name in one.ids}
    return Known(every=every_id(conn), retired=retired(conn, said))


def _identified(
    filed: Sequence[Filed], texts: Mapping[str, ChapterText], ids: Known
) -> Iterator[tuple[str, tuple[Block, ...]]]:
    """Give every chapter's blocks with ids; an id said in two files stays with the first."""
    said = [one.ids for one in filed]
    given: set[str] = set()
    for place, one in enumerate(filed):
        elsewhere = given | set().union(*(names - one.ids for names in said[place + 1 :]))
        old = texts.get(one.head.chapter_id, NOTHING).blocks
        blocks = identify(one.blocks, replace(ids, old=old, elsewhere=elsewhere))
        given |= {block.id for block in blocks if block.id}
        yield one.head.chapter_id, blocks
