"""Translations as the texts of files: of the draft, or of files whose ties were unsaid."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection

from app.manual import files as source_files
from app.manual.translating import files, queries
from app.manual.translating.files import Filed
from app.manual.translating.values import Heading, Said, Translation, head_hash
from app.manual.values import ChapterHead, ChapterText
from app.text.blocks import content_hash


def exported(conn: Connection, folder: Path) -> Mapping[str, str]:
    """Return the translations of the draft as files for ``folder``; what goes says nothing.

    Raises what ``files.read`` raises of what stands there.
    """
    heads, texts = queries.sources(conn)
    said = {}
    for code, whole in queries.drafted(conn).items():
        chapters = [
            _filed(code, head, whole.heads[head.chapter_id], _blocks(whole, texts, head))
            for head in heads
            if head.chapter_id in whole.heads
        ]
        if chapters:
            said[code] = chapters
    return files.texts(folder, said)


def _blocks(
    whole: Translation, texts: Mapping[str, ChapterText], head: ChapterHead
) -> Sequence[Said]:
    """Return the texts of a chapter in the order of their sources."""
    names = (block.id or "" for block in texts[head.chapter_id].blocks)
    return [whole.blocks[name] for name in names if name in whole.blocks]


def _filed(code: str, head: ChapterHead, said: Heading, blocks: Sequence[Said]) -> Filed:
    return Filed(
        slug=head.slug,
        file=f"{code}/{head.position + 1:02d}-{head.slug}.md",
        title=said.title,
        readers=said.readers,
        questions=said.questions,
        state=said.state,
        source=said.source,
        ties={one.block.id or "": one.source_hash for one in blocks},
        blocks=tuple(one.block for one in blocks),
    )


def tied(folder: Path, chapters: Sequence[source_files.Filed]) -> tuple[Mapping[str, str], int]:
    """Return the translations in ``folder`` with which of ``chapters`` each is of, where unsaid.

    Returns their files and how many ties are new. What translates nothing stays as it is.

    Raises what ``files.read`` raises.
    """
    sources = {one.head.slug: one for one in chapters}
    before = files.read(folder)
    after = {
        code: [_tied(one, sources[one.slug]) if one.slug in sources else one for one in found]
        for code, found in before.items()
    }
    return files.texts(folder, after), _ties(after) - _ties(before)


def _ties(said: Mapping[str, Sequence[Filed]]) -> int:
    return sum(len(one.ties) for found in said.values() for one in found)


def _tied(one: Filed, source: source_files.Filed) -> Filed:
    now = {block.id or "": content_hash(block.source) for block in source.blocks}
    names = [block.id or "" for block in one.blocks]
    fresh = {name: now[name] for name in names if name in now}
    return replace(one, ties={**fresh, **one.ties}, source=one.source or head_hash(source.head))
