"""One block of the manual as data, by its lasting id: where it stood, and what it said."""

from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import bindparam, select
from starlette.responses import Response

from app.access.policy import P
from app.core.db import table
from app.core.errors import NotFound
from app.manual import opening
from app.manual.api import BlockOut, ChapterOut, EditionOut, answer, block_out, chapter_out
from app.manual.api import edition_out as edition_data
from app.manual.models import Edition, EditionBlock, EditionChapter
from app.manual.opening import address
from app.manual.pages.room import number_of
from app.manual.translating.speaking import speak
from app.web.ask import Ask
from app.web.guard import guarded
from app.web.interface import Interface

router = Interface("manual")
LONGEST_ID = 8

edition_ = table(Edition)
chapter_ = table(EditionChapter)
block_ = table(EditionBlock)
_STOOD = (
    select(
        block_.c.edition,
        block_.c.chapter_id,
        block_.c.number,
        block_.c.body_hash,
        chapter_.c.slug,
        edition_.c.language,
        edition_.c.published_at,
    )
    .join_from(
        block_,
        chapter_,
        (chapter_.c.edition == block_.c.edition) & (chapter_.c.chapter_id == block_.c.chapter_id),
    )
    .join(edition_, edition_.c.number == block_.c.edition)
    .where(block_.c.block_id == bindparam("block"))
    .order_by(block_.c.edition.desc())
)


class StoodOut(BaseModel):
    """An edition in which a block stood; equal ``hash``es are equal texts."""

    edition: int
    published_at: datetime
    chapter: str
    number: str | None
    hash: str
    address: str


class LifeOut(BaseModel):
    """A block through all editions, newest first; one that is missing there was removed."""

    id: str
    editions: list[StoodOut]


class OneBlockOut(BaseModel):
    """A block of one edition in one language."""

    edition: EditionOut
    chapter: ChapterOut
    block: BlockOut


def life(ask: Ask, block: str) -> Response:
    """Give the editions in which a block stands, with its number, chapter and hash in each."""
    rows = ask.conn.execute(_STOOD, {"block": block}).all() if len(block) == LONGEST_ID else ()
    if not rows:
        raise NotFound
    stood = [
        StoodOut(
            edition=row.edition,
            published_at=row.published_at,
            chapter=row.chapter_id,
            number=row.number or None,
            hash=row.body_hash,
            address=f"{address(row.edition, row.language, row.slug)}#{block}",
        )
        for row in rows
    ]
    return answer(ask, LifeOut(id=block, editions=stood))


def one(ask: Ask, block: str, edition: str, language: str = "") -> Response:
    """Give a block as an edition has it: in ``language``, as it was written where none is given."""
    found = opening.open_block(ask.conn, number_of(edition), block)
    if found is None:
        raise NotFound
    opened, _ = found
    spoken = speak(ask.conn, opened, language or opened.edition.language)
    if spoken is None or language not in {
        "",
        spoken.source,
        *(c.language for c in spoken.languages),
    }:
        raise NotFound
    opened = spoken.opened
    return answer(
        ask,
        OneBlockOut(
            edition=edition_data(opened.edition),
            chapter=chapter_out(opened.edition, opened.head),
            block=next(block_out(spoken, b) for b in opened.text.blocks if b.id == block),
        ),
    )


router.get("/manual/blocks/{block}", response_model=LifeOut)(guarded(life, P.ANYONE))
router.get("/manual/blocks/{block}/{edition}", response_model=OneBlockOut)(guarded(one, P.ANYONE))
