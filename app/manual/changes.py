"""What changed between two states of the manual: chapter by chapter, block by block, in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from app.manual import queries
from app.manual.values import ChapterHead, ChapterText
from app.text.blocks import Block
from app.text.redline import Redline, Summary, compare
from app.text.spans import Span, words
from app.text.tokens import count_words

NOWHERE = ChapterText((), {})
_HEAD_FIELDS = ("number", "title", "slug", "readers")
_SAID = ("title", "readers", "questions")


@dataclass(frozen=True, slots=True)
class HeadChange:
    """A change of what stands above a chapter; ``field`` is a name of ``ChapterHead``."""

    field: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ChapterChange:
    """One chapter in two states; ``old`` or ``new`` is missing where the state has no such one."""

    old: ChapterHead | None
    new: ChapterHead | None
    redline: Redline
    old_text: ChapterText
    new_text: ChapterText

    @property
    def head(self) -> ChapterHead:
        """The new head, or the old one where the chapter is gone."""
        head = self.new or self.old
        if head is None:
            raise ValueError("a chapter stands in one of the two states")
        return head

    @property
    def summary(self) -> Summary:
        """Counts of blocks and words."""
        return self.redline.summary

    @property
    def head_changes(self) -> tuple[HeadChange, ...]:
        """What changed above the text of a chapter that both states have."""
        if self.old is None or self.new is None:
            return ()
        before, after = _head_lines(self.old), _head_lines(self.new)
        return tuple(
            HeadChange(name, words(before[name], after[name]))
            for name in before
            if before[name] != after[name]
        )


def _head_lines(head: ChapterHead) -> Mapping[str, str]:
    lines = {name: str(getattr(head, name)) for name in _HEAD_FIELDS}
    return {**lines, "questions": "\n".join(head.questions)}


@dataclass(frozen=True, slots=True)
class Changes:
    """Every chapter that differs, in reading order, and the measured share of changed words."""

    chapters: tuple[ChapterChange, ...]
    reordered: bool
    share: float

    @property
    def nothing(self) -> bool:
        """Whether both states say the same in the same order."""
        return not self.chapters and not self.reordered

    def count(self, *kinds: str) -> int:
        """Return how many blocks of the whole manual changed in one of these ways."""
        return sum(getattr(c.summary, kind) for c in self.chapters for kind in kinds)


def between(conn: Connection, old: int, new: int) -> Changes:
    """Return what changed from ``old`` to ``new`` (editions, or ``DRAFT``).

    Only chapters that differ are read and compared.
    """
    befores = {head.chapter_id: head for head in queries.heads(conn, old)}
    afters = {head.chapter_id: head for head in queries.heads(conn, new)}
    was, is_ = queries.placed(conn, old), queries.placed(conn, new)
    differ = [
        key
        for key in _in_order(befores, afters)
        if was.get(key) != is_.get(key) or not _same_head(befores.get(key), afters.get(key))
    ]
    old_texts, new_texts = queries.texts(conn, old, differ), queries.texts(conn, new, differ)
    chapters = tuple(
        _chapter(befores.get(key), afters.get(key), old_texts[key], new_texts[key])
        for key in differ
    )
    kept = [key for key in befores if key in afters]
    reordered = kept != [key for key in afters if key in befores]
    total = sum(block.words for state in (was, is_) for ch in state.values() for block in ch)
    total += sum(map(_head_words, (*befores.values(), *afters.values())))
    return Changes(chapters, reordered, _share(chapters, total))


def of_chapter(conn: Connection, old: int, new: int, chapter_id: str) -> ChapterChange | None:
    """Return what changed in one chapter, None where neither state has it."""
    before = _find(queries.heads(conn, old), chapter_id)
    after = _find(queries.heads(conn, new), chapter_id)
    if before is None and after is None:
        return None
    texts = (queries.chapter_text(conn, number, chapter_id) for number in (old, new))
    return _chapter(before, after, *texts)


def to_unsaved(
    published: ChapterHead | None, before: ChapterText, head: ChapterHead, blocks: Sequence[Block]
) -> ChapterChange:
    """Return what changed from a published chapter to blocks that were not saved yet."""
    return _chapter(published, head, before, ChapterText(tuple(blocks), {}))


def _chapter(
    old: ChapterHead | None, new: ChapterHead | None, before: ChapterText, after: ChapterText
) -> ChapterChange:
    return ChapterChange(old, new, compare(before.blocks, after.blocks), before, after)


def _find(heads: Sequence[ChapterHead], chapter_id: str) -> ChapterHead | None:
    return next((head for head in heads if head.chapter_id == chapter_id), None)


def _same_head(old: ChapterHead | None, new: ChapterHead | None) -> bool:
    return old is not None and new is not None and _head_lines(old) == _head_lines(new)


def _in_order(
    befores: Mapping[str, ChapterHead], afters: Mapping[str, ChapterHead]
) -> Iterator[str]:
    """Give the chapters in the new order; removed ones follow."""
    yield from afters
    yield from (key for key in befores if key not in afters)


def _head_words(head: ChapterHead) -> int:
    """Return how many words a chapter's head says to its readers."""
    return count_words(" ".join(_head_lines(head)[name] for name in _SAID))


def _changed_above(chapter: ChapterChange) -> int:
    """Return how many words were put in and taken out above a chapter's text."""
    if chapter.old is None or chapter.new is None:
        return _head_words(chapter.head)
    changed = (change for change in chapter.head_changes if change.field in _SAID)
    spans = (span for change in changed for span in change.spans if span.op != "keep")
    return sum(count_words(span.text) for span in spans)


def _share(chapters: Sequence[ChapterChange], total: int) -> float:
    """Return the words put in and taken out over the ``total`` of both states, heads included."""
    changed = sum(c.summary.words_inserted + c.summary.words_deleted for c in chapters)
    return (changed + sum(map(_changed_above, chapters))) / max(1, total)
