"""What links of the draft can lead to: chapters by every name, paragraphs, terms, editions."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from app.core.db import table
from app.manual import glossary
from app.manual.models import EditionBlock, EditionChapter, ManualSlug
from app.manual.values import ChapterHead, ChapterText

PASSAGE = re.compile(r"/m/([1-9]\d{0,5})/([a-z2-7]{8})(?:/check)?(?:[?#].*)?")
DATED = re.compile(r"/manual/([1-9]\d{0,5})/[a-z-]{2,12}/([a-z0-9-]+)(?:[/?#].*)?")
CURRENT = re.compile(r"/manual/current/[a-z-]{2,12}/([a-z0-9-]+)(?:[/?#].*)?")
OWN = (PASSAGE, DATED, CURRENT)
"""Addresses of the manual in this portal; no others are looked at."""

edition_block = table(EditionBlock)
edition_chapter = table(EditionChapter)
manual_slug = table(ManualSlug)
_NAMES = select(manual_slug.c.slug, manual_slug.c.chapter_id)
_PASSAGES = select(edition_block.c.edition, edition_block.c.block_id).where(
    edition_block.c.block_id.in_(bindparam("blocks", expanding=True))
)
_CHAPTERS = select(edition_chapter.c.edition, edition_chapter.c.chapter_id).where(
    edition_chapter.c.edition.in_(bindparam("editions", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Known:
    """The draft's chapters by name and by id, every name there was, and where blocks stand.

    ``passages`` and ``editions`` are what published editions have, where a link names one.
    """

    slugs: Mapping[str, ChapterHead]
    chapters: Mapping[str, ChapterHead]
    names: Mapping[str, str]
    homes: Mapping[str, ChapterHead]
    terms: Collection[str]
    passages: Collection[tuple[int, str]]
    editions: Collection[tuple[int, str]]


def known(
    conn: Connection,
    heads: Sequence[ChapterHead],
    texts: Mapping[str, ChapterText],
    links: Sequence[str],
) -> Known:
    """Return what the draft's ``links`` can lead to."""
    slugs = {head.slug: head for head in heads}
    words = slugs.get(glossary.SLUG)
    blocks = [found[2] for link in links if (found := PASSAGE.fullmatch(link))]
    numbers = [int(found[1]) for link in links if (found := DATED.fullmatch(link))]
    passages = conn.execute(_PASSAGES, {"blocks": sorted(set(blocks))}) if blocks else ()
    editions = conn.execute(_CHAPTERS, {"editions": sorted(set(numbers))}) if numbers else ()
    return Known(
        slugs=slugs,
        chapters={head.chapter_id: head for head in heads},
        names={row.slug: row.chapter_id for row in conn.execute(_NAMES)},
        homes={block.id or "": h for h in heads for block in texts[h.chapter_id].blocks},
        terms=glossary.terms(texts[words.chapter_id].blocks).keys() if words else (),
        passages={(row.edition, row.block_id) for row in passages},
        editions={(row.edition, row.chapter_id) for row in editions},
    )
