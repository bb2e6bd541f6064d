"""The manual as data: editions, chapters, and the blocks of a chapter with their lasting ids."""

from datetime import datetime
from functools import partial
from hashlib import sha256

from pydantic import BaseModel
from starlette.responses import Response

from app.access.policy import P
from app.core.errors import NotFound
from app.manual import glossary, noted, opening, queries
from app.manual.figures.gallery import everywhere
from app.manual.opening import Opened, address
from app.manual.pages.room import number_of
from app.manual.translating.speaking import Spoken, speak
from app.manual.values import ChapterHead, EditionInfo
from app.text.blocks import Block, content_hash
from app.text.clean import clean
from app.text.html import Look, write_blocks
from app.text.links import resolver
from app.text.tree import parse
from app.web.ask import Ask
from app.web.guard import guarded
from app.web.interface import Interface
from app.web.static import known

router = Interface("manual")


class RemarkOut(BaseModel):
    """What was added to an edition: ``erratum``, ``correction`` (of its note), ``withdrawal``."""

    kind: str
    text: str
    at: datetime


class EditionOut(BaseModel):
    """An edition; ``hash`` is the SHA-256 of everything it says. One withdrawn is not current."""

    number: int
    label: str
    language: str
    published_at: datetime
    note: str
    weight: str
    hash: str
    remarks: list[RemarkOut]


class ChapterOut(BaseModel):
    """A chapter of an edition; ``id`` stays when it is renamed or renumbered."""

    id: str
    number: str
    kind: str
    slug: str
    title: str
    readers: str
    questions: list[str]
    address: str


class ManualOut(BaseModel):
    """All editions, newest first, and the chapters of the current one."""

    editions: list[EditionOut]
    chapters: list[ChapterOut]


class BlockOut(BaseModel):
    """A block: ``id`` for ever, ``number`` in this edition (none for headings), its text.

    ``language`` is that of the text: what is not translated is given as it was written. ``stale``
    says that it translates an earlier wording.
    """

    id: str
    number: str | None
    kind: str
    hash: str
    text: str
    html: str
    language: str
    stale: bool


class ChapterTextOut(BaseModel):
    """A chapter of an edition with its blocks."""

    edition: EditionOut
    chapter: ChapterOut
    language: str
    blocks: list[BlockOut]


def manual(ask: Ask) -> Response:
    """Give the editions, and the chapters of the current one."""
    editions = queries.editions(ask.conn)
    current = noted.current_of(editions)
    heads = queries.heads(ask.conn, current.number) if current else ()
    return answer(
        ask,
        ManualOut(
            editions=[edition_out(edition) for edition in editions],
            chapters=[chapter_out(current, head) for head in heads if current],
        ),
    )


def chapter(ask: Ask, edition: str, language: str, chapter: str) -> Response:
    """Give a chapter of an edition, block by block, in a language the edition was published in."""
    opened = opening.open_chapter(ask.conn, number_of(edition), chapter)
    spoken = speak(ask.conn, opened, language) if isinstance(opened, Opened) else None
    if spoken is None or language not in {spoken.source, *(c.language for c in spoken.languages)}:
        raise NotFound
    opened = spoken.opened
    return answer(
        ask,
        ChapterTextOut(
            edition=edition_out(opened.edition),
            chapter=chapter_out(opened.edition, opened.head),
            language=language,
            blocks=[block_out(spoken, block) for block in opened.text.blocks],
        ),
    )


router.get("/manual", response_model=ManualOut)(guarded(manual, P.ANYONE))
router.get("/manual/{edition}/{language}/{chapter}", response_model=ChapterTextOut)(
    guarded(chapter, P.ANYONE)
)


def edition_out(edition: EditionInfo) -> EditionOut:
    """Return an edition as data."""
    said = {name: getattr(edition, name) for name in EditionOut.model_fields}
    remarks = [RemarkOut(kind=one.kind, text=one.text, at=one.at) for one in edition.remarks]
    return EditionOut(**{**said, "remarks": remarks})


def chapter_out(edition: EditionInfo, head: ChapterHead) -> ChapterOut:
    """Return a chapter of an edition as data."""
    return ChapterOut(
        id=head.chapter_id,
        number=head.number,
        kind=head.kind,
        slug=head.slug,
        title=head.title,
        readers=head.readers,
        questions=list(head.questions),
        address=address(edition.number, edition.language, head.slug),
    )


def block_out(spoken: Spoken, block: Block) -> BlockOut:
    """Return a block; in its HTML the marks of notes stay text, their sources stand in ``text``."""
    opened, name = spoken.opened, block.id or ""
    look = Look(resolve=resolver(partial(_link, opened)), gallery=everywhere())
    return BlockOut(
        id=name,
        number=opened.text.numbers.get(name),
        kind=block.kind,
        hash=content_hash(block.source),
        text=block.source,
        html=clean(write_blocks(parse(block.source).nodes, look)),
        language=spoken.source if name in spoken.foreign else spoken.language,
        stale=name in spoken.stale,
    )


def _link(opened: Opened, kind: str, name: str) -> str | None:
    """Return the address of ``chapter:name`` or ``term:name`` in the same edition."""
    number, language = opened.edition.number, opened.edition.language
    if kind == "chapter" and any(head.slug == name for head in opened.heads):
        return address(number, language, name)
    term = opened.terms.get(name) if kind == "term" else None
    if term is None:
        return None
    return f"{address(number, language, glossary.SLUG)}#{term.block_id}"


def answer(ask: Ask, data: BaseModel) -> Response:
    """Answer with JSON under a strong ETag, or 304."""
    body = data.model_dump_json().encode()
    headers = {"etag": f'"{sha256(body).hexdigest()[:32]}"', "cache-control": "no-cache"}
    if known(ask.request.headers.get("if-none-match", ""), headers["etag"]):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type="application/json")
