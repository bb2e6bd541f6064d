"""What an import does to the draft, line by line: chapters first, then each block that differs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.manual.files import Filed
from app.manual.values import ChapterHead, ChapterText
from app.text.blocks import Block
from app.text.matching import unmoved

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class State:
    """The draft as it stood, or as it will stand: heads in order and the blocks of each."""

    heads: Sequence[ChapterHead]
    blocks: Mapping[str, Sequence[Block]]

    @classmethod
    def of(cls, heads: Sequence[ChapterHead], texts: Mapping[str, ChapterText]) -> "State":
        """Return the state that was read from the database."""
        return cls(heads, {key: text.blocks for key, text in texts.items()})

    def placed(self) -> dict[str, tuple[str, int, Block]]:
        """Return chapter, place and text of each block by its id."""
        return {
            block.id: (head.chapter_id, place, block)
            for head in self.heads
            for place, block in enumerate(self.blocks[head.chapter_id])
            if block.id
        }


@dataclass(frozen=True, slots=True)
class Report:
    """How many chapters are not as they were, and what happened, a line each."""

    changed: int
    lines: tuple[str, ...]


def lines(before: State, after: State, filed: Sequence[Filed]) -> Iterator[str]:
    """Say what became of each chapter and block that is not as it was where it was."""
    yield from _chapters(before, after)
    olds, news = before.placed(), after.placed()
    stayed = _stayed(olds, news)
    for one, head in zip(filed, after.heads, strict=True):
        for block in after.blocks[head.chapter_id]:
            said = _became(olds.get(block.id or ""), head.chapter_id, block, stayed)
            if said:
                yield f"{one.file}: {block.id} {said}: {_start(block)}"
        yield from _replaced(one, after.blocks[head.chapter_id])
    slugs = {head.chapter_id: head.slug for head in before.heads}
    for name, (chapter_id, _, block) in olds.items():
        if name not in news:
            yield f"{slugs[chapter_id]}: {name} is taken out, its id is retired: {_start(block)}"


def _chapters(before: State, after: State) -> Iterator[str]:
    olds = {head.chapter_id: head for head in before.heads}
    for head in after.heads:
        old = olds.pop(head.chapter_id, None)
        if old is None:
            yield f"{head.slug}: new chapter {head.chapter_id}"
            continue
        names = ("position", "number", "kind", "slug", "title", "readers", "questions")
        differ = [name for name in names if getattr(old, name) != getattr(head, name)]
        if differ:
            yield f"{head.slug}: chapter {head.chapter_id} has another {', '.join(differ)}"
    for head in olds.values():
        yield f"{head.slug}: chapter {head.chapter_id} is taken out"


def _stayed(
    olds: Mapping[str, tuple[str, int, Block]], news: Mapping[str, tuple[str, int, Block]]
) -> set[str]:
    """Return the blocks that neither left their chapter nor their place among the others."""
    kept: dict[str, list[tuple[int, int]]] = {}
    for name, (chapter_id, place, _) in news.items():
        if name in olds and olds[name][0] == chapter_id:
            kept.setdefault(chapter_id, []).append((olds[name][1], place))
    still = {(key, new) for key, pairs in kept.items() for _, new in unmoved(pairs)}
    return {name for name, (chapter_id, place, _) in news.items() if (chapter_id, place) in still}


def _became(
    old: tuple[str, int, Block] | None, chapter_id: str, block: Block, stayed: set[str]
) -> str:
    """Return what became of a block, nothing where it is as it was."""
    if old is None:
        return "is new"
    said = [] if block.id in stayed else ["moved here" if old[0] == chapter_id else "comes over"]
    if old[2].source != block.source:
        said.append("says something else")
    return " and ".join(said)


def _replaced(one: Filed, blocks: Sequence[Block]) -> Iterator[str]:
    """Say which ids that the file gave could not be kept."""
    for given, got in zip(one.blocks, blocks, strict=True):
        if given.id and given.id != got.id:
            yield (
                f"{one.file}: the id {given.id} is another block's, this one is {got.id}:"
                f" {_start(got)}"
            )


def _start(block: Block) -> str:
    words = " ".join(block.source.split())
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"
