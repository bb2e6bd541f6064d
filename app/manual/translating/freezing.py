"""A translation is published with an edition as it stands, and says how complete it is."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection, insert
from sqlmodel import Session

from app.core.db import table
from app.manual.translating import queries
from app.manual.translating.models import (
    EditionLanguage,
    EditionTranslatedBlock,
    EditionTranslation,
)
from app.manual.translating.values import Coverage, Heading, Said, State, Translation, head_hash
from app.manual.values import DRAFT, ChapterHead, ChapterText
from app.text.blocks import content_hash

Row = Mapping[str, object]


def within(
    said: Translation, heads: Sequence[ChapterHead], texts: Mapping[str, ChapterText]
) -> Translation:
    """Return the part of a translation whose source stands in these chapters.

    A chapter whose head is not translated has none: files could not say it.
    """
    chapters = {head.chapter_id for head in heads} & said.heads.keys()
    names = {block.id for key in chapters for block in texts[key].blocks}
    return Translation(
        {key: one for key, one in said.heads.items() if key in chapters},
        {name: one for name, one in said.blocks.items() if name in names},
    )


def drafted(
    conn: Connection, heads: Sequence[ChapterHead], texts: Mapping[str, ChapterText]
) -> Mapping[str, Translation]:
    """Return what is translated of these chapters of the draft, by language."""
    found = {code: within(said, heads, texts) for code, said in queries.drafted(conn).items()}
    return {code: said for code, said in found.items() if said}


def said_of(
    conn: Connection, number: int, heads: Sequence[ChapterHead], texts: Mapping[str, ChapterText]
) -> Mapping[str, Translation]:
    """Return what an edition, or the draft, says of these chapters in other languages."""
    if number == DRAFT:
        return drafted(conn, heads, texts)
    names = [block.id for text in texts.values() for block in text.blocks]
    codes = [one.language for one in queries.languages(conn, number)]
    return {code: queries.published(conn, number, code, names) for code in codes}


def coverage(
    language: str,
    said: Translation,
    heads: Sequence[ChapterHead],
    texts: Mapping[str, ChapterText],
) -> Coverage:
    """Return how complete a translation of these chapters is; a head counts as a block."""
    blocks = translated = stale = 0
    for head in heads:
        pairs = [(head_hash(head), _of_head(said, head.chapter_id))]
        pairs += [
            (content_hash(block.source), _of_block(said, block.id))
            for block in texts[head.chapter_id].blocks
        ]
        blocks += len(pairs)
        translated += sum(bool(of) for _, of in pairs)
        stale += sum(bool(of) and of != now for now, of in pairs)
    reviewed = said.heads and all(one.state == State.REVIEWED for one in said.heads.values())
    state = State.REVIEWED if reviewed else State.DRAFT
    return Coverage(language, state, blocks, translated, stale)


def _of_head(said: Translation, chapter_id: str) -> str:
    return said.heads[chapter_id].source if chapter_id in said.heads else ""


def _of_block(said: Translation, name: str | None) -> str:
    found = said.blocks.get(name or "")
    return found.source_hash if found else ""


def freeze(
    db: Session,
    number: int,
    every: Mapping[str, Translation],
    heads: Sequence[ChapterHead],
    texts: Mapping[str, ChapterText],
) -> None:
    """Write every translation as the edition is published with it; nothing is read again."""
    for code, said in every.items():
        key = {"edition": number, "language": code}
        stated = coverage(code, said, heads, texts)
        counts = {name: getattr(stated, name) for name in ("blocks", "translated", "stale")}
        db.execute(insert(table(EditionLanguage)), {**key, "state": stated.state, **counts})
        if said.heads:
            db.execute(insert(table(EditionTranslation)), list(_heads(key, said)))
        if said.blocks:
            db.execute(insert(table(EditionTranslatedBlock)), list(_blocks(key, said)))


def _heads(key: Row, said: Translation) -> Iterator[Row]:
    for chapter_id, one in said.heads.items():
        yield {**key, "chapter_id": chapter_id, **head_row(one)}


def head_row(one: Heading) -> Row:
    """Return the columns of a head that draft and edition share."""
    row = {name: getattr(one, name) for name in queries.HEAD}
    return {**row, "questions": "\n".join(one.questions)}


def _blocks(key: Row, said: Translation) -> Iterator[Row]:
    for name, one in said.blocks.items():
        yield {**key, "block_id": name, **block_row(one)}


def block_row(one: Said) -> Row:
    """Return the columns of a text that draft and edition share."""
    return {"source_hash": one.source_hash, "body_hash": content_hash(one.block.source)}
