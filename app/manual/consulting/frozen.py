"""The text that is consulted on: the draft as it was when the consultation was opened.

Chapters are kept as every state of the draft is, by the hashes of their texts.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, bindparam, insert, select
from sqlmodel import Session

from app.core.db import table
from app.core.reading import Reading
from app.manual import changes, fingerprint, queries
from app.manual.changes import NOWHERE, ChapterChange
from app.manual.consulting.models import Consulted
from app.manual.editing.revisions import Line, lines_of, said_by, spelled, with_texts
from app.manual.rules import LANGUAGE
from app.manual.values import DRAFT, ChapterHead
from app.text.blocks import Block

consulted = table(Consulted)
_HEADS = Reading(
    select(*(consulted.c[name] for name in queries.HEAD))
    .where(consulted.c.item_id == bindparam("id"))
    .order_by(consulted.c.position)
)
_TEXTS = Reading(
    select(consulted.c.chapter_id, consulted.c.blocks).where(consulted.c.item_id == bindparam("id"))
)
_BLOCKS = Reading(
    select(consulted.c.blocks).where(
        consulted.c.item_id == bindparam("id"), consulted.c.chapter_id == bindparam("chapter")
    )
)


@dataclass(frozen=True, slots=True)
class Text:
    """Chapters of the draft and which block says what in them, without the texts themselves."""

    heads: Sequence[ChapterHead]
    lines: Mapping[str, Sequence[Line]]

    @property
    def hash(self) -> str:
        """The hash of all that these chapters say."""
        return fingerprint.of_state(LANGUAGE, self.heads, self.lines)

    def only(self, chapters: Collection[str]) -> "Text":
        """Return some chapters of it, all where none are named."""
        wanted = [head for head in self.heads if not chapters or head.chapter_id in chapters]
        return Text(wanted, {head.chapter_id: self.lines[head.chapter_id] for head in wanted})


def of_draft(conn: Connection) -> Text:
    """Return the whole draft as it is now."""
    heads, placed = queries.heads(conn, DRAFT), queries.placed(conn, DRAFT)
    lines = {
        head.chapter_id: [
            Line(one.block_id, one.body_hash) for one in placed.get(head.chapter_id, ())
        ]
        for head in heads
    }
    return Text(heads, lines)


def freeze(db: Session, item_id: str, text: Text) -> None:
    """Keep the text that a consultation is on."""
    rows = [_row(item_id, head, text.lines[head.chapter_id]) for head in text.heads]
    db.execute(insert(consulted), rows)


def _row(item_id: str, head: ChapterHead, lines: Sequence[Line]) -> dict[str, object]:
    row = {**asdict(head), "item_id": item_id, "questions": "\n".join(head.questions)}
    del row["version"]
    return {**row, "blocks": "\n".join(" ".join(line) for line in lines)}


def heads(conn: Connection, item_id: str) -> Sequence[ChapterHead]:
    """Return the chapters that are consulted on, in order."""
    return [queries.head_of(*row) for row in _HEADS.all(conn, {"id": item_id})]


def texts(conn: Connection, item_id: str) -> Mapping[str, Sequence[Block]]:
    """Return what each chapter that is consulted on says, by its id."""
    found = {row.chapter_id: lines_of(row.blocks) for row in _TEXTS.all(conn, {"id": item_id})}
    said = said_by(conn, {line.body_hash for lines in found.values() for line in lines})
    return {chapter: spelled(lines, said) for chapter, lines in found.items()}


def removed(conn: Connection, edition: int, kept: Sequence[ChapterHead]) -> Sequence[ChapterHead]:
    """Return the chapters of an edition that the text no longer has."""
    known = {head.chapter_id for head in kept}
    return [head for head in queries.heads(conn, edition) if head.chapter_id not in known]


def compared(
    conn: Connection, item_id: str, head: ChapterHead, edition: int | None
) -> ChapterChange:
    """Return how a chapter that is consulted on differs from the edition it is compared with."""
    row = _BLOCKS.first(conn, {"id": item_id, "chapter": head.chapter_id})
    blocks = with_texts(conn, lines_of(row.blocks if row else ""))
    olds = queries.heads(conn, edition) if edition else ()
    old = next((one for one in olds if one.chapter_id == head.chapter_id), None)
    text = queries.chapter_text(conn, edition, head.chapter_id) if edition and old else NOWHERE
    return changes.to_unsaved(old, text, head, blocks)
