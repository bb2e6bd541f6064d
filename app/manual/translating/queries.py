"""Reading translations: those being written, and those that an edition was published with."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, bindparam, select

from app.core.db import table
from app.manual import queries as manual
from app.manual.models import ManualBody
from app.manual.translating.models import (
    DraftTranslatedBlock,
    DraftTranslation,
    EditionLanguage,
    EditionTranslatedBlock,
    EditionTranslation,
)
from app.manual.translating.values import TARGETS, Coverage, Heading, Said, Translation
from app.manual.values import DRAFT, ChapterHead, ChapterText
from app.text.blocks import Block

draft_head = table(DraftTranslation)
draft_block = table(DraftTranslatedBlock)
edition_language = table(EditionLanguage)
edition_head = table(EditionTranslation)
edition_block = table(EditionTranslatedBlock)
body = table(ManualBody)

HEAD = ("title", "readers", "questions", "source", "state")
_DRAFT_HEADS = select(
    draft_head.c.language,
    draft_head.c.chapter_id,
    *(draft_head.c[name] for name in HEAD),
    draft_head.c.version,
)
_HEADS = select(edition_head.c.chapter_id, *(edition_head.c[name] for name in HEAD)).where(
    edition_head.c.edition == bindparam("edition"),
    edition_head.c.language == bindparam("language"),
)
_DRAFT_BLOCKS = select(
    draft_block.c.language,
    draft_block.c.block_id,
    draft_block.c.source_hash,
    body.c.kind,
    body.c.source,
).join_from(draft_block, body, body.c.hash == draft_block.c.body_hash)
_BLOCKS = (
    select(edition_block.c.block_id, edition_block.c.source_hash, body.c.kind, body.c.source)
    .join_from(edition_block, body, body.c.hash == edition_block.c.body_hash)
    .where(
        edition_block.c.edition == bindparam("edition"),
        edition_block.c.language == bindparam("language"),
        edition_block.c.block_id.in_(bindparam("blocks", expanding=True)),
    )
)
_LANGUAGES = select(
    edition_language.c.language,
    edition_language.c.state,
    edition_language.c.blocks,
    edition_language.c.translated,
    edition_language.c.stale,
).where(edition_language.c.edition == bindparam("edition"))


def sources(conn: Connection) -> tuple[Sequence[ChapterHead], Mapping[str, ChapterText]]:
    """Return the heads and the texts of the draft, which its translations are of."""
    heads = manual.heads(conn, DRAFT)
    return heads, manual.texts(conn, DRAFT, (head.chapter_id for head in heads))


def drafted(conn: Connection, language: str = "") -> Mapping[str, Translation]:
    """Return what is being written, by language; of one language only where it is named."""
    heads: dict[str, dict[str, Heading]] = {}
    blocks: dict[str, dict[str, Said]] = {}
    first, second = _DRAFT_HEADS, _DRAFT_BLOCKS
    if language:
        first = first.where(draft_head.c.language == language)
        second = second.where(draft_block.c.language == language)
    for code, key, *rest in conn.execute(first):
        heads.setdefault(code, {})[key] = _heading(key, *rest)
    for code, name, source_hash, kind, source in conn.execute(second):
        blocks.setdefault(code, {})[name] = Said(source_hash, Block(name, kind, source))
    found = sorted({*heads, *blocks})
    return {code: Translation(heads.get(code, {}), blocks.get(code, {})) for code in found}


def published(
    conn: Connection, number: int, language: str, blocks: Iterable[str | None]
) -> Translation:
    """Return what an edition says in a language: every head, and the texts of some blocks."""
    given = {"edition": number, "language": language}
    wanted = sorted(name for name in blocks if name)
    heads = {key: _heading(key, *rest) for key, *rest in conn.execute(_HEADS, given)}
    rows = conn.execute(_BLOCKS, {**given, "blocks": wanted})
    said = {
        name: Said(source_hash, Block(name, kind, source))
        for name, source_hash, kind, source in rows
    }
    return Translation(heads, said)


def languages(conn: Connection, number: int) -> Sequence[Coverage]:
    """Return the languages that an edition was published in beside its own, with how complete."""
    found = {row.language: Coverage(*row) for row in conn.execute(_LANGUAGES, {"edition": number})}
    return [found[code] for code in TARGETS if code in found]


def _heading(key: str, *rest: object) -> Heading:
    title, readers, questions, source, state, *version = rest
    lines = tuple(line for line in str(questions).split("\n") if line)
    seen = int(str(version[0])) if version else 0
    return Heading(key, str(title), str(readers), lines, str(source), str(state), seen)
