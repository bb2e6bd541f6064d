"""Reading the manual: editions and the draft, by the same questions."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from app.access.viewer import Viewer
from app.core.db import table
from app.core.i18n import gettext
from app.items.queries import seen_by
from app.manual.models import (
    DraftBlock,
    DraftChapter,
    Edition,
    EditionBlock,
    EditionChapter,
    Epoch,
    ManualBody,
    ManualSlug,
)
from app.manual.noted import CURRENT, IN_ORDER, LATEST, ONE, with_remarks
from app.manual.values import DRAFT, ChapterHead, ChapterText, EditionInfo, Placed
from app.text.blocks import Block

edition = table(Edition)
edition_chapter = table(EditionChapter)
edition_block = table(EditionBlock)
draft_chapter = table(DraftChapter)
draft_block = table(DraftBlock)
body = table(ManualBody)
manual_slug = table(ManualSlug)


HEAD = ("chapter_id", "position", "number", "kind", "slug", "title", "readers", "questions")
_HEADS = (
    select(*(edition_chapter.c[name] for name in HEAD))
    .where(edition_chapter.c.edition == bindparam("edition"))
    .order_by(edition_chapter.c.position)
)
_DRAFT_HEADS = select(*(draft_chapter.c[name] for name in HEAD), draft_chapter.c.version).order_by(
    draft_chapter.c.position
)

_PLACED = (
    select(
        edition_block.c.chapter_id,
        edition_block.c.block_id,
        edition_block.c.body_hash,
        body.c.words,
    )
    .join_from(edition_block, body, body.c.hash == edition_block.c.body_hash)
    .where(edition_block.c.edition == bindparam("edition"))
    .order_by(edition_block.c.chapter_id, edition_block.c.position)
)
_DRAFT_PLACED = (
    select(draft_block.c.chapter_id, draft_block.c.block_id, draft_block.c.body_hash, body.c.words)
    .join_from(draft_block, body, body.c.hash == draft_block.c.body_hash)
    .order_by(draft_block.c.chapter_id, draft_block.c.position)
)

_TEXTS = (
    select(
        edition_block.c.chapter_id,
        edition_block.c.block_id,
        edition_block.c.number,
        body.c.kind,
        body.c.source,
    )
    .join_from(edition_block, body, body.c.hash == edition_block.c.body_hash)
    .where(
        edition_block.c.edition == bindparam("edition"),
        edition_block.c.chapter_id.in_(bindparam("chapters", expanding=True)),
    )
    .order_by(edition_block.c.chapter_id, edition_block.c.position)
)
_DRAFT_TEXTS = (
    select(draft_block.c.chapter_id, draft_block.c.block_id, body.c.kind, body.c.source)
    .join_from(draft_block, body, body.c.hash == draft_block.c.body_hash)
    .where(draft_block.c.chapter_id.in_(bindparam("chapters", expanding=True)))
    .order_by(draft_block.c.chapter_id, draft_block.c.position)
)
_HOME = select(edition_block.c.chapter_id).where(
    edition_block.c.edition == bindparam("edition"), edition_block.c.block_id == bindparam("block")
)
_DRAFT_HOME = select(draft_block.c.chapter_id).where(draft_block.c.block_id == bindparam("block"))
_SLUG = select(manual_slug.c.chapter_id).where(manual_slug.c.slug == bindparam("slug"))
_EPOCH = select(table(Epoch).c.value)


def epoch(conn: Connection) -> int:
    """Return the count of what readers can notice."""
    return conn.execute(_EPOCH).scalar() or 0


def editions(conn: Connection) -> Sequence[EditionInfo]:
    """Return every edition with what was added to it, the newest first."""
    return with_remarks(conn.execute(IN_ORDER))


def edition_alone(conn: Connection, number: int) -> Sequence[EditionInfo]:
    """Return one edition with what was added to it, nothing where there is none of that number."""
    return with_remarks(conn.execute(ONE, {"edition": number}))


def current(conn: Connection) -> EditionInfo | None:
    """Return the current edition, the newest that was not withdrawn; None before the first."""
    return next(iter(with_remarks(conn.execute(CURRENT))), None)


def latest(conn: Connection) -> int:
    """Return the number of the newest edition, withdrawn or not; 0 before the first."""
    return conn.execute(LATEST).scalar() or 0


def heads(conn: Connection, number: int) -> Sequence[ChapterHead]:
    """Return the chapters of an edition, or of the draft, in order."""
    rows = conn.execute(_DRAFT_HEADS if number == DRAFT else _HEADS, {"edition": number})
    return [head_of(*row) for row in rows]


def draft_head(conn: Connection, slug: str) -> ChapterHead | None:
    """Return the chapter of the draft that has, or once had, this name in addresses."""
    found = {head.slug: head for head in heads(conn, DRAFT)}
    if slug in found:
        return found[slug]
    known = chapter_named(conn, slug)
    return next((head for head in found.values() if head.chapter_id == known), None)


def head_of(*row: Any) -> ChapterHead:
    """Return the head of a chapter from its columns, in the order of ``HEAD``."""
    chapter_id, position, number, kind, slug, title, readers, questions, *version = row
    lines = tuple(line for line in questions.split("\n") if line)
    return ChapterHead(chapter_id, position, number, kind, slug, title, readers, lines, *version)


def placed(conn: Connection, number: int) -> Mapping[str, tuple[Placed, ...]]:
    """Return which block stands where with which text, by chapter."""
    rows = conn.execute(_DRAFT_PLACED if number == DRAFT else _PLACED, {"edition": number})
    found: dict[str, list[Placed]] = {}
    for chapter_id, *rest in rows:
        found.setdefault(chapter_id, []).append(Placed(*rest))
    return {chapter_id: tuple(blocks) for chapter_id, blocks in found.items()}


def texts(conn: Connection, number: int, chapters: Iterable[str]) -> Mapping[str, ChapterText]:
    """Return the text of some chapters of an edition, or of the draft; missing ones are empty."""
    wanted = sorted(chapters)
    blocks: dict[str, list[Block]] = {chapter_id: [] for chapter_id in wanted}
    numbers: dict[str, dict[str, str]] = {chapter_id: {} for chapter_id in wanted}
    given = {"edition": number, "chapters": wanted}
    for row in conn.execute(_DRAFT_TEXTS if number == DRAFT else _TEXTS, given):
        blocks[row.chapter_id].append(Block(row.block_id, row.kind, row.source))
        if number != DRAFT and row.number:
            numbers[row.chapter_id][row.block_id] = row.number
    return {key: ChapterText(tuple(blocks[key]), numbers[key]) for key in wanted}


def chapter_text(conn: Connection, number: int, chapter_id: str) -> ChapterText:
    """Return the text of one chapter."""
    return texts(conn, number, (chapter_id,))[chapter_id]


def chapter_named(conn: Connection, slug: str) -> str | None:
    """Return the id of the chapter that has, or once had, this name."""
    found: str | None = conn.execute(_SLUG, {"slug": slug}).scalar()
    return found


def chapter_of_block(conn: Connection, block_id: str, states: Iterable[int]) -> str | None:
    """Return the chapter in which a block stands in the first of some states that has it."""
    for number in states:
        given = {"edition": number, "block": block_id}
        asked, wanted = (_DRAFT_HOME, {"block": block_id}) if number == DRAFT else (_HOME, given)
        found: str | None = conn.execute(asked, wanted).scalar()
        if found is not None:
            return found
    return None


def titles(conn: Connection, viewer: Viewer, ids: Iterable[str]) -> Mapping[str, tuple[str, str]]:
    """Return title and address of those items that are editions and that the viewer sees."""
    rows = conn.execute(
        select(edition.c.item_id, edition.c.number).where(
            edition.c.item_id.in_(list(ids)), seen_by(viewer, edition.c.item_id)
        )
    )
    return {
        row.item_id: (
            gettext("Manual, edition %(number)s", number=row.number),
            f"/manual/{row.number}",
        )
        for row in rows
    }
