"""What search finds of an edition: one entry for each section, under the id of its heading."""

from collections.abc import Iterator, Mapping, Sequence

from app.access.audience import Audience, Circle
from app.items.actions import sort_key
from app.manual.opening import address
from app.manual.values import ChapterHead, ChapterText, EditionInfo
from app.search.entries import Entry
from app.search.kinds import SearchKind
from app.text.blocks import Block, join
from app.text.markdown import to_words

SECTION = "## "
LABELS = tuple(sorted(Audience.of(Circle.PUBLIC).labels))


def keys(texts: Mapping[str, ChapterText]) -> set[str]:
    """Return the keys of all sections."""
    return {
        _key(chapter_id, section)
        for chapter_id, text in texts.items()
        for section in sections(text.blocks)
    }


def entries(
    made: EditionInfo, heads: Sequence[ChapterHead], texts: Mapping[str, ChapterText]
) -> Iterator[Entry]:
    """Give an entry for each section of the edition."""
    for head in heads:
        for section in sections(texts[head.chapter_id].blocks):
            yield _entry(made, head, section)


def sections(blocks: Sequence[Block]) -> Iterator[Sequence[Block]]:
    """Cut a chapter before each second-level heading; what stands before the first is one too."""
    section: list[Block] = []
    for block in blocks:
        if block.kind == "heading" and block.source.startswith(SECTION) and section:
            yield section
            section = []
        section.append(block)
    if section:
        yield section


def _key(chapter_id: str, section: Sequence[Block]) -> str:
    return f"manual:{chapter_id}:{section[0].id}"


def _entry(made: EditionInfo, head: ChapterHead, section: Sequence[Block]) -> Entry:
    first, rest = section[0], section[1:]
    headed = first.kind == "heading"
    title = f"{head.title}: {to_words(first.source)}" if headed else head.title
    body = join(Block(None, b.kind, b.source) for b in (rest if headed else section))
    return Entry(
        key=_key(head.chapter_id, section),
        kind=SearchKind.MANUAL,
        labels=LABELS,
        title=title,
        body=to_words(body),
        language=made.language,
        address=f"{address(made.number, made.language, head.slug)}#{first.id}",
        sort_key=sort_key(made.published_at),
        item_id=made.item_id,
    )
