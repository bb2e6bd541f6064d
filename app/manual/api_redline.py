"""What changed between two editions as data: blocks by id, and every word that came or went."""

from pydantic import BaseModel
from starlette.responses import Response

from app.access.policy import P
from app.core.errors import NotFound
from app.manual import changes, queries
from app.manual.api import answer
from app.manual.changes import ChapterChange
from app.manual.pages.room import number_of
from app.text.redline import Change, Kind
from app.text.spans import Op, Span
from app.web.ask import Ask
from app.web.guard import guarded
from app.web.interface import Interface
from app.web.throttle import COMPARING

router = Interface("manual")


class SpanOut(BaseModel):
    """A piece of text: ``keep``, ``insert`` or ``delete``.

    Kept and inserted pieces together are the new text, kept and deleted ones the old.
    """

    op: Op
    text: str


class FieldOut(BaseModel):
    """What changed above a chapter's text: in its number, title, slug, readers or questions."""

    field: str
    spans: list[SpanOut]


class ChangeOut(BaseModel):
    """A block that is not as it was.

    ``kind`` is edited, moved, moved_edited, inserted or deleted; the number is the one that
    readers cite in either edition, none for headings and where the block does not stand.
    """

    id: str
    kind: Kind
    block: str
    old_number: str | None
    new_number: str | None
    spans: list[SpanOut]


class ChapterRedlineOut(BaseModel):
    """A chapter that differs; ``state`` is changed, new or removed. Blocks are in reading order."""

    id: str
    slug: str
    number: str
    title: str
    state: str
    head: list[FieldOut]
    unchanged: int
    blocks: list[ChangeOut]


class RedlineOut(BaseModel):
    """What changed from edition ``old`` to edition ``new``; ``share`` is that of changed words."""

    old: int
    new: int
    share: float | None
    reordered: bool | None
    chapters: list[ChapterRedlineOut]


def compare(ask: Ask, a: str, b: str, chapter: str = "") -> Response:
    """Give what changed from edition ``a`` to ``b``, in everything or in one ``chapter``.

    With a chapter, share and order of the whole are not computed and are null.
    """
    old, new = number_of(a), number_of(b)
    if not {old, new} <= {edition.number for edition in queries.editions(ask.conn)}:
        raise NotFound
    if not chapter:
        found = changes.between(ask.conn, old, new)
        chapters = [_chapter(one) for one in found.chapters]
        said = RedlineOut(
            old=old, new=new, share=found.share, reordered=found.reordered, chapters=chapters
        )
        return answer(ask, said)
    chapter_id = queries.chapter_named(ask.conn, chapter)
    one = changes.of_chapter(ask.conn, old, new, chapter_id) if chapter_id else None
    if one is None:
        raise NotFound
    said = RedlineOut(old=old, new=new, share=None, reordered=None, chapters=[_chapter(one)])
    return answer(ask, said)


def _chapter(one: ChapterChange) -> ChapterRedlineOut:
    state = "new" if one.old is None else "removed" if one.new is None else "changed"
    return ChapterRedlineOut(
        id=one.head.chapter_id,
        slug=one.head.slug,
        number=one.head.number,
        title=one.head.title,
        state=state,
        head=[FieldOut(field=c.field, spans=_spans(c.spans)) for c in one.head_changes],
        unchanged=one.summary.same,
        blocks=[_block(one, change) for change in one.redline.changes if change.kind != "same"],
    )


def _block(one: ChapterChange, change: Change) -> ChangeOut:
    name = change.block.id or ""
    return ChangeOut(
        id=name,
        kind=change.kind,
        block=change.block.kind,
        old_number=one.old_text.numbers.get(name) if change.old else None,
        new_number=one.new_text.numbers.get(name) if change.new else None,
        spans=_spans(change.spans),
    )


def _spans(spans: tuple[Span, ...]) -> list[SpanOut]:
    return [SpanOut(op=span.op, text=span.text) for span in spans]


router.get("/manual/compare/{a}/{b}", response_model=RedlineOut)(
    guarded(compare, P.ANYONE, pace=COMPARING)
)
